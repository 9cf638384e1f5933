-- 0386_finance_ledger_faults: what is false in the ledger; nothing, ever.
-- Why: triggers keep it true; that they did is asked after a restore, a crash or a hand that took them away. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: drop the function.
create function finance.ledger_faults() returns table (rule text, object text, fault text)
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
  having sum(s.debit) <> 0 or sum(s.credit) <> 0 or sum(s.amount) <> 0;
end;
comment on function finance.ledger_faults is
  'What is false in the ledger; nothing, ever. | Что неверно в книге; всегда ничего.';
