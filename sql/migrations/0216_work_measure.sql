-- 0216_work_measure: when a task was begun, the day and month in which it was closed, the month of time that was worked.
-- Why: figures are asked for by month. What a function makes of a column no index answers under row security, unless the
-- function is leakproof, and date_trunc is not: so the month is a column. The day of closing is that of whoever did it,
-- and stays it, whoever gets the task afterwards; the beginning stands beside it, so that figures need not go through all
-- stays. Kind: expand. Locks: work.task, work.time_entry, ACCESS EXCLUSIVE; both come with this release and are empty.
-- Time: milliseconds. Forward only.
alter table work.task
  add column begun_at timestamptz,
  add column closed_on date,
  add column closed_month date generated always as (date_trunc('month', closed_on::timestamp)::date) stored,
  add constraint task_closed_day check ((closed_on is null) = (closed_at is null)),
  add constraint task_begun_state check (begun_at is not null or state = 'open');
alter table work.time_entry
  add column worked_month date generated always as (date_trunc('month', worked_on::timestamp)::date) stored;
create index task_closed_idx on work.task (closed_month, assignee_id) where closed_month is not null;
create index time_entry_month_idx on work.time_entry (worked_month, owner_id);

create function work.measure_task() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if new.begun_at is null and new.state <> 'open' then
    new.begun_at := now();
  end if;
  if new.closed_at is null then
    new.closed_on := null;
  elsif tg_op = 'INSERT' or new.closed_at is distinct from old.closed_at then
    new.closed_on := (new.closed_at at time zone work.zone_of(coalesce(new.assignee_id, new.owner_id)))::date;
  end if;
  return new;
end
$$;
comment on function work.measure_task is
  'Keeps when a task was begun, and the day on which it was closed. | Ведёт время начала задачи и день её закрытия.';
-- Behind prepare_task, which gives the instant of closing: triggers run in the order of their names.
create trigger prepare_task_measure before insert or update on work.task
  for each row execute function work.measure_task();

comment on column work.task.begun_at is
  'Begun at: when it was first in another state than open. | Начата: когда впервые вышла из состояния «открыта».';
comment on column work.task.closed_on is
  'Closed on: the day of it, on the clocks of whoever did the task. | День закрытия: по часам исполнителя.';
comment on column work.task.closed_month is
  'Month of closing: its first day. | Месяц закрытия: его первый день.';
comment on column work.time_entry.worked_month is
  'Month: of the day, its first day. | Месяц: этого дня, его первый день.';
comment on constraint task_closed_day on work.task is
  'What is closed has a day of it. | У закрытого есть день закрытия.';
comment on constraint task_begun_state on work.task is
  'What is no more open was begun. | Всё, что уже не открыто, было начато.';
