-- 0189_work_gantt: the plan of a project with its critical path, in one answer.
-- Why: which task must not be late follows from all of them together. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the functions.

-- The critical path method (Kelley and Walker, 1959) over the tasks of a project that the caller sees: each begins when
-- all that it waits for have ended, and not before its own beginning. Days are counted from p_base; a task takes the
-- days between its dates, else its estimate at eight hours a day, at least one. What waits for each other is excluded by
-- task_dependency_no_circle, so that each task is reached once.
create function work.critical_path(p_project bigint, p_base date) returns table (
  task_id bigint, days integer, early_start integer, early_finish integer, late_start integer, late_finish integer)
language plpgsql stable set search_path = pg_catalog as $$
declare
  ids bigint[];
  lengths integer[];
  starts integer[];
  finishes integer[];
  -- Of edge e: from predecessor heads[e] to tails[e]; the edges of task n are numbers firsts[n] to firsts[n + 1] - 1.
  heads integer[];
  tails integer[];
  lags integer[];
  firsts integer[];
  waiting integer[];
  sequence integer[] := '{}';
  total integer;
  last_day integer;
  n integer;
  place integer := 1;
begin
  -- The zones are joined: a call for each task would cost more than all the rest.
  select array_agg(t.id order by t.id), array_agg(work.days_of(t.day, t.due_on, t.estimate) order by t.id),
    array_agg(greatest(0, coalesce(t.day - p_base, 0)) order by t.id)
  into ids, lengths, starts
  from (
    select o.id, o.due_on, o.estimate, (o.starts_at at time zone coalesce(a.time_zone, 'UTC'))::date as day
    from work.task as o left join access.account as a on a.id = coalesce(o.assignee_id, o.owner_id)
    where o.project_id = p_project and o.archived_at is null and o.state <> 'cancelled') as t;
  total := coalesce(cardinality(ids), 0);
  if total = 0 then
    return;
  end if;
  with node as materialized (
    select u.id, u.place::integer as place from unnest(ids) with ordinality as u (id, place)
  ), edge as materialized (
    select p.place as head, s.place as tail, d.lag from work.task_dependency as d
    join node as p on p.id = d.predecessor_id join node as s on s.id = d.task_id
  )
  select coalesce(array_agg(e.head order by e.head, e.tail), '{}'), coalesce(array_agg(e.tail order by e.head, e.tail), '{}'),
    coalesce(array_agg(e.lag order by e.head, e.tail), '{}'),
    (select array_agg((1 + coalesce(c.before, 0))::integer order by c.place)
      from (
        select g.place, sum(coalesce(o.n, 0)) over (order by g.place rows between unbounded preceding and 1 preceding)
          as before
        from generate_series(1, total + 1) as g (place)
        left join (select b.head, count(*) as n from edge as b group by b.head) as o on o.head = g.place) as c),
    (select array_agg(coalesce(i.n, 0)::integer order by node.place)
      from node left join (select b.tail, count(*) as n from edge as b group by b.tail) as i on i.tail = node.place)
  into heads, tails, lags, firsts, waiting
  from edge as e;
  for n in 1..total loop
    if waiting[n] = 0 then
      sequence := sequence || n;
    end if;
  end loop;
  finishes := lengths;
  while place <= coalesce(cardinality(sequence), 0) loop
    n := sequence[place];
    finishes[n] := starts[n] + lengths[n];
    for e in firsts[n]..firsts[n + 1] - 1 loop
      starts[tails[e]] := greatest(starts[tails[e]], finishes[n] + lags[e]);
      waiting[tails[e]] := waiting[tails[e]] - 1;
      if waiting[tails[e]] = 0 then
        sequence := sequence || tails[e];
      end if;
    end loop;
    place := place + 1;
  end loop;
  select max(f) into last_day from unnest(finishes) as f;
  -- Backwards: how late each may end, so that all ends on the last day.
  declare
    latest integer[] := array_fill(last_day, array[total]);
  begin
    for step in reverse coalesce(cardinality(sequence), 0)..1 loop
      n := sequence[step];
      for e in firsts[n]..firsts[n + 1] - 1 loop
        latest[n] := least(latest[n], latest[tails[e]] - lengths[tails[e]] - lags[e]);
      end loop;
    end loop;
    return query
      select u.id, u.length, u.finish - u.length, u.finish, u.latest - u.length, u.latest
      from unnest(ids, lengths, finishes, latest) as u (id, length, finish, latest);
  end;
end
$$;
comment on function work.critical_path is
  'When each task of a project can begin and end at the earliest and at the latest, in days. | Когда каждая задача проекта может начаться и кончиться самое раннее и самое позднее, в днях.';

-- No SET, so that PostgreSQL puts the body into the statement.
create function work.days_of(p_start date, p_due date, p_estimate integer) returns integer
language sql immutable
return greatest(1, case when p_start is not null and p_due is not null then p_due - p_start + 1
  else ceil(coalesce(p_estimate, 0) / 480.0)::integer end);
comment on function work.days_of is
  'How many days a task takes by its plan. | Сколько дней занимает задача по плану.';

create function work.gantt(p_project bigint) returns jsonb
language sql stable set search_path = pg_catalog
begin atomic
  with project as materialized (
    select p.*, coalesce(p.starts_on, (
      select min((t.starts_at at time zone coalesce(a.time_zone, 'UTC'))::date)
      from work.task as t left join access.account as a on a.id = coalesce(t.assignee_id, t.owner_id)
      where t.project_id = p.id and t.archived_at is null), work.today()) as base
    from work.project as p where p.id = p_project
  ), path as materialized (
    select c.* from project as p cross join lateral work.critical_path(p.id, p.base) as c
  )
  select jsonb_build_object('id', p.id, 'name', p.name, 'starts_on', p.base,
    'finishes_on', p.base + (select max(c.early_finish) from path as c) - 1, 'due_on', p.due_on,
    'stages', coalesce((
      select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'starts_on', s.starts_on, 'due_on', s.due_on)
        order by s.place, s.id)
      from work.project_stage as s where s.project_id = p.id), '[]'),
    'milestones', coalesce((
      select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'due_on', m.due_on, 'reached_on', m.reached_on)
        order by m.due_on, m.id)
      from work.project_milestone as m where m.project_id = p.id), '[]'),
    'tasks', coalesce((
      select jsonb_agg(jsonb_build_object('id', t.id, 'title', t.title, 'state', t.state, 'assignee_id', t.assignee_id,
          'stage_id', t.stage_id, 'milestone_id', t.milestone_id, 'days', c.days,
          'starts_on', p.base + c.early_start, 'finishes_on', p.base + c.early_finish - 1,
          'latest_start', p.base + c.late_start, 'latest_finish', p.base + c.late_finish - 1,
          'slack', c.late_start - c.early_start, 'critical', c.late_start = c.early_start,
          'due_on', t.due_on, 'closed_at', t.closed_at)
        order by c.early_start, c.early_finish, t.id)
      from path as c join work.task as t on t.id = c.task_id), '[]'),
    'dependencies', coalesce((
      select jsonb_agg(jsonb_build_object('task_id', d.task_id, 'predecessor_id', d.predecessor_id, 'lag', d.lag)
        order by d.id)
      from path as c join work.task_dependency as d on d.task_id = c.task_id
      where d.predecessor_id in (select o.task_id from path as o)), '[]'))
  from project as p;
end;
comment on function work.gantt is
  'The plan of a project with its critical path, as JSON; null for none that the caller sees. | План проекта с критическим путём, в JSON; null — такого не видно.';
grant execute on function work.critical_path, work.days_of, work.gantt
  to crm_service, crm_limited, crm_reader, crm_report;
