-- 0178_work_task_dependency: which task waits for which other, never in a circle.
-- Why: a circle of tasks that wait for each other is never begun, and no plan can be reckoned over it. One lock keeps
-- two writers from closing a circle together. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Forward only.
create table work.task_dependency (
  id bigint generated always as identity constraint task_dependency_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  task_id bigint not null
    constraint task_dependency_task_fkey references work.task on delete cascade,
  predecessor_id bigint not null
    constraint task_dependency_predecessor_fkey references work.task on delete cascade,
  lag integer not null default 0
    constraint task_dependency_lag_range check (lag between -365 and 365),
  external_source text,
  external_key text,
  constraint task_dependency_not_itself check (task_id <> predecessor_id),
  constraint task_dependency_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint task_dependency_external_key unique (external_source, external_key),
  constraint task_dependency_key unique (task_id, predecessor_id)
);
create index task_dependency_task_idx on work.task_dependency (task_id, id);
create index task_dependency_predecessor_idx on work.task_dependency (predecessor_id, task_id);

-- The numbers of the tasks on a way from one back to another; the shortest of them, null where there is none. Looks
-- past the policies, and tells numbers alone.
create function work.way_between(p_from bigint, p_to bigint) returns bigint[]
language plpgsql security definer set search_path = pg_catalog as $$
declare
  seen bigint[] := array[p_from];
  fringe bigint[] := array[p_from];
  came jsonb := '{}';
  way bigint[];
  step bigint := p_to;
begin
  perform pg_advisory_xact_lock('work.task_dependency'::regclass::bigint);
  -- Nearly always there is none: that is asked for first, by one statement.
  if not exists (
    with recursive before (id) as (
      select p_from
      union
      select d.predecessor_id from work.task_dependency as d join before as b on d.task_id = b.id
    )
    select from before as b where b.id = p_to)
  then
    return null;
  end if;
  while cardinality(fringe) > 0 and not p_to = any (fringe) loop
    with found as (
      select distinct on (d.predecessor_id) d.predecessor_id, d.task_id
      from work.task_dependency as d
      where d.task_id = any (fringe) and d.predecessor_id <> all (seen)
      order by d.predecessor_id, d.id
    )
    select came || coalesce(jsonb_object_agg(f.predecessor_id, f.task_id), '{}'),
      coalesce(array_agg(f.predecessor_id), '{}')
    into came, fringe from found as f;
    seen := seen || fringe;
  end loop;
  while step is not null loop
    way := step || way;
    step := (came ->> step::text)::bigint;
  end loop;
  return way;
end
$$;
comment on function work.way_between is
  'The way from a task back to one that it waits for; holds the lock of dependencies. | Путь от задачи назад к той, которую она ждёт; удерживает блокировку зависимостей.';
grant execute on function work.way_between to crm_service;

-- Titles by the rights of who writes; a task that he may not see has its number alone.
create function work.refuse_dependency_circle() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  way bigint[] := work.way_between(new.predecessor_id, new.task_id);
begin
  if way is not null then
    -- Of a long one the beginning and the end; 0 stands for what is between.
    way := new.task_id || way;
    if cardinality(way) > 20 then
      way := way[:10] || 0::bigint || way[cardinality(way) - 8:];
    end if;
    raise exception 'tasks that wait for each other' using errcode = 'check_violation', schema = 'work',
      table = 'task_dependency', column = 'predecessor_id', constraint = 'task_dependency_no_circle',
      hint = (
        select string_agg(case w.id when 0 then '…' else concat_ws(' ', '«' || t.title || '»', '(' || w.id || ')') end,
          ' → ' order by w.place)
        from unnest(way) with ordinality as w (id, place)
        left join work.task as t on t.id = w.id);
  end if;
  return null;
end
$$;
comment on function work.refuse_dependency_circle is
  'Refuses tasks that would wait for each other, and names them. | Не даёт задачам ждать друг друга и называет их.';
create constraint trigger task_dependency_no_circle
  after insert or update of task_id, predecessor_id on work.task_dependency
  for each row execute function work.refuse_dependency_circle();

comment on table work.task_dependency is
  'Dependency: a task that begins when another one has ended. | Зависимость: задача начинается после конца другой.';
comment on column work.task_dependency.task_id is 'Task: that waits. | Задача: которая ждёт.';
comment on column work.task_dependency.predecessor_id is
  'Predecessor: the task that is waited for. | Предшественник: задача, которую ждут.';
comment on column work.task_dependency.lag is
  'Lag: days between the end of the one and the beginning of the other; less than 0 lets them overlap. | Задержка: дней между концом одной и началом другой; меньше 0 — внахлёст.';
comment on constraint task_dependency_task_fkey on work.task_dependency is
  'There is no such task. | Такой задачи нет.';
comment on constraint task_dependency_predecessor_fkey on work.task_dependency is
  'There is no such task. | Такой задачи нет.';
comment on constraint task_dependency_lag_range on work.task_dependency is
  'The lag must be -365 to 365 days. | Задержка — от -365 до 365 дней.';
comment on constraint task_dependency_not_itself on work.task_dependency is
  'A task cannot wait for itself. | Задача не может ждать саму себя.';
comment on constraint task_dependency_key on work.task_dependency is
  'The task waits for this one already. | Задача уже ждёт эту.';
comment on trigger task_dependency_no_circle on work.task_dependency is
  'The tasks would wait for each other: {value}. | Задачи ждали бы друг друга: {value}.';
select clients.describe_common('work.task_dependency'::regclass);
select system.business('work.task_dependency'::regclass, 'task_id', 'work.task'::regclass);
select work.protect_part('work.task_dependency'::regclass);
create policy task_dependency_predecessor_insert on work.task_dependency as restrictive for insert
  with check (exists (select from work.task as p where p.id = predecessor_id));
create policy task_dependency_predecessor_update on work.task_dependency as restrictive for update
  using (true) with check (exists (select from work.task as p where p.id = predecessor_id));
comment on policy task_dependency_predecessor_insert on work.task_dependency is
  'A task that one may not see cannot be named. | Нельзя указать задачу, которой не видно.';
comment on policy task_dependency_predecessor_update on work.task_dependency is
  'A task that one may not see cannot be named. | Нельзя указать задачу, которой не видно.';
select work.permit('{task_dependencies}');
