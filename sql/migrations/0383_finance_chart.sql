-- 0383_finance_chart: charts of accounts to begin with, and how one is taken over.
-- Why: nobody types in a chart of accounts; what is taken over is the enterprise's own from then on. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.chart (
  id bigint generated always as identity constraint chart_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  code text not null constraint chart_code_key unique,
  name text not null,
  constraint chart_code_form check (code ~ '^[a-z][a-z0-9_]{0,48}$')
);
comment on table finance.chart is 'Chart: a template of accounts. | План счетов: шаблон.';
comment on column finance.chart.code is 'Code: of the template. | Код: шаблона.';
comment on column finance.chart.name is 'Name: of the template. | Название: шаблона.';
comment on constraint chart_code_key on finance.chart is
  'Another template has this code. | Такой код уже есть у другого шаблона.';
comment on constraint chart_code_form on finance.chart is
  'The code is a word of small letters. | Код — слово строчными латинскими буквами.';
create table finance.chart_account (
  id bigint generated always as identity constraint chart_account_pkey primary key,
  chart_id bigint not null constraint chart_account_chart_fkey references finance.chart on delete cascade,
  code text not null,
  name text not null,
  type text,
  parent_code text,
  by_party boolean not null default false,
  use text[] not null default '{}',
  constraint chart_account_code_key unique (chart_id, code),
  constraint chart_account_parent_fkey foreign key (chart_id, parent_code)
    references finance.chart_account (chart_id, code)
);
create index chart_account_parent_idx on finance.chart_account (chart_id, parent_code);
comment on table finance.chart_account is 'Account of a chart. | Счёт плана счетов.';
comment on column finance.chart_account.id is 'Number: of the record. | Номер: записи.';
comment on column finance.chart_account.chart_id is 'Chart: whose. | План: чей.';
comment on column finance.chart_account.code is 'Code: of the account. | Код: счёта.';
comment on column finance.chart_account.name is 'Name: of the account. | Название: счёта.';
comment on column finance.chart_account.type is
  'Type: what its balance is. | Вид: что показывает остаток. {asset=Asset/Актив, liability=Liability/Обязательство, equity=Equity/Капитал, income=Income/Доход, expense=Expense/Расход}';
comment on column finance.chart_account.parent_code is 'Parent: code of the account above. | Вышестоящий: код счёта над ним.';
comment on column finance.chart_account.by_party is 'By party: each entry names one. | По контрагентам: в каждой проводке.';
comment on column finance.chart_account.use is 'Use: for what postings use it. | Назначение: для каких проводок.';
comment on constraint chart_account_chart_fkey on finance.chart_account is 'There is no such chart. | Такого плана нет.';
comment on constraint chart_account_code_key on finance.chart_account is
  'The chart has this code already. | Такой код в плане уже есть.';
comment on constraint chart_account_parent_fkey on finance.chart_account is
  'There is no such account above. | Такого вышестоящего счёта нет.';
select system.business('finance.chart'::regclass);
select access.protect_shared('finance.chart'::regclass, 'charts');
revoke insert (code, name), update (code, name), delete on finance.chart from crm_service;
alter table finance.chart_account enable row level security;
select access.make_policy('finance.chart_account'::regclass, 'select',
  '(select access.level(''charts'', ''read'')) > 0');
grant select on finance.chart_account to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,accountant}', '{charts}', '{read,adopt,export}', 'all'),
  system.permit('{administrator,accountant}', '{chart_accounts}', '{read,export}', 'all'),
  system.permit('{auditor}', '{charts,chart_accounts}', '{read,export}', 'all'),
  system.permit('{head_of_department,sales,purchasing,read_only}', '{charts,chart_accounts}', '{read}', 'all');

-- Takes over the accounts whose codes are not there, below the ones that are, and the uses that are not set.
create function finance.adopt_chart(p_chart bigint) returns bigint
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
    insert into finance.account (code, name, type, parent_id, by_party, reconcilable)
    select a.code, a.name, a.type, (select p.id from finance.account as p where p.code = a.parent_code), a.by_party,
      a.by_party or 'bank' = any (a.use)
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
comment on function finance.adopt_chart is
  'Takes over a chart of accounts; what is there stays. | Принимает план счетов; имеющееся остаётся.';
grant execute on function finance.adopt_chart to crm_service;
