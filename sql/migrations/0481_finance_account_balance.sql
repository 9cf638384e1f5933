-- 0481_finance_account_balance: what has been posted to each account by all departments, kept exact.
-- Why: a trial balance of the whole ledger added up the balances of all departments and currencies, some 17,000 rows; of
-- accounts alone there are some 900. Kept by the same trigger as those (0379), in the lane of its transaction. Kind: expand.
-- Locks: finance.entry_line, SHARE ROW EXCLUSIVE, while the rows are made: whoever posts waits, and is told to try again
-- after his lock_timeout. One statement, though it fills: in batches, lines from before the first and from behind it would
-- have to be told apart until the last. Time: some 4 s per million rows of finance.balance, which it reads once. Forward only.
lock table finance.entry_line in share row exclusive mode;
create table finance.account_balance (
  id bigint generated always as identity,
  account_id bigint not null,
  grain text not null constraint account_balance_grain_known check (grain in ('year', 'month', 'day')),
  starts_on date not null,
  lane integer not null,
  debit numeric(25, 4) not null,
  credit numeric(25, 4) not null,
  constraint account_balance_numbers check (debit <> 'NaN' and credit <> 'NaN')
) with (fillfactor = 70);
insert into finance.account_balance (account_id, grain, starts_on, lane, debit, credit)
select b.account_id, b.grain, b.starts_on, 0, sum(b.debit), sum(b.credit) from finance.balance as b
group by b.account_id, b.grain, b.starts_on order by b.grain, b.starts_on, b.account_id;
alter table finance.account_balance add constraint account_balance_pkey primary key (id),
  add constraint account_balance_key unique (grain, starts_on, account_id, lane);
analyze finance.account_balance;
comment on table finance.account_balance is
  'Balance of an account: what was posted to it in a year, in a month, and on a day, by all departments in all currencies. | Обороты счёта: что проведено по нему за год, за месяц и за день всеми отделами во всех валютах.';
comment on column finance.account_balance.id is 'Number: of the row. | Номер: строки.';
comment on column finance.account_balance.account_id is 'Account: whose. | Счёт: чьи.';
comment on column finance.account_balance.grain is
  'Grain: each line counts in a year, a month and a day. | Шаг: каждая строка учтена в годе, месяце и дне. {year=Year/Год, month=Month/Месяц, day=Day/День}';
comment on column finance.account_balance.starts_on is 'Starts on: the first day of it. | Начало: первый день.';
comment on column finance.account_balance.lane is
  'Lane: of those who wrote at once; they are added up. | Дорожка: писавших одновременно; складываются.';
comment on column finance.account_balance.debit is 'Debit: in the currency of the books. | Дебет: в валюте учёта.';
comment on column finance.account_balance.credit is 'Credit: in the currency of the books. | Кредит: в валюте учёта.';
comment on constraint account_balance_grain_known on finance.account_balance is
  'The grain is year, month or day. | Шаг: year, month или day.';
comment on constraint account_balance_key on finance.account_balance is
  'One row for each account, time and lane. | Одна строка на счёт, время и дорожку.';
comment on constraint account_balance_numbers on finance.account_balance is 'A number is needed. | Нужно число.';

-- Seen by who sees the whole ledger.
alter table finance.account_balance enable row level security;
select access.make_policy('finance.account_balance', 'select', '(select access.everything(''entries'', ''read''))');
grant select on finance.account_balance to crm_service, crm_limited, crm_reader, crm_report;

create or replace function finance.keep_balances() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  own constant integer := finance.lane();
begin
  insert into finance.balance as b (account_id, department_id, currency, grain, starts_on, lane, debit, credit, amount)
  select a.account_id, a.department_id, a.currency, g.grain,
    date_trunc(g.grain, a.posted_on::timestamp)::date, own, sum(a.debit), sum(a.credit), sum(a.amount)
  from added as a cross join (values ('year'), ('month'), ('day')) as g (grain)
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict on constraint balance_key do update
  set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit, amount = b.amount + excluded.amount;
  insert into finance.account_balance as b (account_id, grain, starts_on, lane, debit, credit)
  select a.account_id, g.grain, date_trunc(g.grain, a.posted_on::timestamp)::date, own, sum(a.debit), sum(a.credit)
  from added as a cross join (values ('year'), ('month'), ('day')) as g (grain)
  group by 1, 2, 3, 4 order by 2, 3, 1
  on conflict on constraint account_balance_key do update
  set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit;
  insert into finance.party_balance as b (account_id, party_id, department_id, currency, month, lane, debit, credit, amount)
  select a.account_id, a.party_id, a.department_id, a.currency, date_trunc('month', a.posted_on::timestamp)::date, own,
    sum(a.debit), sum(a.credit), sum(a.amount)
  from added as a where a.party_id is not null
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict on constraint party_balance_key do update
  set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit, amount = b.amount + excluded.amount;
  return null;
end
$$;
create trigger account_balance_kept before insert or update or delete or truncate on finance.account_balance
  for each statement execute function finance.refuse_derived_change();
comment on trigger account_balance_kept on finance.account_balance is
  'Keeps balances from any other hand. | Не даёт менять обороты иначе как проводками.';
select finance.always('finance.account_balance'::regclass);

-- Without sorts: balances are added up by a hash, though the planner expects few.
create or replace function finance.trial_balance(p_from date default null, p_to date default null,
  p_as_of timestamptz default null, p_department_id bigint default null)
returns table (id bigint, code text, name text, type text, parent_id bigint, opening_debit numeric,
  opening_credit numeric, debit numeric, credit numeric, closing_debit numeric, closing_credit numeric, closing numeric)
language sql stable rows 100 set search_path = pg_catalog set enable_sort = off
begin atomic
  with day as materialized (
    select d.first, greatest(coalesce(p_to, current_date), d.first - 1) + 1 as behind,
      p_department_id is null and access.everything('entries', 'read') as whole
    from (select coalesce(p_from, finance.year_start(coalesce(p_to, current_date))) as first offset 0) as d)
  select a.id, a.code, a.name, a.type, a.parent_id, greatest(s.opening, 0.0000), greatest(-s.opening, 0.0000), s.debit, s.credit,
    greatest(s.closing, 0.0000), greatest(-s.closing, 0.0000), s.closing
  from (
    select g.account_id, sum(g.opening * (g.debit - g.credit)) as opening,
      sum((g.closing - g.opening) * g.debit) as debit, sum((g.closing - g.opening) * g.credit) as credit,
      sum(g.closing * (g.debit - g.credit)) as closing
    from (
      select t.account_id, t.opening, t.closing, sum(t.debit) as debit, sum(t.credit) as credit
      from (
        -- Both days have the years before them, the months of their year and the days of their month behind them. Who sees
        -- the whole ledger reads the balances of accounts alone, and the others are not touched.
        select b.account_id, k.opening, k.closing, b.debit, b.credit
        from day as d
        cross join lateral (
          select date_trunc('year', d.first::timestamp)::date as first_year,
            date_trunc('month', d.first::timestamp)::date as first_month,
            date_trunc('year', d.behind::timestamp)::date as behind_year,
            date_trunc('month', d.behind::timestamp)::date as behind_month) as s
        cross join lateral (
          values ('year', '-infinity', s.first_year, 1, 1), ('year', s.first_year, s.behind_year, 0, 1),
            ('month', s.first_year, s.first_month, 1, 0), ('month', s.behind_year, s.behind_month, 0, 1),
            ('day', s.first_month, d.first, 1, 0), ('day', s.behind_month, d.behind, 0, 1))
          as k (grain, since, before, opening, closing)
        cross join lateral (
          select b.account_id, b.debit, b.credit from finance.account_balance as b
          where d.whole and b.grain = k.grain and b.starts_on >= k.since and b.starts_on < k.before
          union all
          select b.account_id, b.debit, b.credit from finance.balance as b
          where not d.whole and b.grain = k.grain and b.starts_on >= k.since and b.starts_on < k.before
            and (p_department_id is null or b.department_id = p_department_id)
          -- Else what is not asked for would be read and thrown away.
          offset 0) as b
        union all
        select l.account_id, k.opening, k.closing, -l.debit, -l.credit
        from day as d
        cross join lateral (values (d.first - 1, 1, 0), (d.behind - 1, 0, 1)) as k (at, opening, closing)
        cross join lateral finance.totals_since(k.at, p_as_of) as l
        where p_department_id is null or l.department_id = p_department_id) as t
      group by t.account_id, t.opening, t.closing) as g
    group by g.account_id) as s
  join finance.account as a on a.id = s.account_id
  where s.opening <> 0 or s.debit <> 0 or s.credit <> 0 or s.closing <> 0;
end;
