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

-- Of these tasks and all that they wait for: their numbers in order, and the dependencies between their places there.
-- Looks past the policies. One lock puts the writers of dependencies in a row. The planner knows little of a table that
-- has just been filled: each task's own dependencies are taken from the index, and its place by a binary search.
create function work.before_tasks(p_tasks bigint[], out ids bigint[], out waits integer[], out awaited integer[])
language plpgsql security definer set search_path = pg_catalog set jit = off as $$
begin
  perform system.demand_read_committed();
  perform pg_advisory_xact_lock('work.task_dependency'::regclass::bigint);
  with recursive before (id) as (
    select unnest(p_tasks)
    union
    select o.predecessor_id from before as b cross join lateral (
      select d.predecessor_id from work.task_dependency as d where d.task_id = b.id offset 0) as o
  )
  select array_agg(b.id order by b.id) into ids from before as b;
  select coalesce(array_agg(s.place::integer order by s.place, o.id), '{}'),
    coalesce(array_agg(width_bucket(o.predecessor_id, ids) order by s.place, o.id), '{}')
  into waits, awaited
  from unnest(ids) with ordinality as s (id, place) cross join lateral (
    select d.id, d.predecessor_id from work.task_dependency as d where d.task_id = s.id offset 0) as o;
end
$$;
comment on function work.before_tasks is
  'What tasks wait for, as a graph; holds the lock of dependencies. | Чего ждут задачи, в виде графа; удерживает блокировку зависимостей.';

-- The numbers of the tasks on a way from one back to another; the shortest of them, null where there is none. Tells
-- numbers alone.
create function work.way_between(p_from bigint, p_to bigint) returns bigint[]
language plpgsql security definer set search_path = pg_catalog as $$
declare
  ids bigint[];
  waits integer[];
  awaited integer[];
  -- What task n waits for are the edges firsts[n] to firsts[n + 1] - 1, as waits is in order.
  firsts integer[];
  -- From which task each was come to first.
  came integer[];
  sequence integer[];
  way bigint[];
  place integer := 0;
  n integer;
begin
  select g.ids, g.waits, g.awaited into ids, waits, awaited from work.before_tasks(array[p_from]) as g;
  if array_position(ids, p_to) is null then
    return null;
  end if;
  firsts := work.first_edges(waits, cardinality(ids));
  came := array_fill(null::integer, array[cardinality(ids)]);
  n := array_position(ids, p_from);
  came[n] := n;
  sequence := array[n];
  while ids[n] <> p_to loop
    place := place + 1;
    n := sequence[place];
    for e in firsts[n]..firsts[n + 1] - 1 loop
      if came[awaited[e]] is null then
        came[awaited[e]] := n;
        sequence := sequence || awaited[e];
      end if;
    end loop;
  end loop;
  way := array[p_to];
  while ids[n] <> p_from loop
    n := came[n];
    way := ids[n] || way;
  end loop;
  return way;
end
$$;
comment on function work.way_between is
  'The way from a task back to one that it waits for; holds the lock of dependencies. | Путь от задачи назад к той, которую она ждёт; удерживает блокировку зависимостей.';
grant execute on function work.way_between to crm_service;

-- Where the edges of each task begin in a list of edges that is in its order, and one more for the end.
create function work.first_edges(p_tasks integer[], p_count integer) returns integer[]
language plpgsql immutable set search_path = pg_catalog as $$
declare
  firsts integer[] := 1 || array_fill(0, array[p_count]);
begin
  for e in 1..cardinality(p_tasks) loop
    firsts[p_tasks[e] + 1] := firsts[p_tasks[e] + 1] + 1;
  end loop;
  for n in 2..p_count + 1 loop
    firsts[n] := firsts[n] + firsts[n - 1];
  end loop;
  return firsts;
end
$$;
comment on function work.first_edges is
  'Where the edges of each task begin. | Где начинаются рёбра каждой задачи.';

-- A circle among these tasks and all that they wait for, beginning and ending with the same one; null where there is
-- none. Kahn, 1962, from the other end: whatever nothing waits for is taken away until nothing is left, so that each
-- dependency is looked at once. Of the rest each is waited for by another of the rest: who goes on from one to the
-- next comes to a circle.
create function work.find_circle(p_tasks bigint[]) returns bigint[]
language plpgsql security definer set search_path = pg_catalog as $$
declare
  ids bigint[];
  waits integer[];
  awaited integer[];
  firsts integer[];
  -- How many of the rest wait for each, and one of them.
  waiting integer[];
  rest integer[];
  sequence integer[] := '{}';
  way bigint[];
  place integer := 0;
  n integer;
begin
  select g.ids, g.waits, g.awaited into ids, waits, awaited from work.before_tasks(p_tasks) as g;
  firsts := work.first_edges(waits, cardinality(ids));
  waiting := array_fill(0, array[cardinality(ids)]);
  for e in 1..cardinality(awaited) loop
    waiting[awaited[e]] := waiting[awaited[e]] + 1;
  end loop;
  for i in 1..cardinality(ids) loop
    if waiting[i] = 0 then
      sequence := sequence || i;
    end if;
  end loop;
  while place < cardinality(sequence) loop
    place := place + 1;
    for e in firsts[sequence[place]]..firsts[sequence[place] + 1] - 1 loop
      n := awaited[e];
      waiting[n] := waiting[n] - 1;
      if waiting[n] = 0 then
        sequence := sequence || n;
      end if;
    end loop;
  end loop;
  if place = cardinality(ids) then
    return null;
  end if;
  rest := array_fill(null::integer, array[cardinality(ids)]);
  for e in 1..cardinality(awaited) loop
    if waiting[waits[e]] > 0 then
      rest[awaited[e]] := waits[e];
      n := awaited[e];
    end if;
  end loop;
  for i in 1..cardinality(ids) loop
    n := rest[n];
  end loop;
  way := array[ids[n]];
  loop
    n := rest[n];
    way := ids[n] || way;
    exit when way[1] = way[cardinality(way)];
  end loop;
  return way;
end
$$;
comment on function work.find_circle is
  'A circle of tasks that wait for each other; holds the lock of dependencies. | Круг задач, ждущих друг друга; удерживает блокировку зависимостей.';
grant execute on function work.find_circle to crm_service;

-- Titles by the rights of who writes; a task that he may not see has its number alone.
create function work.refuse_circle(p_way bigint[]) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  -- Of a long one the beginning and the end; 0 stands for what is between.
  way constant bigint[] := case when cardinality(p_way) > 20
    then p_way[:10] || 0::bigint || p_way[cardinality(p_way) - 8:] else p_way end;
begin
  raise exception 'tasks that wait for each other' using errcode = 'check_violation', schema = 'work',
    table = 'task_dependency', column = 'predecessor_id', constraint = 'task_dependency_no_circle',
    hint = (
      select string_agg(case w.id when 0 then '…' else concat_ws(' ',
          '«' || (select t.title from work.task as t where t.id = w.id) || '»', '(' || w.id || ')') end,
        ' → ' order by w.place)
      from unnest(way) with ordinality as w (id, place));
end
$$;
comment on function work.refuse_circle is
  'Refuses tasks that would wait for each other, and names them. | Не даёт задачам ждать друг друга и называет их.';
grant execute on function work.refuse_circle to crm_service;

create function work.refuse_dependency_circle() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  way constant bigint[] := work.way_between(new.predecessor_id, new.task_id);
begin
  if way is not null then
    perform work.refuse_circle(new.task_id || way);
  end if;
  return null;
end
$$;
comment on function work.refuse_dependency_circle is
  'Refuses a changed dependency that would close a circle. | Не даёт изменённой зависимости замкнуть круг.';
create constraint trigger task_dependency_no_circle after update of task_id, predecessor_id on work.task_dependency
  for each row execute function work.refuse_dependency_circle();

-- Many that are entered together are looked at together: each for itself would walk over all the others.
create function work.refuse_dependency_circles() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  way bigint[];
begin
  if (select count(*) from (select from added limit 2) as few) > 1 then
    way := work.find_circle(array(select a.predecessor_id from added as a));
  else
    select nullif(a.task_id || work.way_between(a.predecessor_id, a.task_id), array[a.task_id]) into way from added as a;
  end if;
  if way is not null then
    perform work.refuse_circle(way);
  end if;
  return null;
end
$$;
comment on function work.refuse_dependency_circles is
  'Refuses new dependencies that would close a circle. | Не даёт новым зависимостям замкнуть круг.';
create trigger task_dependency_no_circles after insert on work.task_dependency
  referencing new table as added
  for each statement execute function work.refuse_dependency_circles();

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
comment on trigger task_dependency_no_circles on work.task_dependency is
  'Looks for circles among new ones. | Ищет круги среди новых.';
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
