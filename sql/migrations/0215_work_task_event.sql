-- 0215_work_task_event: what happened to a task in another program, before it came here.
-- Why: who moves in brings years of history, of which task_stay, kept by a trigger alone, can know nothing. What is told
-- stands apart from what was seen, ends where that begins, and says from where it comes. Kind: expand. Locks: none on
-- existing tables. Time: milliseconds. Forward only.
create table work.task_event (
  id bigint generated always as identity constraint task_event_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  task_id bigint not null
    constraint task_event_task_fkey references work.task on delete cascade,
  happened_at timestamptz not null,
  activity text not null
    constraint task_event_activity_length check (length(activity) between 1 and 200),
  state text not null
    constraint task_event_state_known check (state in ('open', 'in_progress', 'waiting', 'done', 'cancelled')),
  account_id bigint constraint task_event_account_fkey references access.account,
  external_source text not null,
  external_key text not null,
  constraint task_event_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint task_event_external_key unique (external_source, external_key)
);
create index task_event_task_idx on work.task_event (task_id, happened_at, id);
create index task_event_account_idx on work.task_event (account_id) where account_id is not null;
create index task_event_happened_idx on work.task_event (happened_at, id);

-- It sees the task, whoever writes: since it was entered the task tells itself what becomes of it.
create function work.judge_task_event() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  entered constant timestamptz := (select t.created_at from work.task as t where t.id = new.task_id);
begin
  if new.happened_at > entered then
    raise exception 'the task was here already' using errcode = 'check_violation', schema = 'work',
      table = 'task_event', column = 'happened_at', constraint = tg_name,
      hint = to_char(entered at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
  end if;
  return null;
end
$$;
comment on function work.judge_task_event is
  'Lets nothing be told of the time since a task was entered. | Не даёт рассказывать о времени после внесения задачи.';
create constraint trigger task_event_before_entry after insert or update of task_id, happened_at on work.task_event
  for each row execute function work.judge_task_event();
comment on trigger task_event_before_entry on work.task_event is
  'The task was entered on {value}: what is told of it lies before. | Задача внесена {value}: рассказать можно только о том, что было раньше.';

comment on table work.task_event is
  'Event of a task: what happened to it in another program. | Событие задачи: что было с ней в другой программе.';
comment on column work.task_event.task_id is 'Task: to which it happened. | Задача: с которой это было.';
comment on column work.task_event.happened_at is
  'Happened at: when; before the task was entered here. | Когда: до внесения задачи сюда.';
comment on column work.task_event.activity is
  'Activity: what happened, or the stage that began, as the other program calls it. | Действие: что было или какой этап начался, как это зовёт другая программа.';
comment on column work.task_event.state is
  'State: in which it left the task. | Состояние: в котором оставило задачу. {open=Open/Открыта, in_progress=In progress/В работе, waiting=Waiting/Ожидает, done=Done/Сделана, cancelled=Cancelled/Отменена}';
comment on column work.task_event.account_id is 'Account: whose doing it was. | Учётная запись: чьё это действие.';
comment on constraint task_event_task_fkey on work.task_event is 'There is no such task. | Такой задачи нет.';
comment on constraint task_event_activity_length on work.task_event is
  'The activity must have 1 to 200 characters. | Действие должно быть от 1 до 200 знаков.';
comment on constraint task_event_state_known on work.task_event is
  'The state must be open, in_progress, waiting, done or cancelled. | Состояние: open, in_progress, waiting, done или cancelled.';
comment on constraint task_event_account_fkey on work.task_event is
  'There is no such account. | Такой учётной записи нет.';
select clients.describe_common('work.task_event'::regclass);
select system.business('work.task_event'::regclass, 'task_id', 'work.task'::regclass);
select work.protect_part('work.task_event'::regclass);

-- All read it who read the task; figures come of it, so nobody tells his own past.
select staff.permit('{administrator}', '{task_events}', '{read,create,update,delete,export,import}', 'all'),
  staff.permit('{head_of_department}', '{task_events}', '{read,export}', 'below'),
  staff.permit('{sales,purchasing,accountant,hr}', '{task_events}', '{read,export}', 'department'),
  staff.permit('{read_only}', '{task_events}', '{read}', 'all'),
  staff.permit('{auditor}', '{task_events}', '{read,export}', 'all');
insert into system.succession (place, rule, condition, function_name) values
  ('work.task_event.account_id', 'keep', null, null);
