-- 0176_work_task_stay: how long a task stood in which state and stage.
-- Why: where work waits is seen by durations, not by the last state. Kind: expand. Locks: work.task, empty.
-- Time: milliseconds. Forward only.
create table work.task_stay (
  id bigint generated always as identity constraint task_stay_pkey primary key,
  -- Not by cascade: what a job made can be undone only while nothing hangs on it, and this is its own.
  task_id bigint not null constraint task_stay_task_fkey references work.task,
  state text not null,
  -- As it was called then.
  stage text,
  began_at timestamptz not null,
  ended_at timestamptz,
  seconds bigint generated always as (trunc(extract(epoch from ended_at - began_at))::bigint) stored,
  account_id bigint constraint task_stay_account_fkey references access.account,
  constraint task_stay_order check (began_at <= ended_at)
);
create index task_stay_task_idx on work.task_stay (task_id, began_at, id);
create unique index task_stay_last_key on work.task_stay (task_id) where ended_at is null;
create index task_stay_account_idx on work.task_stay (account_id);
create index task_stay_state_idx on work.task_stay (state, began_at);

create function work.keep_stays() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  name constant text := (select s.name from work.project_stage as s where s.id = new.stage_id);
begin
  if tg_op = 'UPDATE' then
    update work.task_stay as s set ended_at = greatest(now(), s.began_at)
    where s.task_id = new.id and s.ended_at is null;
  end if;
  insert into work.task_stay (task_id, state, stage, began_at, account_id)
  select new.id, new.state, name, coalesce(max(s.ended_at), now()), access.account_id()
  from work.task_stay as s where s.task_id = new.id;
  return null;
end
$$;
comment on function work.keep_stays is
  'Ends the stay of a task and begins the next. | Завершает пребывание задачи и начинает следующее.';
create trigger task_stay_first after insert on work.task
  for each row execute function work.keep_stays();
comment on trigger task_stay_first on work.task is
  'Begins the first stay. | Начинает первое пребывание.';
create trigger task_stay_next after update on work.task
  for each row when ((old.state, old.stage_id) is distinct from (new.state, new.stage_id))
  execute function work.keep_stays();
comment on trigger task_stay_next on work.task is
  'Another state or stage is another stay. | Другое состояние или этап — другое пребывание.';

create function work.drop_stays() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from work.task_stay as s where s.task_id = old.id;
  return old;
end
$$;
comment on function work.drop_stays is
  'Lets the stays of a task go with it. | Удаляет пребывания вместе с задачей.';
create trigger task_stay_gone before delete on work.task
  for each row execute function work.drop_stays();
comment on trigger task_stay_gone on work.task is
  'The stays of a task go with it. | Пребывания уходят вместе с задачей.';

alter table work.task_stay enable row level security;
select access.make_policy('work.task_stay'::regclass, 'select',
  '(select access.level(''task_stays'', ''read'')) > 0'
  ' and exists (select from work.task as t where t.id = task_id)');
grant select on work.task_stay to crm_service, crm_limited, crm_reader, crm_report;
select work.permit('{task_stays}');
comment on table work.task_stay is
  'Stay: how long a task stood in a state and stage. | Пребывание: сколько задача была в состоянии и на этапе.';
comment on column work.task_stay.id is 'Number: of the stay. | Номер: пребывания.';
comment on column work.task_stay.task_id is 'Task: which. | Задача: какая.';
comment on column work.task_stay.state is
  'State: in which it stood. | Состояние: в котором была. {open=Open/Открыта, in_progress=In progress/В работе, waiting=Waiting/Ожидает, done=Done/Сделана, cancelled=Cancelled/Отменена}';
comment on column work.task_stay.stage is
  'Stage: of the project, as it was called. | Этап: проекта, как назывался.';
comment on column work.task_stay.began_at is 'Began at: since when. | С: с какого времени.';
comment on column work.task_stay.ended_at is
  'Ended at: until when; empty for the last. | По: до какого времени; пусто у последнего.';
comment on column work.task_stay.seconds is
  'Duration: in seconds; empty for the last. | Длительность: в секундах; пусто у последнего.';
comment on column work.task_stay.account_id is 'Account: who began it. | Учётная запись: кто начал.';
comment on constraint task_stay_task_fkey on work.task_stay is 'There is no such task. | Такой задачи нет.';
comment on constraint task_stay_account_fkey on work.task_stay is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint task_stay_order on work.task_stay is
  'A stay cannot end before it begins. | Пребывание не может кончиться до начала.';
