-- 0220_reports_firm_figure: what the whole enterprise has done in each month.
-- Why: the efficiency of the firm. Half of it would pass for the whole, so it is for those alone who see all. Kind:
-- expand. Locks: none. Time: milliseconds. Reversible: drop the view.
create view reports.firm_figure with (security_invoker = true) as
select
  extract(year from f.month)::bigint * 12 + extract(month from f.month)::bigint as id,
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
where (select access.everything('firm_figures', 'read') and access.everything('tasks', 'read')
  and access.everything('time_entries', 'read'))
group by f.month;
comment on view reports.firm_figure is
  'Figures of the firm: all tasks and hours of a month. | Показатели фирмы: все задачи и часы за месяц.';
comment on column reports.firm_figure.id is 'Number: of the month. | Номер: месяца.';
comment on column reports.firm_figure.month is
  'Month: its first day; of closing or working. | Месяц: его первый день; закрытия или работы.';
comment on column reports.firm_figure.tasks_done is
  'Tasks done: in the month; cancelled ones do not count. | Сделано задач: за месяц; отменённые не в счёт.';
comment on column reports.firm_figure.tasks_due is
  'Tasks due: those of them that had a due date. | Задач со сроком: из них имели срок.';
comment on column reports.firm_figure.tasks_on_time is
  'Tasks on time: those of them that were done by then. | В срок: из них сделаны к сроку.';
comment on column reports.firm_figure.on_time_percent is
  'On time: of the tasks that had a due date, in percent. | В срок, %: доля среди задач со сроком.';
comment on column reports.firm_figure.tasks_timed is
  'Tasks timed: those done of whose beginning something is known. | Задач с временем: сделанные, начало которых известно.';
comment on column reports.firm_figure.response_seconds is
  'Response, total: seconds from the beginning of these until somebody took them up. | Реакция всего: секунд от их появления до начала работы.';
comment on column reports.firm_figure.response_hours is
  'Response: the mean of it, in hours by the clock. | Реакция: среднее, в астрономических часах.';
comment on column reports.firm_figure.response_hours_median is
  'Response, median: in hours by the clock. | Реакция, медиана: в астрономических часах.';
comment on column reports.firm_figure.lead_seconds is
  'Lead time, total: seconds from the beginning of these until they were done. | Срок выполнения всего: секунд от их появления до завершения.';
comment on column reports.firm_figure.lead_hours is
  'Lead time: the mean of it, in hours by the clock. | Срок выполнения: среднее, в астрономических часах.';
comment on column reports.firm_figure.lead_hours_median is
  'Lead time, median: in hours by the clock. | Срок выполнения, медиана: в астрономических часах.';
comment on column reports.firm_figure.minutes is
  'Minutes: that were worked in the month. | Минуты: отработано за месяц.';
comment on column reports.firm_figure.billable_minutes is
  'Billable minutes: those of them that the client pays for. | Минуты к оплате: из них оплачивает клиент.';
comment on column reports.firm_figure.hours is 'Hours: the minutes, in hours. | Часы: те же минуты в часах.';
grant select on reports.firm_figure to crm_service, crm_limited, crm_reader, crm_report;
select staff.permit('{administrator,read_only,auditor}', '{firm_figures}', '{read}', 'all'),
  staff.permit('{administrator,auditor}', '{firm_figures}', '{export}', 'all');
