-- 0219_reports_department_figure: what every department, with all below it, has done in each month.
-- Why: the efficiency of a department. What is counted is the work that belongs to it or to a department below it,
-- whoever did it; the rights are as for employees. Means and medians are those of all its tasks, not of its people. Kind:
-- expand. Locks: none. Time: milliseconds. Reversible: drop the view.
create view reports.department_figure with (security_invoker = true) as
with recursive below (id, part) as (
  select d.id, d.id from access.department as d
  union all
  select b.id, d.id from below as b join access.department as d on d.parent_id = b.part
)
select
  b.id * 1000000 + extract(year from f.month)::bigint * 12 + extract(month from f.month)::bigint as id,
  f.month,
  b.id as department_id,
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
from below as b join reports.work_fact as f on f.department_id = b.part
where (select access.everything('department_figures', 'read'))
  or b.id = any ((select access.departments('department_figures', 'read'))::bigint[])
group by b.id, f.month;
comment on view reports.department_figure is
  'Figures of a department: tasks and hours of it and of all below it in a month, as far as the reader sees them. | Показатели отдела: задачи и часы его и всех нижестоящих за месяц, насколько их видит читающий.';
comment on column reports.department_figure.id is 'Number: of department and month. | Номер: отдела и месяца.';
comment on column reports.department_figure.department_id is
  'Department: with all below it. | Отдел: со всеми нижестоящими.';
comment on column reports.department_figure.month is
  'Month: its first day; of closing or working. | Месяц: его первый день; закрытия или работы.';
comment on column reports.department_figure.tasks_done is
  'Tasks done: in the month; cancelled ones do not count. | Сделано задач: за месяц; отменённые не в счёт.';
comment on column reports.department_figure.tasks_due is
  'Tasks due: those of them that had a due date. | Задач со сроком: из них имели срок.';
comment on column reports.department_figure.tasks_on_time is
  'Tasks on time: those of them that were done by then. | В срок: из них сделаны к сроку.';
comment on column reports.department_figure.on_time_percent is
  'On time: of the tasks that had a due date, in percent. | В срок, %: доля среди задач со сроком.';
comment on column reports.department_figure.tasks_timed is
  'Tasks timed: those done of whose beginning something is known. | Задач с временем: сделанные, начало которых известно.';
comment on column reports.department_figure.response_seconds is
  'Response, total: seconds from the beginning of these until somebody took them up. | Реакция всего: секунд от их появления до начала работы.';
comment on column reports.department_figure.response_hours is
  'Response: the mean of it, in hours by the clock. | Реакция: среднее, в астрономических часах.';
comment on column reports.department_figure.response_hours_median is
  'Response, median: in hours by the clock. | Реакция, медиана: в астрономических часах.';
comment on column reports.department_figure.lead_seconds is
  'Lead time, total: seconds from the beginning of these until they were done. | Срок выполнения всего: секунд от их появления до завершения.';
comment on column reports.department_figure.lead_hours is
  'Lead time: the mean of it, in hours by the clock. | Срок выполнения: среднее, в астрономических часах.';
comment on column reports.department_figure.lead_hours_median is
  'Lead time, median: in hours by the clock. | Срок выполнения, медиана: в астрономических часах.';
comment on column reports.department_figure.minutes is
  'Minutes: that were worked in the month. | Минуты: отработано за месяц.';
comment on column reports.department_figure.billable_minutes is
  'Billable minutes: those of them that the client pays for. | Минуты к оплате: из них оплачивает клиент.';
comment on column reports.department_figure.hours is 'Hours: the minutes, in hours. | Часы: те же минуты в часах.';
grant select on reports.department_figure to crm_service, crm_limited, crm_reader, crm_report;
select staff.permit('{administrator,read_only,auditor}', '{department_figures}', '{read}', 'all'),
  staff.permit('{administrator,auditor}', '{department_figures}', '{export}', 'all'),
  staff.permit('{head_of_department}', '{department_figures}', '{read,export}', 'below'),
  staff.permit('{sales,purchasing,accountant,hr}', '{department_figures}', '{read}', 'department');
