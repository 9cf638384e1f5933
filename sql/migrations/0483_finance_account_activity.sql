-- 0483_finance_account_activity: to which activity money belongs that comes of an account or goes for it.
-- Why: the cash flow told it from the type of the account, so that wages and taxes owed were financing and goods were
-- investing. Loans, owners and what is held for long are told by the chart now, the rest is operating, as IAS 7 and PBU
-- 23/2011 have it; what stood on the accounts at the beginning comes of none. Kind: expand. Locks: finance.account, ACCESS
-- EXCLUSIVE, milliseconds. Time: milliseconds. Reversible: restore the functions of 0371, 0383 and 0453; drop the columns.
alter table finance.account add column activity text
  constraint account_activity_known check (activity in ('operating', 'investing', 'financing'));
comment on column finance.account.activity is
  'Activity: of money that comes of it or goes for it; a new account has that of the one above; without any, equity is financing and others are operating. | Деятельность: к которой относятся деньги по счёту; новый счёт берёт её у вышестоящего; без неё капитал — финансовая, прочие — текущая. {operating=Operating/Текущая, investing=Investing/Инвестиционная, financing=Financing/Финансовая}';
comment on constraint account_activity_known on finance.account is
  'The activity is operating, investing or financing. | Деятельность: operating, investing или financing.';
grant insert (activity), update (activity) on finance.account to crm_service;
alter table finance.chart_account add column activity text;
comment on column finance.chart_account.activity is
  'Activity: of money that comes of it or goes for it. | Деятельность: к которой относятся деньги по счёту. {operating=Operating/Текущая, investing=Investing/Инвестиционная, financing=Financing/Финансовая}';

update finance.chart_account as a set activity = k.activity
from finance.chart as c
join (values
  ('russian_94n', 'investing', '{01,02,03,04,05,07,08,08.01,08.02,08.03,08.04,08.05,08.08,55.03,58,58.01,58.02,58.03,58.04,59,73.01,76.03}'),
  ('russian_94n', 'financing', '{66,67,75,75.01,75.02}'),
  ('generic', 'investing', '{15,1510,1520,1530,1540,1590}'), ('generic', 'financing', '{22,2210,2220}'))
  as k (chart, activity, codes) on k.chart = c.code
where a.chart_id = c.id and a.code = any (k.codes::text[]);
-- Those that were taken over and are called so still, and what was opened below them.
update finance.account as a set activity = c.activity
from finance.chart_account as c where c.activity is not null and c.code = a.code and c.name = a.name;
with recursive below as (
  select a.id, a.activity from finance.account as a where a.activity is not null
  union all
  select a.id, b.activity from below as b join finance.account as a on a.parent_id = b.id and a.activity is null)
update finance.account as a set activity = b.activity from below as b where b.id = a.id and a.activity is null;

create or replace function finance.tidy_account() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  above finance.account;
begin
  select * into above from finance.account as p where p.id = new.parent_id;
  new.type := coalesce(new.type, above.type);
  new.code := nullif(btrim(new.code), '');
  if tg_op = 'INSERT' then
    new.activity := coalesce(new.activity, above.activity);
  end if;
  return new;
end
$$;
comment on function finance.tidy_account is
  'Gives an account the type and the activity of the one above where none is told. | Берёт вид и деятельность вышестоящего счёта, если они не указаны.';

create or replace function finance.adopt_chart(p_chart bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  a record;
begin
  perform licensing.demand_writing();
  if not access.everything('charts', 'adopt') or not exists (select from finance.chart as c where c.id = p_chart) then
    return null;
  end if;
  perform pg_advisory_xact_lock('finance.account'::regclass::bigint);
  for a in
    with recursive tree as (
      select c.*, 1 as depth from finance.chart_account as c where c.chart_id = p_chart and c.parent_code is null
      union all
      select c.*, t.depth + 1 from tree as t
      join finance.chart_account as c on c.chart_id = t.chart_id and c.parent_code = t.code)
    select t.* from tree as t order by t.depth, t.code
  loop
    insert into finance.account (code, name, type, parent_id, by_party, reconcilable, activity)
    select a.code, a.name, a.type, (select p.id from finance.account as p where p.code = a.parent_code), a.by_party,
      a.by_party or 'bank' = any (a.use), a.activity
    on conflict on constraint account_code_key do nothing;
  end loop;
  insert into finance.account_use (use, account_id)
  select u.use, k.id
  from finance.chart_account as c cross join lateral unnest(c.use) as u (use)
  join finance.account as k on k.code = c.code
  where c.chart_id = p_chart and k.archived_at is null
    and not exists (select from finance.account as below where below.parent_id = k.id)
  on conflict on constraint account_use_key do nothing;
  return p_chart;
end
$$;

-- What came of or went for an account of this type, these uses and what it says itself.
create function finance.activity_of(p_type text, p_uses text[], p_told text) returns text
language sql immutable set search_path = pg_catalog
return case
  when p_uses && array['exchange_gain', 'exchange_loss'] then 'exchange'
  when 'opening' = any (p_uses) then 'opening'
  when p_told is not null then p_told
  when p_type = 'equity' then 'financing'
  else 'operating' end;
comment on function finance.activity_of(text, text[], text) is
  'To which activity money belongs. | К какой деятельности относятся деньги.';
grant execute on function finance.activity_of(text, text[], text) to crm_service, crm_limited, crm_reader, crm_report;

create or replace function finance.cash_flow(p_from date default null, p_to date default null, p_as_of timestamptz default null)
returns table (id bigint, account_id bigint, code text, name text, activity text, inflow numeric, outflow numeric,
  net numeric)
language plpgsql stable rows 100 set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare
  last constant date := coalesce(p_to, current_date);
  first constant date := coalesce(p_from, finance.year_start(last));
  money constant bigint[] := finance.money_accounts();
begin
  return query
  select a.id, a.id, a.code, a.name, finance.activity_of(a.type, u.uses, a.activity), s.inflow, s.outflow,
    s.inflow - s.outflow
  from (
    select l.account_id, sum(l.credit) as inflow, sum(l.debit) as outflow
    from finance.entry_line as l
    where l.entry_id in (
        select m.entry_id from finance.entry_line as m join finance.entry as e on e.id = m.entry_id
        where m.account_id = any (money) and m.posted_on between first and last
          and (p_as_of is null or e.created_at <= p_as_of))
      and l.account_id <> all (money)
    group by l.account_id) as s
  join finance.account as a on a.id = s.account_id
  cross join lateral (
    select coalesce(array_agg(k.use), '{}') as uses from finance.account_use as k where k.account_id = a.id) as u;
end
$$;
drop function finance.activity_of(text, text[]);
comment on column finance.cash_flow.activity is
  'Activity: to which it belongs; opening balances are of none. | Деятельность: к которой относится; начальные остатки — ни к какой. {operating=Operating/Текущая, investing=Investing/Инвестиционная, financing=Financing/Финансовая, exchange=Exchange differences/Курсовые разницы, opening=Opening balances/Начальные остатки}';
