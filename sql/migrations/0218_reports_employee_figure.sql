-- 0218_reports_employee_figure: what everybody has done in each month, how far on time and how fast.
-- Why: the efficiency of an employee, reckoned from his tasks and hours. Two rights meet: that to these figures says
-- whose one sees, those to tasks and time what of it counts; who sees half of somebody's tasks sees half of his figures.
-- Whoever has an account is counted by it; the employee is who had it in that month. Kind: expand. Locks: none. Time:
-- milliseconds. Reversible: drop the view.
create view reports.employee_figure with (security_invoker = true) as
select
  f.account_id * 1000000 + extract(year from f.month)::bigint * 12 + extract(month from f.month)::bigint as id,
  f.month,
  f.account_id,
  e.id as employee_id,
  a.department_id,
  f.tasks_done,
  f.tasks_due,
  f.tasks_on_time,
  f.on_time_percent,
  f.tasks_timed,
  f.response_seconds,
  f.response_hours,
  f.response_hours_median,
  f.lead_seconds,
  f.lead_hours,
  f.lead_hours_median,
  f.minutes,
  f.billable_minutes,
  f.hours
from (
  select
    f.account_id,
    f.month,
    sum(f.tasks_done) as tasks_done,
    sum(f.tasks_due) as tasks_due,
    sum(f.tasks_on_time) as tasks_on_time,
    round(100.0 * sum(f.tasks_on_time) / nullif(sum(f.tasks_due), 0), 2) as on_time_percent,
    count(f.lead_seconds) as tasks_timed,
    sum(f.response_seconds)::bigint as response_seconds,
    round(avg(f.response_seconds) / 3600, 2) as response_hours,
    round((percentile_cont(0.5) within group (order by f.response_seconds) / 3600)::numeric, 2)
      as response_hours_median,
    sum(f.lead_seconds)::bigint as lead_seconds,
    round(avg(f.lead_seconds) / 3600, 2) as lead_hours,
    round((percentile_cont(0.5) within group (order by f.lead_seconds) / 3600)::numeric, 2)
      as lead_hours_median,
    sum(f.minutes) as minutes,
    sum(f.billable_minutes) as billable_minutes,
    round(sum(f.minutes) / 60.0, 2) as hours
  from reports.work_fact as f
  group by f.account_id, f.month
) as f
join access.account as a on a.id = f.account_id
left join lateral (
  select o.id from staff.employee as o where o.account_id = f.account_id
  order by o.hired_on < f.month + interval '1 month' and coalesce(o.left_on >= f.month, true) desc,
    o.archived_at is null desc, o.hired_on desc, o.id desc
  limit 1
) as e on true
where (select access.everything('employee_figures', 'read'))
  or f.account_id = any ((select access.owners('employee_figures', 'read'))::bigint[])
  or a.department_id = any ((select access.departments('employee_figures', 'read'))::bigint[]);
comment on view reports.employee_figure is
  'Figures of an employee: his tasks and hours in a month, as far as the reader sees them. | Показатели сотрудника: его задачи и часы за месяц, насколько их видит читающий.';
comment on column reports.employee_figure.id is 'Number: of account and month. | Номер: учётной записи и месяца.';
comment on column reports.employee_figure.account_id is 'Account: whose work it was. | Учётная запись: чья работа.';
comment on column reports.employee_figure.employee_id is
  'Employee: who had the account in that month. | Сотрудник: чья учётная запись в том месяце.';
comment on column reports.employee_figure.department_id is
  'Department: of the account, today. | Отдел: учётной записи, сегодня.';
comment on column reports.employee_figure.month is
  'Month: its first day; of closing or working. | Месяц: его первый день; закрытия или работы.';
comment on column reports.employee_figure.tasks_done is
  'Tasks done: in the month; cancelled ones do not count. | Сделано задач: за месяц; отменённые не в счёт.';
comment on column reports.employee_figure.tasks_due is
  'Tasks due: those of them that had a due date. | Задач со сроком: из них имели срок.';
comment on column reports.employee_figure.tasks_on_time is
  'Tasks on time: those of them that were done by then. | В срок: из них сделаны к сроку.';
comment on column reports.employee_figure.on_time_percent is
  'On time: of the tasks that had a due date, in percent. | В срок, %: доля среди задач со сроком.';
comment on column reports.employee_figure.tasks_timed is
  'Tasks timed: those done of whose beginning something is known. | Задач с временем: сделанные, начало которых известно.';
comment on column reports.employee_figure.response_seconds is
  'Response, total: seconds from the beginning of these until somebody took them up. | Реакция всего: секунд от их появления до начала работы.';
comment on column reports.employee_figure.response_hours is
  'Response: the mean of it, in hours by the clock. | Реакция: среднее, в астрономических часах.';
comment on column reports.employee_figure.response_hours_median is
  'Response, median: in hours by the clock. | Реакция, медиана: в астрономических часах.';
comment on column reports.employee_figure.lead_seconds is
  'Lead time, total: seconds from the beginning of these until they were done. | Срок выполнения всего: секунд от их появления до завершения.';
comment on column reports.employee_figure.lead_hours is
  'Lead time: the mean of it, in hours by the clock. | Срок выполнения: среднее, в астрономических часах.';
comment on column reports.employee_figure.lead_hours_median is
  'Lead time, median: in hours by the clock. | Срок выполнения, медиана: в астрономических часах.';
comment on column reports.employee_figure.minutes is
  'Minutes: that were worked in the month. | Минуты: отработано за месяц.';
comment on column reports.employee_figure.billable_minutes is
  'Billable minutes: those of them that the client pays for. | Минуты к оплате: из них оплачивает клиент.';
comment on column reports.employee_figure.hours is 'Hours: the minutes, in hours. | Часы: те же минуты в часах.';
grant select on reports.employee_figure to crm_service, crm_limited, crm_reader, crm_report;
select staff.permit('{administrator,read_only,auditor}', '{employee_figures}', '{read}', 'all'),
  staff.permit('{administrator,auditor}', '{employee_figures}', '{export}', 'all'),
  staff.permit('{head_of_department}', '{employee_figures}', '{read,export}', 'below'),
  staff.permit('{sales,purchasing,accountant,hr}', '{employee_figures}', '{read}', 'own');
