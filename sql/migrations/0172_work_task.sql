-- 0172_work_task: tasks, of a project, at a record, or alone.
-- Why: what is to be done needs somebody who does it and a time by which. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table work.task (
  id bigint generated always as identity constraint task_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint task_owner_fkey references access.account,
  department_id bigint constraint task_department_fkey references access.department,
  assignee_id bigint constraint task_assignee_fkey references access.account,
  title text not null constraint task_title_length check (length(title) between 1 and 300),
  title_key text collate "C" generated always as (lower(title)) stored,
  body text constraint task_body_length check (length(body) <= 50000),
  state text not null default 'open'
    constraint task_state_known check (state in ('open', 'in_progress', 'waiting', 'done', 'cancelled')),
  priority text not null default 'normal'
    constraint task_priority_known check (priority in ('low', 'normal', 'high', 'urgent')),
  project_id bigint constraint task_project_fkey references work.project,
  stage_id bigint constraint task_stage_fkey references work.project_stage,
  milestone_id bigint constraint task_milestone_fkey references work.project_milestone,
  starts_at timestamptz,
  due_on date,
  due_at timestamptz,
  estimate integer constraint task_estimate_range check (estimate between 1 and 1000000),
  closed_at timestamptz,
  resource text,
  record_id bigint,
  table_name text,
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint task_stage_of_project foreign key (stage_id, project_id)
    references work.project_stage (id, project_id),
  constraint task_milestone_of_project foreign key (milestone_id, project_id)
    references work.project_milestone (id, project_id),
  constraint task_part_of_project check (project_id is not null or num_nonnulls(stage_id, milestone_id) = 0),
  constraint task_record_whole check (num_nonnulls(resource, record_id) in (0, 2)),
  constraint task_dates check (starts_at <= due_at),
  constraint task_closed_state check ((closed_at is not null) = (state in ('done', 'cancelled'))),
  constraint task_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint task_external_key unique (external_source, external_key)
);
create index task_title_idx on work.task (title_key, id);
create index task_created_idx on work.task (created_at, id);
create index task_updated_idx on work.task (updated_at, id);
create index task_owner_idx on work.task (owner_id, due_on, id);
create index task_department_idx on work.task (department_id, due_on, id);
create index task_due_idx on work.task (due_on, id);
create index task_project_idx on work.task (project_id, due_on, id) where project_id is not null;
create index task_stage_idx on work.task (stage_id, project_id) where stage_id is not null;
create index task_milestone_idx on work.task (milestone_id, project_id) where milestone_id is not null;
create index task_record_idx on work.task (table_name, record_id, id) where record_id is not null;
create index task_resource_idx on work.task (resource, record_id, id) where record_id is not null;
create index task_assignee_idx on work.task (assignee_id, due_on, id);
-- What is still to be done is little beside what was done: my day and overdue read this alone.
create index task_open_idx on work.task (assignee_id, due_on, id)
  where closed_at is null and archived_at is null;
-- Beside what is due, my day tells what was begun.
create index task_doing_idx on work.task (assignee_id) where state = 'in_progress' and archived_at is null;
create index task_late_idx on work.task (due_on, id) where closed_at is null and archived_at is null;

-- On the clocks of whoever does it; of whoever answers for it while nobody does.
create function work.zone_of(p_account bigint) returns text
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce((select a.time_zone from access.account as a where a.id = p_account), 'UTC');
end;
comment on function work.zone_of is
  'The time zone of an account, UTC of none. | Часовой пояс учётной записи; без неё UTC.';

create function work.prepare_task() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  new.title := coalesce(clients.tidy(new.title), '');
  if new.due_at is not null then
    new.due_on := (new.due_at at time zone work.zone_of(coalesce(new.assignee_id, new.owner_id)))::date;
  end if;
  if new.state not in ('done', 'cancelled') then
    new.closed_at := null;
  elsif new.closed_at is null then
    new.closed_at := now();
  end if;
  return new;
end
$$;
comment on function work.prepare_task is
  'Tidies the title, gives the day of the instant that a task is due, and the time of its end. | Приводит название, ставит день срока и время завершения.';
-- Behind system.own, which gives the owner.
create trigger prepare_task before insert or update on work.task
  for each row execute function work.prepare_task();
grant execute on function work.zone_of to crm_service, crm_limited, crm_reader, crm_report;

comment on table work.task is
  'Task: what is to be done, by whom and by when. | Задача: что сделать, кому и к какому сроку.';
comment on column work.task.assignee_id is 'Assignee: who does it. | Исполнитель: кто делает.';
comment on column work.task.title is 'Title: in a few words. | Название: в нескольких словах.';
comment on column work.task.title_key is
  'Title for sorting: the title in small letters. | Название для сортировки: название строчными буквами.';
comment on column work.task.body is 'Text: what exactly is to be done. | Текст: что именно сделать.';
comment on column work.task.state is
  'State: how far it is. | Состояние: на каком этапе. {open=Open/Открыта, in_progress=In progress/В работе, waiting=Waiting/Ожидает, done=Done/Сделана, cancelled=Cancelled/Отменена}';
comment on column work.task.priority is
  'Priority: how urgent it is. | Приоритет: насколько срочно. {low=Low/Низкий, normal=Normal/Обычный, high=High/Высокий, urgent=Urgent/Срочный}';
comment on column work.task.project_id is 'Project: of which it is a part. | Проект: частью которого является.';
comment on column work.task.stage_id is 'Stage: of the project. | Этап: проекта.';
comment on column work.task.milestone_id is 'Milestone: that it leads to. | Веха: к которой ведёт.';
comment on column work.task.starts_at is 'Starts at: when work on it begins. | Начало: когда приступить.';
comment on column work.task.due_on is
  'Due on: the last day for it; follows from the instant where there is one. | Срок: последний день; при заданном времени следует из него.';
comment on column work.task.due_at is
  'Due at: the instant by which it is done, where a day is not exact enough. | Срок (время): к какому моменту, если дня мало.';
comment on column work.task.estimate is 'Estimate: of the work, in minutes. | Оценка: трудоёмкость в минутах.';
comment on column work.task.closed_at is
  'Closed at: when it was done or cancelled. | Закрыта: когда сделана или отменена.';
comment on column work.task.resource is
  'Resource: of the record that it is about. | Ресурс: записи, к которой относится.';
comment on column work.task.record_id is 'Record: that it is about. | Запись: к которой относится.';
comment on column work.task.table_name is 'Table: of the record. | Таблица: записи.';
comment on constraint task_assignee_fkey on work.task is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint task_title_length on work.task is
  'The title must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';
comment on constraint task_body_length on work.task is
  'The text must have at most 50,000 characters. | Текст должен быть не длиннее 50 000 знаков.';
comment on constraint task_state_known on work.task is
  'The state must be open, in_progress, waiting, done or cancelled. | Состояние: open, in_progress, waiting, done или cancelled.';
comment on constraint task_priority_known on work.task is
  'The priority must be low, normal, high or urgent. | Приоритет: low, normal, high или urgent.';
comment on constraint task_project_fkey on work.task is 'There is no such project. | Такого проекта нет.';
comment on constraint task_stage_fkey on work.task is
  'There is no such stage, or tasks still stand in it. | Такого этапа нет, либо в нём ещё есть задачи.';
comment on constraint task_milestone_fkey on work.task is
  'There is no such milestone, or tasks still lead to it. | Такой вехи нет, либо к ней ещё ведут задачи.';
comment on constraint task_stage_of_project on work.task is
  'The stage belongs to another project. | Этап относится к другому проекту.';
comment on constraint task_milestone_of_project on work.task is
  'The milestone belongs to another project. | Веха относится к другому проекту.';
comment on constraint task_part_of_project on work.task is
  'A stage or milestone needs its project. | Для этапа или вехи нужен их проект.';
comment on constraint task_record_whole on work.task is
  'Give both the resource and the number of the record, or neither. | Укажите и ресурс, и номер записи, либо ничего.';
comment on constraint task_dates on work.task is
  'The task cannot be due before it starts. | Срок задачи не может быть раньше начала.';
comment on constraint task_estimate_range on work.task is
  'The estimate must be 1 to 1,000,000 minutes. | Оценка — от 1 до 1 000 000 минут.';
comment on constraint task_closed_state on work.task is
  'A task is closed when it is done or cancelled. | Задача закрыта, когда сделана или отменена.';
select clients.describe_common('work.task'::regclass);
select system.business('work.task'::regclass);
