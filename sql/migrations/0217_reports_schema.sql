-- 0217_reports_schema: the area of ready figures, its module, and the facts that figures of work come of.
-- Why: figures are reckoned from the records when they are asked for, so none is ever out of date and each can be
-- followed to its records. What is counted is said once, here; who is counted together, in the views behind. Kind:
-- expand. Locks: none. Time: milliseconds. Reversible: drop the schema.
create schema reports;
comment on schema reports is
  'Reports: figures over the records of all areas. | Отчёты: показатели по записям всех областей.';
grant usage on schema reports to crm_service, crm_limited, crm_reader, crm_report, crm_monitor;
insert into licensing.module_table (place, module) values ('reports', 'reports');

-- One row for each task that is done, in the month in which it was, and one for each entry of time. Whoever does a task
-- gets it, or who answers for it while nobody does. It was there since it was entered, or since the first event that
-- another program tells of, and begun by the first that left it in another state than open. A task that was done already
-- when it was entered, and of which nothing is told, was closed before it was there: nothing is known of its times.
create view reports.work_fact with (security_invoker = true) as
select
  coalesce(t.assignee_id, t.owner_id) as account_id,
  t.department_id,
  t.closed_month as month,
  1 as tasks_done,
  case when t.due_on is not null then 1 else 0 end as tasks_due,
  case when coalesce(t.closed_at <= t.due_at, t.closed_on <= t.due_on) then 1 else 0 end as tasks_on_time,
  case when c.opened_at <= t.closed_at
    then extract(epoch from least(c.begun_at, t.closed_at) - c.opened_at)::bigint end as response_seconds,
  case when c.opened_at <= t.closed_at
    then extract(epoch from t.closed_at - c.opened_at)::bigint end as lead_seconds,
  0 as minutes,
  0 as billable_minutes
from work.task as t
left join lateral (
  select min(e.happened_at) as opened_at, min(e.happened_at) filter (where e.state <> 'open') as begun_at
  from work.task_event as e where e.task_id = t.id) as p on true
cross join lateral (
  select coalesce(p.opened_at, t.created_at) as opened_at, coalesce(p.begun_at, t.begun_at) as begun_at) as c
where t.closed_month is not null and t.state = 'done' and t.archived_at is null
union all
select e.owner_id, e.department_id, e.worked_month, 0, 0, 0, null, null, e.minutes,
  case when e.billable then e.minutes else 0 end
from work.time_entry as e
where e.archived_at is null;
comment on view reports.work_fact is
  'Fact of work: a task that is done, or time that was worked. | Факт работы: сделанная задача или отработанное время.';
comment on column reports.work_fact.account_id is 'Account: whose work it was. | Учётная запись: чья работа.';
comment on column reports.work_fact.department_id is 'Department: whose work it was. | Отдел: чья работа.';
comment on column reports.work_fact.month is
  'Month: its first day; of closing or working. | Месяц: его первый день; закрытия или работы.';
comment on column reports.work_fact.tasks_done is 'Tasks done: 1 for a task. | Сделано задач: 1 у задачи.';
comment on column reports.work_fact.tasks_due is
  'Tasks due: 1 for a task that had a due date. | Задач со сроком: 1 у задачи, имевшей срок.';
comment on column reports.work_fact.tasks_on_time is
  'Tasks on time: 1 for a task that was done by then. | В срок: 1 у задачи, сделанной к сроку.';
comment on column reports.work_fact.response_seconds is
  'Response: seconds from its beginning until somebody took it up. | Реакция: секунд от появления до начала работы.';
comment on column reports.work_fact.lead_seconds is
  'Lead time: seconds from its beginning until it was done. | Срок выполнения: секунд от появления до завершения.';
comment on column reports.work_fact.minutes is 'Minutes: that were worked. | Минуты: отработано.';
comment on column reports.work_fact.billable_minutes is
  'Billable minutes: that the client pays for. | Минуты к оплате: оплачивает клиент.';
grant select on reports.work_fact to crm_service, crm_limited, crm_reader, crm_report;
