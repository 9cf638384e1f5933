-- 0482_finance_account_balance_true: are the balances of accounts what the lines come to.
-- Why: as the other kept balances, they are reckoned anew by the tie-out and by who asks after a restore. Kind: expand.
-- Locks: none. Time: milliseconds; asking reads the whole ledger. Reversible: restore the functions of 0386 and 0472.
create function finance.account_balance_faults()
returns table (subject text, account_id bigint, expected numeric, found numeric)
language sql stable security definer rows 10 set search_path = pg_catalog
begin atomic
  select concat_ws(' ', coalesce(a.code, a.name, k.account_id::text), k.grain, k.starts_on), k.account_id,
    coalesce(-sum(k.debit - k.credit) filter (where k.lines), 0.0000),
    coalesce(sum(k.debit - k.credit) filter (where not k.lines), 0.0000)
  from (
    select false as lines, b.account_id, b.grain, b.starts_on, b.debit, b.credit from finance.account_balance as b
    union all
    select true, l.account_id, g.grain, date_trunc(g.grain, l.posted_on::timestamp)::date, -l.debit, -l.credit
    from (
      select e.account_id, e.posted_on, sum(e.debit) as debit, sum(e.credit) as credit
      from finance.entry_line as e group by e.account_id, e.posted_on) as l
    cross join (values ('year'), ('month'), ('day')) as g (grain)) as k
  left join finance.account as a on a.id = k.account_id
  group by a.code, a.name, k.account_id, k.grain, k.starts_on having (sum(k.debit), sum(k.credit)) <> (0, 0);
end;
comment on function finance.account_balance_faults is
  'Balances of accounts that are not what the lines come to; nothing, ever. | Обороты счетов, расходящиеся со строками; всегда ничего.';

create or replace function finance.ledger_faults() returns table (rule text, object text, fault text)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select 'entry_balanced', e.number,
    format('%s lines of %s, debit %s, credit %s, total %s', count(l.id), e.line_count, sum(l.debit), sum(l.credit), e.total)
  from finance.entry as e left join finance.entry_line as l on l.entry_id = e.id and l.posted_on = e.posted_on
  group by e.id, e.number, e.line_count, e.total
  having count(l.id) <> e.line_count or sum(l.debit) is distinct from sum(l.credit) or sum(l.debit) is distinct from e.total
  union all
  select 'entry_day', e.number, format('line %s stands on %s', l.position, l.posted_on)
  from finance.entry_line as l join finance.entry as e on e.id = l.entry_id where l.posted_on <> e.posted_on
  union all
  select 'entry_gapless', min(c.prefix), format('%s numbers given, %s entries, %s to %s', c.last, count(e.id), min(e.serial), max(e.serial))
  from finance.entry_counter as c
  left join finance.entry as e on e.journal_id = c.journal_id and coalesce(e.department_id, 0) = c.department_id
    and extract(year from e.posted_on) = c.year
  group by c.id, c.last having count(e.id) <> c.last or min(e.serial) <> 1 or max(e.serial) <> c.last
  union all
  select 'balance_exact', coalesce(a.code, a.name, s.account_id::text), format('%s from %s', s.grain, s.starts_on)
  from (
    select b.account_id, b.department_id, b.currency, b.grain, b.starts_on, b.debit, b.credit, b.amount from finance.balance as b
    union all
    select l.account_id, l.department_id, l.currency, g.grain,
      date_trunc(g.grain, l.posted_on::timestamp)::date, -l.debit, -l.credit, -l.amount
    from finance.entry_line as l cross join (values ('year'), ('month'), ('day')) as g (grain)) as s
  left join finance.account as a on a.id = s.account_id
  group by s.account_id, a.code, a.name, s.department_id, s.currency, s.grain, s.starts_on
  having sum(s.debit) <> 0 or sum(s.credit) <> 0 or sum(s.amount) <> 0
  union all
  select 'party_balance_exact', s.party_id::text, format('account %s, month from %s', s.account_id, s.month)
  from (
    select b.account_id, b.party_id, b.department_id, b.currency, b.month, b.debit, b.credit, b.amount
    from finance.party_balance as b
    union all
    select l.account_id, l.party_id, l.department_id, l.currency, date_trunc('month', l.posted_on)::date,
      -l.debit, -l.credit, -l.amount
    from finance.entry_line as l where l.party_id is not null) as s
  group by s.account_id, s.party_id, s.department_id, s.currency, s.month
  having sum(s.debit) <> 0 or sum(s.credit) <> 0 or sum(s.amount) <> 0
  union all
  select 'account_balance_exact', f.subject, format('%s of the lines, %s kept', f.expected, f.found)
  from finance.account_balance_faults() as f;
end;

create or replace function finance.tie_out_all()
returns table (id bigint, check_name text, ok boolean, subject text, record_id bigint, expected numeric, found numeric,
  difference numeric)
language sql stable security definer rows 20 set search_path = pg_catalog
begin atomic
  select row_number() over (order by c.place, f.subject, f.record_id), c.name, f.check_name is null, f.subject, f.record_id,
    f.expected, f.found, coalesce(f.found, 0) - f.expected
  from unnest(array['entries', 'numbers', 'balances', 'party_balances', 'receivables', 'payables', 'allocations',
    'invoices', 'received', 'bank', 'opening_balances', 'carried_balances', 'years']) with ordinality as c (name, place)
  left join (
    select k.check_name, k.subject, k.record_id, k.expected, k.found from finance.tie_out_faults() as k
    union all
    select 'balances', k.subject, k.account_id, k.expected, k.found from finance.account_balance_faults() as k)
    as f on f.check_name = c.name;
end;
