import Postgres
import Support

/// What must hold between documents and the ledger, asked like ``ChanceLedgerFaults``.
enum ChanceDocumentFaults {
  static let statements: [SQL] = subLedger + items + documents

  /// What an invoice comes to by its lines: rounded for each line, or for all of a tax together.
  private static let gross: SQL = """
    gross as (
      select i.id, i.gross_given as gross from finance.invoice as i where i.direction = 'supplier'
      union all
      select g.id, sum(round(g.amount, g.units) + case when g.includes_tax then 0
        else round(g.amount * g.percent / 100, g.units) end)
      from (
        select i.id, l.includes_tax, case i.currency when 'JPY' then 0 else 2 end as units,
          case when t.kind = 'standard' then t.percent else 0 end as percent,
          sum(round(l.quantity * l.unit_price * (100 - l.discount_percent) / 100, 4)) as amount
        from finance.invoice as i join finance.invoice_line as l on l.invoice_id = i.id
        left join finance.tax as t on t.id = l.tax_id
        where i.direction = 'customer'
        group by i.id, l.tax_id, l.includes_tax, t.kind, t.percent, case i.tax_rounding when 'line' then l.id end) as g
      group by g.id)
    """

  /// Documents with what they were posted for, in their currency; claims on others are positive.
  private static let posted: SQL = """
    \(gross),
    document as (
      select 'invoice' as noun, i.id, i.state, i.entry_id, i.party_id, i.currency,
        case i.direction when 'customer' then '62' else '60' end as code,
        g.gross * case i.direction when 'customer' then 1 else -1 end * case i.kind when 'invoice' then 1 else -1 end as amount
      from finance.invoice as i join gross as g on g.id = i.id where i.state in ('posted', 'reversed')
      union all
      select 'payment', p.id, p.state, p.entry_id, p.party_id, p.currency,
        case p.side when 'customer' then '6202' else '6002' end, case p.direction when 'in' then -p.amount else p.amount end
      from finance.payment as p where p.state in ('posted', 'reversed')),
    -- What allocations took from each.
    taken as (
      select case when o.invoice_id is not null then 'invoice' else 'payment' end as noun,
        coalesce(o.invoice_id, o.payment_id) as id, sum(k.amount) as amount, sum(k.base) as base
      from finance.allocation as a
      cross join lateral (values (a.debit_item_id, a.debit_amount, a.debit_base),
        (a.credit_item_id, -a.credit_amount, -a.credit_base)) as k (item_id, amount, base)
      join finance.open_item as o on o.id = k.item_id
      group by 1, 2)
    """

  private static let subLedger: [SQL] = [
    """
    with \(posted)
    select concat_ws(' ', 'account', k.code, 'party', k.party_id, k.currency, 'is out by', sum(k.amount)) as fault
    from (
      select a.code, l.party_id, l.currency, l.amount from finance.entry_line as l
      join finance.account as a on a.id = l.account_id and a.code in ('62', '60', '6202', '6002')
      union all
      select d.code, d.party_id, d.currency, -d.amount from document as d
      union all
      select d.code, d.party_id, d.currency, t.amount from taken as t
      join document as d on d.noun = t.noun and d.id = t.id) as k
    group by k.code, k.party_id, k.currency having sum(k.amount) <> 0
    """,
    // In the currency of the books: what each was posted at, what revaluations left there, less what was taken.
    """
    with \(posted)
    select concat_ws(' ', 'account', k.code, 'party', k.party_id, k.currency, 'is out in the books by', sum(k.base)) as fault
    from (
      select a.code, l.party_id, l.currency, l.debit - l.credit as base from finance.entry_line as l
      join finance.account as a on a.id = l.account_id and a.code in ('62', '60', '6202', '6002')
      union all
      select d.code, d.party_id, d.currency, l.credit - l.debit from document as d
      join finance.entry_line as l on l.entry_id = d.entry_id
      join finance.account as a on a.id = l.account_id and a.code = d.code
      union all
      select d.code, d.party_id, d.currency, t.base from taken as t join document as d on d.noun = t.noun and d.id = t.id
      union all
      select a.code, r.party_id, r.currency, -r.kept from finance.revaluation_line as r
      join finance.revaluation as v on v.id = r.revaluation_id and v.state = 'posted'
      join finance.account as a on a.id = r.account_id
      where r.open_item_id is not null) as k
    group by k.code, k.party_id, k.currency having sum(k.base) <> 0
    """,
  ]

  private static let items: [SQL] = [
    // Nothing is left below zero, of any, on either side.
    """
    with \(posted)
    select concat_ws(' ', d.noun, d.id, 'of', d.amount, 'was settled by', t.amount) as fault
    from document as d join taken as t on t.noun = d.noun and t.id = d.id
    where t.amount * sign(d.amount) not between 0 and abs(d.amount) or d.state = 'reversed' and t.amount <> d.amount
    """,
    """
    select concat_ws(' ', 'item', o.id, 'says', o.settled, 'of', o.amount, 'is settled, allocations', s.amount, s.base) as fault
    from finance.open_item as o
    cross join lateral (
      select coalesce(sum(case when a.debit_item_id = o.id then a.debit_amount else a.credit_amount end), 0) as amount,
        coalesce(sum(case when a.debit_item_id = o.id then a.debit_base else a.credit_base end), 0) as base
      from finance.allocation as a where o.id in (a.debit_item_id, a.credit_item_id)) as s
    where o.settled <> s.amount or o.settled_base <> s.base or s.amount not between 0 and abs(o.amount)
      or (o.settled_on is null) <> (s.amount < abs(o.amount))
      or s.amount = abs(o.amount) and s.base <> abs(o.base_amount + o.revalued)
    """,
    // What is left since the last revaluation is carried at its rate.
    """
    select concat_ws(' ', 'item', o.id, 'is carried at', k.base, 'though', l.left_amount, 'are left at', l.rate) as fault
    from finance.open_item as o
    cross join lateral (select abs(o.base_amount + o.revalued) - o.settled_base as base) as k
    cross join lateral (
      select r.rate, r.amount, r.left_amount, v.entry_id from finance.revaluation_line as r
      join finance.revaluation as v on v.id = r.revaluation_id and v.state = 'posted'
      where r.open_item_id = o.id order by v.revalued_on desc limit 1) as l
    where l.left_amount <= abs(l.amount) and abs(k.base - l.left_amount * l.rate) > 0.011
      and not exists (
        select from finance.allocation as a where o.id in (a.debit_item_id, a.credit_item_id) and a.entry_id > l.entry_id)
    """,
    """
    select concat_ws(' ', 'allocation', a.id, 'has a difference of', a.credit_base - a.debit_base, 'and an entry of', s.base)
      as fault
    from finance.allocation as a
    cross join lateral (
      select coalesce(sum(l.credit - l.debit), 0) as base, count(*) as lines from finance.entry_line as l
      join finance.account as k on k.id = l.account_id and k.code in ('9101', '9102') where l.entry_id = a.entry_id) as s
    where a.kind = 'allocation' and (s.base <> a.credit_base - a.debit_base or s.lines > 1)
    """,
  ]

  private static let documents: [SQL] = [
    """
    with \(gross)
    select concat_ws(' ', 'invoice', i.id, 'of', g.gross, 'was credited with', sum(h.gross)) as fault
    from finance.invoice as i join gross as g on g.id = i.id
    join finance.invoice as c on c.credits_id = i.id and c.state = 'posted' join gross as h on h.id = c.id
    group by i.id, g.gross, i.state having sum(h.gross) > g.gross or i.state <> 'posted'
    """,
    // Each document has one entry, which a reversal takes back; no entry of documents is without its document.
    """
    with \(posted)
    select concat_ws(' ', d.noun, d.id, d.state, 'has an entry that is not') as fault
    from document as d
    where (d.state = 'reversed') <> exists (select from finance.entry as e where e.reverses_id = d.entry_id)
    union all
    select concat_ws(' ', 'entry', e.number, 'has no document') as fault
    from finance.entry as e
    where e.origin = 'document' and e.reverses_id is null and not exists (select from document as d where d.entry_id = e.id)
      and not exists (select from finance.allocation as a where a.entry_id = e.id)
      and not exists (select from finance.revaluation as v where e.id in (v.entry_id, v.return_entry_id))
    """,
    // The taxes of the ledger are those of the books of sales and purchases.
    """
    select concat_ws(' ', 'tax of', a.code, 'is out by', sum(l.debit - l.credit)) as fault
    from finance.entry_line as l join finance.account as a on a.id = l.account_id and a.code in ('68', '19')
    where not exists (select from finance.tax_line as t where t.entry_line_id = l.id and t.part = 'tax')
    group by a.code
    """,
  ]
}
