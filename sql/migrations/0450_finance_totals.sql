-- 0450_finance_totals: what was posted until a day, as it was known at an instant; the trial balance.
-- Why: every report begins with balances at a day. Kept balances give them by years before, months of the running year
-- and days of the running month; what was entered after the instant that is asked for is taken away again. Kind:
-- expand. Locks: none. Time: milliseconds. Reversible: drop the functions and views.

-- What was entered after an instant; nothing at once where none is asked for. Planned for what is asked: late entries are
-- few, and a plan for any number of them would read all lines.
create function finance.totals_since(p_at date, p_as_of timestamptz)
returns table (account_id bigint, department_id bigint, currency text, debit numeric, credit numeric, amount numeric)
language plpgsql stable rows 100 set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
begin
  if p_as_of is not null then
    return query
    select l.account_id, l.department_id, l.currency, sum(l.debit), sum(l.credit), sum(l.amount)
    from finance.entry as e join finance.entry_line as l on l.entry_id = e.id and l.posted_on = e.posted_on
    where e.created_at > p_as_of and e.posted_on <= p_at
    group by l.account_id, l.department_id, l.currency;
  end if;
end
$$;
comment on function finance.totals_since is
  'What was entered after an instant and posted until a day. | Внесённое после момента и проведённое до дня включительно.';

-- Runs as who asks: balances and entries are seen by the rights to entries.
create function finance.totals_until(p_at date, p_as_of timestamptz default null)
returns table (account_id bigint, department_id bigint, currency text, debit numeric, credit numeric, amount numeric)
language sql stable rows 1000 set search_path = pg_catalog
begin atomic
  select t.account_id, t.department_id, t.currency, sum(t.debit), sum(t.credit), sum(t.amount)
  from (
    select b.account_id, b.department_id, b.currency, b.debit, b.credit, b.amount
    from finance.balance as b
    where b.grain = 'year' and b.starts_on < date_trunc('year', (p_at + 1)::timestamp)::date
    union all
    select b.account_id, b.department_id, b.currency, b.debit, b.credit, b.amount
    from finance.balance as b
    where b.grain = 'month' and b.starts_on >= date_trunc('year', (p_at + 1)::timestamp)::date
      and b.starts_on < date_trunc('month', (p_at + 1)::timestamp)::date
    union all
    select b.account_id, b.department_id, b.currency, b.debit, b.credit, b.amount
    from finance.balance as b
    where b.grain = 'day' and b.starts_on >= date_trunc('month', (p_at + 1)::timestamp)::date and b.starts_on <= p_at
    union all
    select s.account_id, s.department_id, s.currency, -s.debit, -s.credit, -s.amount
    from finance.totals_since(p_at, p_as_of) as s) as t
  group by t.account_id, t.department_id, t.currency;
end;
comment on function finance.totals_until is
  'What was posted until a day, as known at an instant. | Обороты до дня включительно, как известно на момент.';

-- The first day of the year of the books, or of the calendar where there is none.
create function finance.year_start(p_on date) returns date
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce((select y.starts_on from finance.fiscal_year as y where p_on between y.starts_on and y.ends_on),
    date_trunc('year', p_on::timestamp)::date);
end;
comment on function finance.year_start is
  'The first day of a fiscal year. | Первый день финансового года.';
grant execute on function finance.totals_since, finance.totals_until, finance.year_start to crm_service, crm_limited, crm_reader, crm_report;

-- Lines of the ledger keep their party when it becomes one with another; who reads them follows the merge.
create function finance.merged_parties() returns table (party_id bigint, whole_id bigint)
language sql stable security definer rows 10 set search_path = pg_catalog
begin atomic
  with recursive path as (
    select p.id, p.merged_into_id as whole, 1 as step from clients.party as p where p.merged_into_id is not null
    union all
    select t.id, p.merged_into_id, t.step + 1 from path as t join clients.party as p on p.id = t.whole
    where p.merged_into_id is not null and t.step < 100)
  select distinct on (t.id) t.id, t.whole from path as t order by t.id, t.step desc;
end;
comment on function finance.merged_parties is
  'Parties that became one with others. | Контрагенты, слитые с другими.';
grant execute on function finance.merged_parties to crm_service, crm_limited, crm_reader, crm_report;

-- Without sorts: balances are added up by a hash, though the planner expects few.
create function finance.trial_balance(p_from date default null, p_to date default null, p_as_of timestamptz default null,
  p_department_id bigint default null)
returns table (id bigint, code text, name text, type text, parent_id bigint, opening_debit numeric,
  opening_credit numeric, debit numeric, credit numeric, closing_debit numeric, closing_credit numeric, closing numeric)
language sql stable rows 100 set search_path = pg_catalog set enable_sort = off
begin atomic
  select a.id, a.code, a.name, a.type, a.parent_id, greatest(s.opening, 0.0000), greatest(-s.opening, 0.0000), s.debit, s.credit,
    greatest(s.closing, 0.0000), greatest(-s.closing, 0.0000), s.closing
  from (
    select g.account_id, sum(g.opening * (g.debit - g.credit)) as opening,
      sum((g.closing - g.opening) * g.debit) as debit, sum((g.closing - g.opening) * g.credit) as credit,
      sum(g.closing * (g.debit - g.credit)) as closing
    from (
      select t.account_id, t.opening, t.closing, sum(t.debit) as debit, sum(t.credit) as credit
      from (
        select greatest(coalesce(p_to, current_date), d.first - 1) + 1 as behind, d.first
        from (select coalesce(p_from, finance.year_start(coalesce(p_to, current_date))) as first offset 0) as d
        -- Once, not for every row that is compared with them.
        offset 0) as k
      -- As in totals_until for both days, but years before both are read once.
      cross join lateral (
        select b.account_id, b.department_id, b.debit, b.credit,
          (b.starts_on < date_trunc('year', k.first::timestamp)::date)::integer as opening, 1 as closing
        from finance.balance as b
        where b.grain = 'year' and b.starts_on < date_trunc('year', k.behind::timestamp)::date
        union all
        select b.account_id, b.department_id, b.debit, b.credit, 0, 1 from finance.balance as b
        where b.grain = 'month' and b.starts_on >= date_trunc('year', k.behind::timestamp)::date
          and b.starts_on < date_trunc('month', k.behind::timestamp)::date
        union all
        select b.account_id, b.department_id, b.debit, b.credit, 0, 1 from finance.balance as b
        where b.grain = 'day' and b.starts_on >= date_trunc('month', k.behind::timestamp)::date and b.starts_on < k.behind
        union all
        select b.account_id, b.department_id, b.debit, b.credit, 1, 0 from finance.balance as b
        where b.grain = 'month' and b.starts_on >= date_trunc('year', k.first::timestamp)::date
          and b.starts_on < date_trunc('month', k.first::timestamp)::date
        union all
        select b.account_id, b.department_id, b.debit, b.credit, 1, 0 from finance.balance as b
        where b.grain = 'day' and b.starts_on >= date_trunc('month', k.first::timestamp)::date and b.starts_on < k.first
        union all
        select o.account_id, o.department_id, -o.debit, -o.credit, 1, 0 from finance.totals_since(k.first - 1, p_as_of) as o
        union all
        select c.account_id, c.department_id, -c.debit, -c.credit, 0, 1 from finance.totals_since(k.behind - 1, p_as_of) as c) as t
      where p_department_id is null or t.department_id = p_department_id
      group by t.account_id, t.opening, t.closing) as g
    group by g.account_id
  ) as s
  join finance.account as a on a.id = s.account_id
  where s.opening <> 0 or s.debit <> 0 or s.credit <> 0 or s.closing <> 0;
end;
comment on function finance.trial_balance is
  'Opening balances, turnover and closing balances of accounts. | Сальдо на начало, обороты и сальдо на конец по счетам.';
grant execute on function finance.trial_balance to crm_service, crm_limited, crm_reader, crm_report;
create view finance.trial_balance with (security_invoker = true) as
select t.id, t.code, t.name, t.type, t.parent_id, t.opening_debit, t.opening_credit, t.debit, t.credit,
  t.closing_debit, t.closing_credit, t.closing
from finance.trial_balance() as t;
comment on view finance.trial_balance is
  'Trial balance: balances and turnover of each account, from the beginning of the fiscal year until today or as asked. | Оборотно-сальдовая ведомость: сальдо и обороты счетов с начала финансового года по сегодня или как задано.';
comment on column finance.trial_balance.id is 'Account number: as a record. | Номер счёта: номер записи.';
comment on column finance.trial_balance.code is 'Account: its code. | Счёт: код.';
comment on column finance.trial_balance.name is 'Name: of the account. | Название: счёта.';
comment on column finance.trial_balance.type is
  'Type: of the account. | Вид: счёта. {asset=Asset/Актив, liability=Liability/Обязательство, equity=Equity/Капитал, income=Income/Доход, expense=Expense/Расход}';
comment on column finance.trial_balance.parent_id is 'Above: the account to which it belongs. | Выше: вышестоящий счёт.';
comment on column finance.trial_balance.opening_debit is
  'Opening debit: balance before the first day. | Сальдо на начало, дебет: до первого дня.';
comment on column finance.trial_balance.opening_credit is
  'Opening credit: balance before the first day. | Сальдо на начало, кредит: до первого дня.';
comment on column finance.trial_balance.debit is 'Debit: turnover. | Оборот по дебету: за период.';
comment on column finance.trial_balance.credit is 'Credit: turnover. | Оборот по кредиту: за период.';
comment on column finance.trial_balance.closing_debit is
  'Closing debit: balance after the last day. | Сальдо на конец, дебет: после последнего дня.';
comment on column finance.trial_balance.closing_credit is
  'Closing credit: balance after the last day. | Сальдо на конец, кредит: после последнего дня.';
comment on column finance.trial_balance.closing is
  'Closing: debit less credit after the last day. | Сальдо на конец: дебет минус кредит.';
grant select on finance.trial_balance to crm_service, crm_limited, crm_reader, crm_report;

-- Reports are for those who read entries, as far as they read them.
create function finance.permit_report(p_resource text) returns void
language sql set search_path = pg_catalog
begin atomic
  select system.permit('{administrator,accountant,auditor}', array[p_resource], '{read,export}', 'all'),
    system.permit('{head_of_department}', array[p_resource], '{read,export}', 'below'),
    system.permit('{read_only}', array[p_resource], '{read}', 'all');
end;
comment on function finance.permit_report is
  'Permits a report to those who read entries. | Даёт отчёт тем, кто читает проводки.';
select finance.permit_report('trial_balance');
