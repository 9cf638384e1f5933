-- 0486_finance_tie_out_once: a line of the tie-out counts once, though its account has several uses.
-- Why: one account may be that of receivables and of advances; what differed there was told as twice as much. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: restore the function of 0472.
create or replace function finance.tie_out_faults()
returns table (check_name text, subject text, record_id bigint, expected numeric, found numeric)
language sql stable security definer rows 10 set search_path = pg_catalog
begin atomic
  -- Every entry balances and has all its lines.
  select 'entries', e.number, e.id, e.total, least(s.debit, s.credit)
  from finance.entry as e
  left join (
    select l.entry_id, count(*) as lines, sum(l.debit) as debit, sum(l.credit) as credit from finance.entry_line as l
    group by l.entry_id) as s on s.entry_id = e.id
  where (s.lines, s.debit, s.credit) is distinct from (e.line_count::bigint, e.total, e.total)
  union all
  -- Numbers have no gaps.
  select 'numbers', concat_ws(' ', j.code, d.name, s.year), min(s.id), max(s.last), count(*)
  from (
    select e.id, e.journal_id, coalesce(e.department_id, 0) as department_id, extract(year from e.posted_on)::integer as year,
      e.serial, max(e.serial) over (partition by e.journal_id, coalesce(e.department_id, 0), extract(year from e.posted_on)) as last
    from finance.entry as e) as s
  join finance.journal as j on j.id = s.journal_id
  left join access.department as d on d.id = s.department_id
  group by j.code, d.name, s.journal_id, s.department_id, s.year having count(distinct s.serial) <> max(s.last) or min(s.serial) <> 1
  union all
  -- What is kept by year, month and day is what the lines add up to.
  select 'balances', concat_ws(' ', a.code, k.grain, k.starts_on, k.currency), a.id, coalesce(-sum(k.debit - k.credit) filter (where k.sign < 0), 0.0000),
    coalesce(sum(k.debit - k.credit) filter (where k.sign > 0), 0.0000)
  from (
    select 1 as sign, b.account_id, b.department_id, b.currency, b.grain, b.starts_on, b.debit, b.credit, b.amount
    from finance.balance as b
    union all
    select -1, l.account_id, l.department_id, l.currency, g.grain, date_trunc(g.grain, l.posted_on::timestamp)::date,
      -l.debit, -l.credit, -l.amount
    from finance.entry_line as l cross join (values ('year'), ('month'), ('day')) as g (grain)) as k
  join finance.account as a on a.id = k.account_id
  group by a.code, a.id, k.department_id, k.currency, k.grain, k.starts_on
  having (sum(k.debit), sum(k.credit), sum(k.amount)) <> (0, 0, 0)
  union all
  select 'party_balances', concat_ws(' ', a.code, p.name, k.month, k.currency), p.id, coalesce(-sum(k.debit - k.credit) filter (where k.sign < 0), 0.0000),
    coalesce(sum(k.debit - k.credit) filter (where k.sign > 0), 0.0000)
  from (
    select 1 as sign, b.account_id, b.party_id, b.department_id, b.currency, b.month, b.debit, b.credit, b.amount
    from finance.party_balance as b
    union all
    select -1, l.account_id, l.party_id, l.department_id, l.currency, date_trunc('month', l.posted_on::timestamp)::date,
      -l.debit, -l.credit, -l.amount
    from finance.entry_line as l where l.party_id is not null) as k
  join finance.account as a on a.id = k.account_id join clients.party as p on p.id = k.party_id
  group by a.code, p.name, p.id, k.account_id, k.department_id, k.currency, k.month
  having (sum(k.debit), sum(k.credit), sum(k.amount)) <> (0, 0, 0)
  union all
  -- What is open of documents is the balance of their accounts, by party and currency, in both currencies.
  select case when u.receives then 'receivables' else 'payables' end,
    concat_ws(' ', a.code, p.name, k.currency), k.party_id, sum(k.ledger), sum(k.open)
  from (
    select l.account_id, l.party_id, l.currency, l.debit - l.credit as ledger, 0.0000 as open, l.amount as amount
    from finance.entry_line as l
    where l.account_id in (select s.account_id from finance.account_use as s
      where s.use in ('receivable', 'payable', 'advance_received', 'advance_paid'))
    union all
    select i.account_id, i.party_id, i.currency, 0.0000, i.base_amount + i.revalued - sign(i.amount) * i.settled_base,
      -(i.amount - sign(i.amount) * i.settled)
    from finance.open_item as i) as k
  join finance.account as a on a.id = k.account_id
  left join clients.party as p on p.id = k.party_id
  cross join lateral (
    select coalesce(bool_or(s.use in ('receivable', 'advance_received')), false) as receives
    from finance.account_use as s where s.account_id = k.account_id) as u
  group by a.code, p.name, u.receives, k.account_id, k.party_id, k.currency having sum(k.ledger) <> sum(k.open) or sum(k.amount) <> 0
  union all
  -- Allocations are within their documents, and items say what their allocations do.
  select 'allocations', coalesce(v.number, y.number, i.reference, i.id::text), i.id, abs(i.amount), s.amount
  from finance.open_item as i
  left join finance.invoice as v on v.id = i.invoice_id left join finance.payment as y on y.id = i.payment_id
  cross join lateral (
    select coalesce(sum(case when i.amount > 0 then a.debit_amount else a.credit_amount end), 0.0000) as amount
    from finance.allocation as a
    where i.amount > 0 and a.debit_item_id = i.id or i.amount < 0 and a.credit_item_id = i.id) as s
  where s.amount > abs(i.amount) or s.amount < 0 or s.amount <> i.settled
  union all
  -- A posted invoice is in the ledger with what it comes to.
  select 'invoices', i.number, i.id, s.gross, o.amount
  from finance.invoice as i cross join lateral finance.invoice_sums(i.id) as s
  cross join lateral (select abs(sum(k.amount)) as amount from finance.open_item as k where k.invoice_id = i.id) as o
  where i.state in ('posted', 'reversed') and s.gross is distinct from o.amount
  union all
  -- No more was received than was ordered, with what the order allows beyond it.
  select 'received', concat_ws(' ', o.number, l.place), l.id,
    round(l.quantity * (100 + coalesce(o.over_receipt_percent, 0)) / 100, 6), r.quantity
  from purchasing.purchase_order_line as l join purchasing.purchase_order as o on o.id = l.order_id
  cross join lateral (select purchasing.received_quantity(l.id) as quantity) as r
  where r.quantity > l.quantity * (100 + coalesce(o.over_receipt_percent, 0)) / 100
  union all
  -- A reconciled statement has the balance of its account.
  select 'bank', concat_ws(' ', b.name, s.number_given, s.ends_on), s.id, finance.money_on(b.id, s.ends_on), s.closing
  from finance.bank_statement as s join finance.bank_account as b on b.id = s.bank_account_id
  where s.state = 'reconciled' and s.ends_on = b.reconciled_through and s.closing is not null
    and finance.money_on(b.id, s.ends_on) <> s.closing
    and not exists (select from finance.bank_statement as k
      where k.bank_account_id = s.bank_account_id and k.state = 'reconciled' and k.ends_on = s.ends_on and k.id > s.id)
  union all
  -- Opening balances are in the ledger.
  select 'opening_balances', concat_ws(' ', a.code, o.reference), o.id, o.base_amount, l.debit - l.credit
  from finance.opening_balance as o join finance.account as a on a.id = o.account_id
  left join finance.entry_line as l on l.entry_id = o.entry_id and l.position = 1
  where l.debit - l.credit is distinct from o.base_amount
    or (o.state = 'reversed') <> exists (select from finance.entry as e where e.reverses_id = o.entry_id)
  union all
  -- Closed years were carried over as they stand in the ledger, without income and expenses.
  select 'carried_balances', concat_ws(' ', y.name, a.code, k.currency), a.id, sum(k.ledger), sum(k.carried)
  from (
    select b.fiscal_year_id, b.account_id, b.currency, 0.0000 as ledger, b.balance as carried, -b.amount as amount
    from finance.carried_balance as b
    union all
    select y.id, l.account_id, l.currency, l.debit - l.credit, 0.0000, l.amount
    from finance.fiscal_year as y join finance.entry_line as l on l.posted_on <= y.ends_on where y.state <> 'open') as k
  join finance.fiscal_year as y on y.id = k.fiscal_year_id join finance.account as a on a.id = k.account_id
  group by y.name, y.id, a.code, a.id, k.currency having sum(k.ledger) <> sum(k.carried) or sum(k.amount) <> 0
    or y.id in (select f.id from finance.fiscal_year as f where f.state <> 'open')
      and a.type in ('income', 'expense') and sum(k.ledger) <> 0
  union all
  -- Each year has its partition, guarded; an archived one takes nothing and is what it was.
  select 'years', f.subject, f.fiscal_year_id, f.expected, f.found from finance.year_part_faults() as f;
end;
