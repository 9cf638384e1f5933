-- 0173_work_task_rights: who sees and changes a task, and how it stands at a record.
-- Why: whoever does a task, watches it, leads its project or sees the record that it is about must see it, wherever
-- it belongs. Kind: expand. Locks: work.task, empty. Time: milliseconds. Forward only.
create table work.task_watcher (
  id bigint generated always as identity constraint task_watcher_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  task_id bigint not null
    constraint task_watcher_task_fkey references work.task on delete cascade,
  account_id bigint not null
    constraint task_watcher_account_fkey references access.account,
  external_source text,
  external_key text,
  constraint task_watcher_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint task_watcher_external_key unique (external_source, external_key),
  constraint task_watcher_key unique (task_id, account_id)
);
create index task_watcher_task_idx on work.task_watcher (task_id, id);
create index task_watcher_account_idx on work.task_watcher (account_id, task_id);
comment on table work.task_watcher is
  'Watcher: who sees a task and is told of it. | Наблюдатель: кто видит задачу и узнаёт о ней.';
comment on column work.task_watcher.task_id is 'Task: that is watched. | Задача: за которой следят.';
comment on column work.task_watcher.account_id is 'Account: who watches. | Учётная запись: кто следит.';
comment on constraint task_watcher_task_fkey on work.task_watcher is
  'There is no such task. | Такой задачи нет.';
comment on constraint task_watcher_account_fkey on work.task_watcher is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint task_watcher_key on work.task_watcher is
  'This account watches the task already. | Эта учётная запись уже следит за задачей.';
select clients.describe_common('work.task_watcher'::regclass);

-- Runs as the owner: the policies of the two tables would otherwise call each other.
create function work.watched_tasks() returns setof bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select w.task_id from work.task_watcher as w where w.account_id = access.account_id();
end;
comment on function work.watched_tasks is
  'The tasks that the caller watches. | Задачи, за которыми следит вызывающий.';

-- As for files: the first two hundred are looked at one by one, whatever goes on takes the set of all.
create function work.record_tables() returns setof text
language sql stable security definer set search_path = pg_catalog
begin atomic
  with recursive linked (name) as (
    select min(t.table_name) from work.task as t where t.record_id is not null
    union all
    select (select min(t.table_name) from work.task as t
      where t.record_id is not null and t.table_name > linked.name)
    from linked where linked.name is not null
  )
  select name from linked where name is not null;
end;
comment on function work.record_tables is
  'The tables that tasks stand at. | Таблицы, к записям которых относятся задачи.';

create function work.tasks_of_table(p_table text) returns table (id bigint, record_id bigint)
language sql stable security definer rows 100000 set search_path = pg_catalog
begin atomic
  select t.id, t.record_id from work.task as t where t.table_name = p_table and t.record_id is not null;
end;
comment on function work.tasks_of_table is
  'The tasks at records of a table, by numbers alone. | Задачи при записях таблицы, одни номера.';

create function work.seen_tasks() returns setof bigint
language plpgsql stable set search_path = pg_catalog as $$
declare
  target text;
begin
  for target in select * from work.record_tables() loop
    begin
      return query execute format(
        'select w.id from work.tasks_of_table($1) as w join %s as t on t.id = w.record_id',
        target::regclass) using target;
    exception when undefined_table or invalid_schema_name or insufficient_privilege then
      null;
    end;
  end loop;
end
$$;
comment on function work.seen_tasks is
  'The tasks whose records the caller sees. | Задачи, записи которых видны вызывающему.';
grant execute on function work.watched_tasks, work.record_tables, work.tasks_of_table, work.seen_tasks,
  system.looks_ended, system.count_look, system.look
  to crm_service, crm_limited, crm_reader, crm_report;

select access.protect('work.task'::regclass, 'tasks');
create policy task_concerned on work.task for select using (
  (select access.level('tasks', 'read')) > 0 and (
    assignee_id = (select access.account_id())
    or project_id in (select work.led_projects())
    or id in (select work.watched_tasks())
    or record_id is not null and case when system.looks_ended() then id in (select work.seen_tasks())
      else system.look(table_name, record_id) end));
create policy task_assigned on work.task for update using (
  (select access.level('tasks', 'update')) > 0
  and (assignee_id = (select access.account_id()) or project_id in (select work.led_projects())));
comment on policy task_concerned on work.task is
  'Tasks that one does, watches, leads or whose record one sees. | Задачи, которые выполняешь, за которыми следишь, которыми руководишь или запись которых видишь.';
comment on policy task_assigned on work.task is
  'Who does a task, or leads its project, may change it. | Исполнитель и руководитель проекта могут изменить задачу.';

-- What one may not see one cannot name.
create policy task_project_visible_insert on work.task as restrictive for insert
  with check (project_id is null or exists (select from work.project as p where p.id = project_id));
create policy task_project_visible_update on work.task as restrictive for update
  using (true) with check (
    project_id is null or exists (select from work.project as p where p.id = project_id)
    or assignee_id = (select access.account_id()));
comment on policy task_project_visible_insert on work.task is
  'A project that one may not see cannot be named. | Нельзя указать проект, которого не видно.';
comment on policy task_project_visible_update on work.task is
  'A project that one may not see cannot be named. | Нельзя указать проект, которого не видно.';

-- The table follows from the resource, whatever was sent. Tasks stand at business records, but not at each other: who
-- sees one would have to be asked of the other, round and round.
create function work.place_task() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  new.table_name := (select r.table_name from system.resource as r where r.name = new.resource);
  if new.resource is not null and (new.table_name is null or new.table_name like 'work.%'
    or not coalesce(system.is_extensible(to_regclass(new.table_name)), false))
  then
    new.table_name := 'work.nothing';
  end if;
  return new;
end
$$;
comment on function work.place_task is
  'Finds the table of the record that a task is about. | Находит таблицу записи, к которой относится задача.';
create trigger place_task before insert or update on work.task
  for each row execute function work.place_task();

-- Runs with the rights of who writes: what he may not see is told like what there is not.
create function work.judge_task_record() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if new.table_name = 'work.nothing' then
    raise exception 'no business record' using errcode = 'check_violation', schema = 'work',
      table = 'task', column = 'resource', constraint = 'task_record_business';
  elsif not access.sees(new.table_name, new.record_id) then
    raise exception 'no such record' using errcode = 'check_violation', schema = 'work',
      table = 'task', column = 'record_id', constraint = 'task_record_seen';
  end if;
  return null;
end
$$;
comment on function work.judge_task_record is
  'Lets a task be about a business record that its writer sees. | Позволяет относить задачу только к видимой деловой записи.';
create constraint trigger task_record_business after insert or update of resource, record_id on work.task
  for each row when (new.table_name = 'work.nothing') execute function work.judge_task_record();
comment on trigger task_record_business on work.task is
  'Tasks are about business records, such as parties. | Задачи относятся к деловым записям, например к клиентам.';
create constraint trigger task_record_seen after insert or update of resource, record_id on work.task
  for each row when (new.table_name <> 'work.nothing' and new.record_id is not null)
  execute function work.judge_task_record();
comment on trigger task_record_seen on work.task is
  'There is no such record that you may see. | Такой записи нет, или она вам не видна.';

-- A part of a task is seen with it, and changed by whoever may change it.
create function work.protect_part(target regclass) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  noun constant text := (select relname from pg_class where oid = target);
  own constant text := access.plural(noun);
  visible constant text := format('exists (select from work.task as parent where parent.id = %I.task_id', noun);
  held constant text := '(select access.level(%L, %L)) > 0 and ';
  command text;
begin
  execute format('alter table %s enable row level security', target);
  perform access.make_policy(target, 'select', format(held, own, 'read') || visible || ')');
  foreach command in array array['insert', 'update', 'delete'] loop
    perform access.make_policy(target, command,
      format(held, own, case command when 'insert' then 'create' else command end)
      || visible || ' and (' || access.reach('tasks', 'update')
      || ' or parent.assignee_id = (select access.account_id())'
      || ' or parent.project_id in (select work.led_projects())))');
  end loop;
  perform access.grant_columns(target);
end
$$;
comment on function work.protect_part is
  'Row security of a table whose records belong to tasks. | Защита таблицы, записи которой относятся к задачам.';
select system.business('work.task_watcher'::regclass, 'task_id', 'work.task'::regclass);
select work.protect_part('work.task_watcher'::regclass);
select work.permit('{tasks,task_watchers}');
