-- 0257_sales_forecast: what is expected in which month, what was planned and what came.
-- Why: plan and forecast are reckoned from the deals that the reader sees. Kind: expand. Locks: none on
-- existing tables. Time: milliseconds. Forward only.
create view sales.forecast with (security_invoker = true) as
select
  hashtextextended(concat_ws('/', f.month, f.owner_id, -1, f.department_id, -1, f.team_id, f.currency), 0)
    & 9007199254740991 as id,
  f.month, f.owner_id, f.department_id, f.team_id, f.currency, f.open_deals, f.open_amount, f.weighted_amount,
  f.won_deals, f.won_amount
from (
  select date_trunc('month', case c.state when 'open' then c.expected_on else c.closed_on end)::date as month,
    c.owner_id, c.department_id, c.team_id, c.currency,
    count(*) filter (where c.state = 'open') as open_deals,
    coalesce(sum(c.amount) filter (where c.state = 'open'), 0)::numeric(19, 4) as open_amount,
    coalesce(sum(c.expected_value) filter (where c.state = 'open'), 0)::numeric(19, 4) as weighted_amount,
    count(*) filter (where c.state = 'won') as won_deals,
    coalesce(sum(c.amount) filter (where c.state = 'won'), 0)::numeric(19, 4) as won_amount
  from sales.deal_card as c where c.state <> 'lost'
  group by 1, 2, 3, 4, 5) as f;
comment on view sales.forecast is
  'Forecast: what is expected and what was won, by month, as far as the reader sees. | Прогноз: ожидаемое и выигранное по месяцам, насколько видит читающий.';
comment on column sales.forecast.id is 'Number: of month, owner and what else it is by. | Номер: месяца, ответственного и прочего.';
comment on column sales.forecast.month is
  'Month: its first day; of expecting, or of winning; empty where nothing is expected yet. | Месяц: первый день; ожидания или победы; пусто, если срока нет.';
comment on column sales.forecast.owner_id is 'Owner: whose deals. | Ответственный: чьи сделки.';
comment on column sales.forecast.department_id is 'Department: whose deals. | Отдел: чьи сделки.';
comment on column sales.forecast.team_id is 'Team: whose deals. | Группа: чьи сделки.';
comment on column sales.forecast.currency is 'Currency: of the amounts. | Валюта: сумм.';
comment on column sales.forecast.open_deals is 'Open deals: how many. | Открыто: сколько сделок.';
comment on column sales.forecast.open_amount is 'Open: all of it. | Открыто на: всего.';
comment on column sales.forecast.weighted_amount is
  'Weighted: each amount by its probability. | Взвешенно: суммы с учётом вероятности.';
comment on column sales.forecast.won_deals is 'Won deals: how many. | Выиграно: сколько сделок.';
comment on column sales.forecast.won_amount is 'Won: all of it. | Выиграно на: всего.';

create table sales.sales_target (
  id bigint generated always as identity constraint sales_target_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint sales_target_owner_fkey references access.account,
  department_id bigint constraint sales_target_department_fkey references access.department,
  team_id bigint constraint sales_target_team_fkey references access.team,
  level text not null default 'owner' constraint sales_target_level_known check (level in ('owner', 'team', 'department')),
  valid_from date not null,
  valid_until date not null,
  amount numeric(19, 4) not null constraint sales_target_amount_range check (amount > 0),
  currency text not null constraint sales_target_currency_fkey references system.currency,
  external_source text,
  external_key text,
  constraint sales_target_dates check (valid_from <= valid_until),
  constraint sales_target_whose check (case level when 'owner' then owner_id when 'team' then team_id
    else department_id end is not null),
  constraint sales_target_no_overlap exclude using gist (level ext.gist_text_ops with =,
    (case level when 'owner' then owner_id when 'team' then team_id else department_id end) ext.gist_int8_ops with =,
    currency ext.gist_text_ops with =, daterange(valid_from, valid_until, '[]') with &&) deferrable initially deferred,
  constraint sales_target_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint sales_target_external_key unique (external_source, external_key)
);
create index sales_target_owner_idx on sales.sales_target (owner_id, valid_from);
create index sales_target_department_idx on sales.sales_target (department_id, valid_from);
create index sales_target_team_idx on sales.sales_target (team_id) where team_id is not null;
create index sales_target_currency_idx on sales.sales_target (currency);
comment on table sales.sales_target is
  'Sales target: how much a seller, a team or a department shall win in a time. | План продаж: сколько продавец, группа или отдел должны выиграть за срок.';
comment on column sales.sales_target.team_id is 'Team: whose target. | Группа: чей план.';
comment on column sales.sales_target.level is
  'Level: whose deals count. | Уровень: чьи сделки считаются. {owner=Owner/Ответственный, team=Team/Группа, department=Department with all below/Отдел с нижестоящими}';
comment on column sales.sales_target.valid_from is 'From: first day. | С: первый день.';
comment on column sales.sales_target.valid_until is 'Until: last day. | По: последний день.';
comment on column sales.sales_target.amount is 'Plan: how much. | План: сколько.';
comment on column sales.sales_target.currency is 'Currency: of the plan. | Валюта: плана.';
comment on constraint sales_target_team_fkey on sales.sales_target is 'There is no such team. | Такой группы нет.';
comment on constraint sales_target_level_known on sales.sales_target is
  'The level is owner, team or department. | Уровень: owner, team или department.';
comment on constraint sales_target_amount_range on sales.sales_target is
  'The plan must be more than nothing. | План должен быть больше нуля.';
comment on constraint sales_target_currency_fkey on sales.sales_target is 'There is no such currency. | Такой валюты нет.';
comment on constraint sales_target_dates on sales.sales_target is
  'The last day lies before the first. | Последний день раньше первого.';
comment on constraint sales_target_whose on sales.sales_target is
  'The target says whose it is: owner, team or department, as its level is. | У плана указано, чей он: ответственный, группа или отдел, по уровню.';
comment on constraint sales_target_no_overlap on sales.sales_target is
  'There is a target for some of these days already. | На часть этих дней план уже есть.';
select clients.describe_common('sales.sales_target'::regclass);
select system.business('sales.sales_target'::regclass);
select access.protect('sales.sales_target'::regclass, 'sales_targets');
insert into system.succession (place, rule, condition, function_name) values
  ('sales.sales_target.owner_id', 'keep', null, null);

create view sales.target_progress with (security_invoker = true) as
select g.id, g.level, g.owner_id, g.department_id, g.team_id, g.valid_from, g.valid_until, g.currency, g.amount,
  w.won_amount, round(100 * w.won_amount / g.amount, 2)::numeric(19, 2) as percent, w.weighted_amount
from sales.sales_target as g
cross join lateral (
  select
    coalesce(sum(c.amount) filter (where c.state = 'won'), 0)::numeric(19, 4) as won_amount,
    coalesce(sum(c.expected_value) filter (where c.state = 'open'), 0)::numeric(19, 4) as weighted_amount
  from sales.deal_card as c
  where c.currency = g.currency
    and case c.state when 'won' then c.closed_on when 'open' then c.expected_on end between g.valid_from and g.valid_until
    and case g.level when 'owner' then c.owner_id = g.owner_id when 'team' then c.team_id = g.team_id
      else c.department_id = any (access.subtree(g.department_id)) end) as w;
comment on view sales.target_progress is
  'Target progress: plan and fact, as far as the reader sees the deals. | Выполнение плана: план и факт, насколько читающий видит сделки.';
comment on column sales.target_progress.id is 'Number: of the target. | Номер: плана.';
comment on column sales.target_progress.level is
  'Level: whose deals count. | Уровень: чьи сделки считаются. {owner=Owner/Ответственный, team=Team/Группа, department=Department with all below/Отдел с нижестоящими}';
comment on column sales.target_progress.owner_id is 'Owner: whose target. | Ответственный: чей план.';
comment on column sales.target_progress.department_id is 'Department: whose target. | Отдел: чей план.';
comment on column sales.target_progress.team_id is 'Team: whose target. | Группа: чей план.';
comment on column sales.target_progress.valid_from is 'From: first day. | С: первый день.';
comment on column sales.target_progress.valid_until is 'Until: last day. | По: последний день.';
comment on column sales.target_progress.currency is 'Currency: of the amounts. | Валюта: сумм.';
comment on column sales.target_progress.amount is 'Plan: how much shall be won. | План: сколько надо выиграть.';
comment on column sales.target_progress.won_amount is 'Fact: won in these days. | Факт: выиграно за эти дни.';
comment on column sales.target_progress.percent is 'Percent: fact of plan. | Процент: факт к плану.';
comment on column sales.target_progress.weighted_amount is
  'Weighted: expected in these days, by probability. | Взвешенно: ожидается за эти дни с учётом вероятности.';
grant select on sales.forecast, sales.target_progress to crm_service, crm_limited, crm_reader, crm_report;
-- Whoever reads the progress of a department reads what lies below it.
grant execute on function access.subtree to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator}', '{sales_targets}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{head_of_department}', '{sales_targets}', '{read,create,update,delete,export}', 'below'),
  system.permit('{sales}', '{sales_targets}', '{read}', 'own'),
  system.permit('{accountant,read_only,auditor}', '{sales_targets}', '{read}', 'all'),
  system.permit('{administrator,accountant,read_only,head_of_department,sales,auditor}',
    '{forecasts,target_progresses}', '{read}', 'all'),
  system.permit('{administrator,auditor}', '{sales_targets,forecasts,target_progresses}', '{export}', 'all');
