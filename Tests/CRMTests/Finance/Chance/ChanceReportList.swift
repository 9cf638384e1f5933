import Postgres
import Support

extension ChanceReports {
  static let all: [Report] =
    [trial, results, sheet, cash] + aged("customer") + aged("supplier")
    + ["sales", "purchase"].map(book)

  /// Lines with their entries and accounts, as they were known.
  private static func lines(_ asked: Question) -> SQL {
    """
    finance.entry_line as l join finance.entry as e on e.id = l.entry_id and \(asked.seen)
    join finance.account as a on a.id = l.account_id
    """
  }

  private static let trial = Report(
    path: { "trial-balance?from=\($0.from)&to=\($0.to)\($0.known)" },
    fields: ["code", "debit", "credit", "closing"],
    expected: { asked in
      """
      select s.code, s.debit::text, s.credit::text, s.closing::text
      from (
        select a.code, coalesce(sum(l.debit) filter (where e.posted_on >= \(asked.from)::date), 0) as debit,
          coalesce(sum(l.credit) filter (where e.posted_on >= \(asked.from)::date), 0) as credit,
          sum(l.debit - l.credit) as closing
        from \(lines(asked)) where e.posted_on <= \(asked.to)::date group by a.code) as s
      where s.debit <> 0 or s.credit <> 0 or s.closing <> 0
      """
    })

  private static let results = Report(
    path: { "profit-and-loss?from=\($0.from)&to=\($0.to)\($0.known)" },
    fields: ["account_id", "department_id", "effect"],
    expected: { asked in
      """
      select a.id::text as account_id, l.department_id::text, sum(l.credit - l.debit)::text as effect
      from \(lines(asked))
      where a.type in ('income', 'expense') and e.posted_on between \(asked.from)::date and \(asked.to)::date
      group by a.id, l.department_id having sum(l.credit - l.debit) <> 0
      """
    })

  private static let sheet = Report(
    path: { "balance-sheet?at=\($0.to)\($0.known)" }, fields: ["id", "debit_balance"],
    expected: { asked in
      """
      select case when a.type in ('income', 'expense') then 0 else a.id end::text as id,
        sum(l.debit - l.credit)::text as debit_balance
      from \(lines(asked)) where e.posted_on <= \(asked.to)::date group by 1 having sum(l.debit - l.credit) <> 0
      """
    })

  private static let cash = Report(
    path: { "cash-flow?from=\($0.from)&to=\($0.to)\($0.known)" },
    fields: ["code", "inflow", "outflow"],
    expected: { asked in
      """
      select a.code, sum(l.credit)::text as inflow, sum(l.debit)::text as outflow
      from \(lines(asked))
      where a.code not in ('50', '51') and e.posted_on between \(asked.from)::date and \(asked.to)::date and exists (
        select from finance.entry_line as m join finance.account as k on k.id = m.account_id and k.code in ('50', '51')
        where m.entry_id = e.id)
      group by a.code
      """
    })

  /// What is open by age and by item, and the statements: of the lines of the accounts of a side, and of allocations.
  private static func aged(_ side: String) -> [Report] {
    let (noun, accounts, sign): (String, SQL, SQL) =
      side == "customer"
      ? ("receivable", "'62', '6202'", "1") : ("payable", "'60', '6002'", "-1")
    // Of each line that is a document's claim: what is left of it by allocations alone.
    let items: @Sendable (Question) -> SQL = { asked in
      """
      select o.id, o.party_id, o.currency, o.due_on, \(sign) * (o.amount - coalesce(t.amount, 0)) as left_over
      from finance.open_item as o join finance.entry_line as l on l.id = o.entry_line_id
      join finance.entry as e on e.id = l.entry_id and \(asked.seen) and e.posted_on <= \(asked.to)::date
      left join (
        select k.item_id, sum(k.amount) as amount from finance.allocation as e
        cross join lateral (values (e.debit_item_id, e.debit_amount), (e.credit_item_id, -e.credit_amount))
          as k (item_id, amount)
        where e.allocated_on <= \(asked.to)::date and \(asked.seen) group by k.item_id) as t on t.item_id = o.id
      where o.side = \(side) and o.amount <> coalesce(t.amount, 0)
      """
    }
    return [
      Report(
        path: { "\(noun)-items?at=\($0.to)\($0.known)" },
        fields: ["id", "currency", "left_amount"],
        expected: {
          "select i.id::text, i.currency, i.left_over::text as left_amount from (\(items($0))) as i"
        }),
      Report(
        path: { "aged-\(noun)s?at=\($0.to)\($0.known)" },
        fields: [
          "party_id", "currency", "items", "not_due", "days_1_15", "days_16_30", "days_31_60",
          "days_61_90", "days_91", "unallocated", "total",
        ],
        expected: { asked in
          """
          select g.party_id::text, g.currency, count(*)::text as items, \(ages), sum(g.left_over)::text as total
          from (
            select i.*, case when i.left_over < 0 then -1 else greatest(\(asked.to)::date - i.due_on, 0) end as days
            from (\(items(asked))) as i) as g
          group by g.party_id, g.currency
          """
        }),
      // The sums in both currencies are those of the ledger.
      Report(
        path: { "aged-\(noun)s?at=\($0.to)\($0.known)" },
        fields: ["party_id", "currency", "total", "total_base"],
        expected: { asked in
          """
          select l.party_id::text, l.currency, (\(sign) * sum(l.amount))::text as total,
            (\(sign) * sum(l.debit - l.credit))::text as total_base
          from \(lines(asked)) where a.code in (\(accounts)) and e.posted_on <= \(asked.to)::date
          group by l.party_id, l.currency
          -- A party of whom every item is settled has no row, and nothing in the ledger.
          having (l.party_id, l.currency) in (select i.party_id, i.currency from (\(items(asked))) as i)
            or sum(l.amount) <> 0 or sum(l.debit - l.credit) <> 0
          """
        }),
      Report(
        path: { "\(side)-statement?kind=line&from=\($0.from)&to=\($0.to)\($0.known)" },
        fields: ["id", "amount", "debit", "credit", "amount_balance", "balance"],
        expected: { asked in
          """
          select s.id::text, s.amount::text, s.debit::text, s.credit::text, s.own::text as amount_balance,
            s.base::text as balance
          from (
            select m.*,
              sum(m.amount) over (partition by m.party_id, m.currency order by m.posted_on, m.entry, m.id) as own,
              sum(m.debit - m.credit) over (partition by m.party_id order by m.posted_on, m.entry, m.id) as base
            from (\(moves(asked, accounts))) as m) as s
          where s.posted_on >= \(asked.from)::date
          """
        }),
    ]
  }

  /// Lines of accounts; those of a party in an entry that allocates only as what is left when they are set off.
  @Sendable private static func moves(_ asked: Question, _ accounts: SQL) -> SQL {
    let allocates: SQL =
      "e.id in (select k.entry_id from finance.allocation as k where k.kind = 'allocation')"
    return """
      select l.id, l.party_id, l.currency, e.posted_on, e.id as entry, l.amount, l.debit, l.credit
      from \(lines(asked)) where a.code in (\(accounts)) and e.posted_on <= \(asked.to)::date and not \(allocates)
      union all
      select n.id, n.party_id, n.currency, n.posted_on, n.entry, n.amount, greatest(n.base, 0), greatest(-n.base, 0)
      from (
        select min(l.id) as id, l.party_id, l.currency, e.posted_on, e.id as entry, sum(l.amount) as amount,
          sum(l.debit - l.credit) as base
        from \(lines(asked)) where a.code in (\(accounts)) and e.posted_on <= \(asked.to)::date and \(allocates)
        group by l.party_id, l.currency, e.posted_on, e.id) as n
      where n.amount <> 0 or n.base <> 0
      """
  }

  private static let ages: SQL = [
    ("not_due", "= 0"), ("days_1_15", "between 1 and 15"), ("days_16_30", "between 16 and 30"),
    ("days_31_60", "between 31 and 60"), ("days_61_90", "between 61 and 90"), ("days_91", "> 90"),
    ("unallocated", "= -1"),
  ].map { name, range in
    """
    coalesce(sum(g.left_over) filter (where g.days \(raw: range)), 0)::text as \(raw: name)
    """ as SQL
  }.joined(", ")

  /// Base and tax of documents by tax: what was posted for each document but on the account of its party.
  /// What the buyer owes the tax of stands in both books.
  @Sendable private static func book(_ name: String) -> Report {
    Report(
      path: { "\(name)-book?from=\($0.from)&to=\($0.to)\($0.known)" },
      fields: ["entry_id", "tax_id", "net", "vat"],
      expected: { asked in
        let (sign, taxes, whose): (SQL, SQL, SQL) =
          name == "sales"
          ? ("-1", "'68'", "i.direction = 'customer' or t.kind = 'reverse_charge'")
          : ("1", "'19'", "i.direction = 'supplier'")
        return """
          select s.entry_id::text, s.tax_id::text, s.net::text, s.vat::text
          from (
            select e.id as entry_id, l.tax_id,
              sum(case when a.code in ('68', '19') then 0.0000
                when i.direction = 'customer' then l.credit - l.debit else l.debit - l.credit end) as net,
              sum(case when a.code = \(taxes) then \(sign) * (l.debit - l.credit) else 0.0000 end) as vat
            from \(lines(asked))
            join finance.invoice as i on i.entry_id = coalesce(e.reverses_id, e.id)
            left join finance.tax as t on t.id = l.tax_id
            where a.code not in ('60', '62') and e.posted_on between \(asked.from)::date and \(asked.to)::date
              and (\(whose))
            group by e.id, l.tax_id) as s
          """
      })
  }
}
