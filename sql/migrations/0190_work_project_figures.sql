-- 0190_work_project_figures: what an hour costs and earns, what else a project has cost, and what comes of both.
-- Why: plan and fact are to be compared while something can still be done. Kind: expand. Locks: none on existing
-- tables. Time: milliseconds. Forward only.
create table work.labour_rate (
  id bigint generated always as identity constraint labour_rate_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  account_id bigint not null constraint labour_rate_account_fkey references access.account,
  valid_from date,
  valid_until date,
  cost numeric(19,4) not null constraint labour_rate_cost_range check (cost >= 0),
  price numeric(19,4) not null constraint labour_rate_price_range check (price >= 0),
  currency text not null constraint labour_rate_currency_fkey references system.currency,
  external_source text,
  external_key text,
  constraint labour_rate_dates check (valid_from <= valid_until),
  constraint labour_rate_no_overlap exclude using gist (
    account_id ext.gist_int8_ops with =, daterange(valid_from, valid_until, '[]') with &&),
  constraint labour_rate_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint labour_rate_external_key unique (external_source, external_key)
);
create index labour_rate_account_idx on work.labour_rate (account_id, valid_from);
create index labour_rate_currency_idx on work.labour_rate (currency);
comment on table work.labour_rate is
  'Labour rate: what an hour of somebody costs us, and what a client pays for it. | Ставка: во что обходится час работы и сколько за него платит клиент.';
comment on column work.labour_rate.account_id is 'Account: whose hour. | Учётная запись: чей час.';
comment on column work.labour_rate.valid_from is 'From: first day, open when empty. | С: первый день; пусто — без начала.';
comment on column work.labour_rate.valid_until is 'Until: last day, open when empty. | По: последний день; пусто — без конца.';
comment on column work.labour_rate.cost is 'Cost: of an hour, to us. | Себестоимость: часа, для нас.';
comment on column work.labour_rate.price is 'Price: of an hour, to a client. | Цена: часа, для клиента.';
comment on column work.labour_rate.currency is 'Currency: of cost and price. | Валюта: себестоимости и цены.';
comment on constraint labour_rate_account_fkey on work.labour_rate is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint labour_rate_cost_range on work.labour_rate is
  'The cost must not be negative. | Себестоимость не может быть отрицательной.';
comment on constraint labour_rate_price_range on work.labour_rate is
  'The price must not be negative. | Цена не может быть отрицательной.';
comment on constraint labour_rate_currency_fkey on work.labour_rate is
  'There is no such currency. | Такой валюты нет.';
comment on constraint labour_rate_dates on work.labour_rate is
  'The last day cannot be before the first. | Последний день не может быть раньше первого.';
comment on constraint labour_rate_no_overlap on work.labour_rate is
  'This person has another rate for some of these days. | На часть этих дней у человека уже есть ставка.';
select clients.describe_common('work.labour_rate'::regclass);
select system.business('work.labour_rate'::regclass);
select access.protect_shared('work.labour_rate'::regclass, 'labour_rates');
insert into access.permission (role_id, resource, action, scope)
select r.id, 'labour_rates', a.name, 'all' from access.role as r
join (values ('read'), ('create'), ('update'), ('delete'), ('export'), ('import')) as a (name)
  on r.code = 'administrator' or a.name in ('read', 'export')
where r.code in ('administrator', 'accountant', 'auditor')
on conflict on constraint permission_once do nothing;

create table work.project_cost (
  id bigint generated always as identity constraint project_cost_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  project_id bigint not null
    constraint project_cost_project_fkey references work.project on delete cascade,
  title text not null constraint project_cost_title_length check (length(title) between 1 and 300),
  spent_on date not null default current_date,
  amount numeric(19,4) not null,
  currency text not null constraint project_cost_currency_fkey references system.currency,
  external_source text,
  external_key text,
  constraint project_cost_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint project_cost_external_key unique (external_source, external_key)
);
create index project_cost_project_idx on work.project_cost (project_id, spent_on, id);
create index project_cost_currency_idx on work.project_cost (currency);
comment on table work.project_cost is
  'Cost of a project: what it has cost beside hours. | Расход проекта: затраты помимо часов.';
comment on column work.project_cost.project_id is 'Project: whose cost. | Проект: чей расход.';
comment on column work.project_cost.title is 'Title: for what. | Название: на что.';
comment on column work.project_cost.spent_on is 'Day: when it was spent. | День: когда потрачено.';
comment on column work.project_cost.amount is
  'Amount: in its currency; less than 0 gives something back. | Сумма: в своей валюте; меньше 0 — возврат.';
comment on column work.project_cost.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on constraint project_cost_project_fkey on work.project_cost is
  'There is no such project. | Такого проекта нет.';
comment on constraint project_cost_title_length on work.project_cost is
  'The title must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';
comment on constraint project_cost_currency_fkey on work.project_cost is
  'There is no such currency. | Такой валюты нет.';
select clients.describe_common('work.project_cost'::regclass);
select system.business('work.project_cost'::regclass, 'project_id', 'work.project'::regclass);
select access.protect_child(
  'work.project_cost'::regclass, 'projects', 'project_id', 'work.project'::regclass);
select work.permit('{project_costs}');

-- Money by its currency, since nothing here knows rates of exchange. Hours whose rate the caller may not see, or that
-- have none, are told apart and cost nothing here.
create function work.project_money(p_project bigint) returns jsonb
language sql stable set search_path = pg_catalog
begin atomic
  with spent as (
    select r.currency, sum(e.minutes) as minutes, sum(round(e.minutes * r.cost / 60, 4)) as labour,
      sum(case when e.billable then round(e.minutes * r.price / 60, 4) else 0 end) as value
    from work.time_entry as e join work.labour_rate as r on r.account_id = e.owner_id
      and daterange(r.valid_from, r.valid_until, '[]') @> e.worked_on
    where e.project_id = p_project and e.archived_at is null group by r.currency
  ), costs as (
    select c.currency, sum(c.amount) as amount from work.project_cost as c
    where c.project_id = p_project group by c.currency
  ), budget as (
    select p.currency, p.budget from work.project as p where p.id = p_project and p.budget is not null
  ), unit as (
    select currency from spent union select currency from costs union select currency from budget
  )
  select coalesce(jsonb_agg(jsonb_build_object('currency', u.currency, 'budget', b.budget::text,
      'labour', coalesce(s.labour, 0)::text, 'costs', coalesce(c.amount, 0)::text,
      'spent', (coalesce(s.labour, 0) + coalesce(c.amount, 0))::text,
      'left', (b.budget - coalesce(s.labour, 0) - coalesce(c.amount, 0))::text,
      'value', coalesce(s.value, 0)::text,
      'margin', (coalesce(s.value, 0) - coalesce(s.labour, 0) - coalesce(c.amount, 0))::text)
    order by u.currency), '[]')
  from unit as u left join spent as s using (currency) left join costs as c using (currency)
  left join budget as b using (currency);
end;
comment on function work.project_money is
  'Budget, spending, value and margin of a project by currency, as JSON. | Бюджет, затраты, стоимость работ и прибыль проекта по валютам, в JSON.';

create function work.project_figures(p_project bigint) returns jsonb
language sql stable set search_path = pg_catalog
begin atomic
  select jsonb_build_object('id', p.id, 'name', p.name,
    'tasks', (select jsonb_build_object('all', count(*), 'done', count(*) filter (where t.state = 'done'),
        'late', count(*) filter (where t.closed_at is null and work.is_late(t.due_on, t.due_at, (select work.today()))),
        'estimate', coalesce(sum(t.estimate), 0))
      from work.task as t where t.project_id = p.id and t.archived_at is null and t.state <> 'cancelled'),
    'minutes', (select coalesce(sum(e.minutes), 0) from work.time_entry as e
      where e.project_id = p.id and e.archived_at is null),
    'unpriced_minutes', (select coalesce(sum(e.minutes), 0) from work.time_entry as e
      where e.project_id = p.id and e.archived_at is null and not exists (
        select from work.labour_rate as r where r.account_id = e.owner_id
          and daterange(r.valid_from, r.valid_until, '[]') @> e.worked_on)),
    'by', (select coalesce(jsonb_agg(jsonb_build_object('account_id', w.owner_id, 'service', w.service,
        'party_id', w.party_id, 'minutes', w.minutes) order by w.minutes desc, w.owner_id, w.service), '[]')
      from (select e.owner_id, e.service, e.party_id, sum(e.minutes) as minutes from work.time_entry as e
        where e.project_id = p.id and e.archived_at is null group by 1, 2, 3 order by 4 desc limit 1000) as w),
    'money', work.project_money(p.id))
  from work.project as p where p.id = p_project;
end;
comment on function work.project_figures is
  'Plan and fact of a project, as JSON; null for none that the caller sees. | План и факт проекта, в JSON; null — такого не видно.';
grant execute on function work.project_money, work.project_figures
  to crm_service, crm_limited, crm_reader, crm_report;
