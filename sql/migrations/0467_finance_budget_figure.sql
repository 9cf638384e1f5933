-- 0467_finance_budget_figure: budget versus actual.
-- Why: the plan beside what was spent and promised, month by month and from the beginning of the year. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: drop the view and function.
create function finance.budget_figure(p_at date default null, p_as_of timestamptz default null)
returns table (id bigint, budget_id bigint, budget text, department_id bigint, department text, fiscal_year_id bigint,
  account_id bigint, code text, name text, month date, planned numeric, actual numeric, ordered numeric,
  requested numeric, remaining numeric, planned_to_date numeric, actual_to_date numeric, used_percent numeric)
language sql stable rows 100 set search_path = pg_catalog
begin atomic
  select (b.id * 1000000 + m.account_id) * 10000
      + mod(extract(year from m.month)::bigint * 12 + extract(month from m.month)::bigint, 10000),
    b.id, b.name, b.department_id, d.name, b.fiscal_year_id, a.id, a.code, a.name, m.month, m.planned, m.actual,
    m.ordered, m.requested, m.plan_held - m.actual_held - m.ordered_held, m.planned_to_date, m.actual_to_date,
    round(100 * m.actual_held / nullif(m.plan_held, 0), 2)
  from finance.budget as b
  cross join lateral finance.budget_standing(b.id, null, coalesce(p_at, 'infinity'), p_as_of) as m
  join finance.account as a on a.id = m.account_id
  left join access.department as d on d.id = b.department_id
  where b.state = 'approved';
end;
comment on function finance.budget_figure is 'Budget versus actual. | План и факт.';
grant execute on function finance.budget_figure to crm_service, crm_limited, crm_reader, crm_report;
create view finance.budget_figure with (security_invoker = true) as
select f.id, f.budget_id, f.budget, f.department_id, f.department, f.fiscal_year_id, f.account_id, f.code, f.name,
  f.month, f.planned, f.actual, f.ordered, f.requested, f.remaining, f.planned_to_date, f.actual_to_date, f.used_percent
from finance.budget_figure() as f;
comment on view finance.budget_figure is
  'Budget figures: plan, spending and promises of approved budgets by account and month; entries until today or as asked. | План и факт: план, расход и обязательства утверждённых бюджетов по счетам и месяцам; проводки по сегодня или как задано.';
comment on column finance.budget_figure.id is 'Number: of budget, account and month. | Номер: бюджета, счёта и месяца.';
comment on column finance.budget_figure.budget_id is 'Budget number: as a record. | Номер бюджета: номер записи.';
comment on column finance.budget_figure.budget is 'Budget: its name. | Бюджет: название.';
comment on column finance.budget_figure.department_id is 'Department number: whose plan. | Номер отдела: чей план.';
comment on column finance.budget_figure.department is 'Department: with all below it; empty for the whole enterprise. | Отдел: вместе с нижестоящими; пусто — всё предприятие.';
comment on column finance.budget_figure.fiscal_year_id is 'Year number: as a record. | Номер года: номер записи.';
comment on column finance.budget_figure.account_id is 'Account number: as a record. | Номер счёта: номер записи.';
comment on column finance.budget_figure.code is 'Account: its code. | Счёт: код.';
comment on column finance.budget_figure.name is 'Name: of the account. | Название: счёта.';
comment on column finance.budget_figure.month is 'Month: its first day. | Месяц: его первый день.';
comment on column finance.budget_figure.planned is 'Planned: in the currency of the books. | План: в валюте учёта.';
comment on column finance.budget_figure.actual is 'Actual: what was posted. | Факт: проведено.';
comment on column finance.budget_figure.ordered is 'Ordered: and not invoiced yet, as of now. | Заказано: и ещё не выставлено, на сейчас.';
comment on column finance.budget_figure.requested is 'Requested: and not ordered yet, as of now. | Запрошено: и ещё не заказано, на сейчас.';
comment on column finance.budget_figure.remaining is
  'Remaining: of the plan of the month; of a cumulative budget of the plan from the beginning of the year through it. | Остаток: плана месяца; у бюджета нарастающим итогом — плана с начала года по этот месяц.';
comment on column finance.budget_figure.planned_to_date is 'Planned to date: from the beginning of the year. | План нарастающим итогом: с начала года.';
comment on column finance.budget_figure.actual_to_date is 'Actual to date: from the beginning of the year. | Факт нарастающим итогом: с начала года.';
comment on column finance.budget_figure.used_percent is
  'Used, in percent: of the same plan as what remains. | Использовано, %: того же плана, что и остаток.';
grant select on finance.budget_figure to crm_service, crm_limited, crm_reader, crm_report;
select finance.permit_report('budget_figures');
