-- 0180_work_day: what somebody has to do today, what is late, how much everybody has, and moving many at once.
-- Why: each is one question of the page, so it is one statement here, under the rights of who asks. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: drop the functions.
create function work.today() returns date
language sql stable set search_path = pg_catalog
return (now() at time zone work.zone_of(access.account_id()))::date;
comment on function work.today is
  'The day on the clocks of the caller. | Сегодняшний день по часам вызывающего.';

-- Bodies that are bound and no SET: PostgreSQL puts them into the statement, and asks for the day once.
create function work.is_late(p_day date, p_at timestamptz, p_today date) returns boolean
language sql stable
return coalesce(p_at < now(), p_day < p_today, false);
comment on function work.is_late is
  'Whether what is due then is late on that day. | Просрочено ли в этот день то, у чего такой срок.';

-- A task as pages list it.
create function work.brief(p_task work.task, p_today date) returns jsonb
language sql stable
return jsonb_build_object('id', (p_task).id, 'title', (p_task).title, 'state', (p_task).state,
  'priority', (p_task).priority, 'due_on', (p_task).due_on, 'due_at', (p_task).due_at,
  'late', coalesce((p_task).due_at < now(), (p_task).due_on < p_today, false), 'assignee_id', (p_task).assignee_id,
  'project_id', (p_task).project_id, 'estimate', (p_task).estimate);
comment on function work.brief is
  'A task in brief, as JSON. | Задача кратко, в JSON.';

create function work.rank(p_priority text) returns integer
language sql immutable
return array_position('{urgent,high,normal,low}', p_priority);
comment on function work.rank is
  'The place of a priority, the most urgent first. | Место приоритета, срочные первыми.';

-- What is due and what was begun apart, so that each reads its own index and no more of it than is told. plpgsql keeps
-- the plan: to make it anew each time took longer than all the rest.
create function work.my_day() returns jsonb
language plpgsql stable set search_path = pg_catalog as $$
declare
  today constant date := work.today();
  me constant bigint := access.account_id();
begin
  return (
    with mine as materialized (
      (select t as task, t.due_on, t.due_at, t.priority, t.id from work.task as t
        where t.assignee_id = me and t.closed_at is null and t.archived_at is null and t.due_on <= today
        order by t.due_on, t.due_at, work.rank(t.priority), t.id limit 501)
      union all
      (select t as task, t.due_on, t.due_at, t.priority, t.id from work.task as t
        where t.assignee_id = me and t.state = 'in_progress' and t.archived_at is null
          and (t.due_on > today or t.due_on is null)
        order by t.due_on, t.due_at, work.rank(t.priority), t.id limit 501)
    ), placed as (
      select m.task, row_number() over (order by m.due_on, m.due_at, work.rank(m.priority), m.id) as place
      from mine as m
    )
    select jsonb_build_object('date', today, 'more', (select count(*) > 500 from mine), 'tasks', coalesce((
      select jsonb_agg(work.brief(p.task, today) order by p.place) from placed as p where p.place <= 500), '[]')));
end
$$;
comment on function work.my_day is
  'What the caller has to do today, the latest first. | Что вызывающему делать сегодня, просроченные первыми.';

create function work.overdue() returns jsonb
language sql stable set search_path = pg_catalog
begin atomic
  with clock as materialized (select work.today() as today), late as materialized (
    select t as task, t.due_on, t.id from work.task as t
    where t.closed_at is null and t.archived_at is null and t.due_on <= (select c.today from clock as c)
      and work.is_late(t.due_on, t.due_at, (select c.today from clock as c))
    order by t.due_on, t.id limit 501
  )
  select jsonb_build_object('date', c.today, 'more', (select count(*) > 500 from late),
    'tasks', coalesce((
      select jsonb_agg(work.brief(l.task, c.today) order by l.due_on, l.id)
      from (select * from late limit 500) as l), '[]'))
  from clock as c;
end;
comment on function work.overdue is
  'Late tasks that the caller sees, the latest first. | Просроченные задачи, видимые вызывающему, самые давние первыми.';

create function work.team_load() returns jsonb
language sql stable set search_path = pg_catalog
begin atomic
  with clock as materialized (select work.today() as today), open as (
    select t.assignee_id as account_id, count(*) as tasks,
      count(*) filter (where work.is_late(t.due_on, t.due_at, (select c.today from clock as c))) as late,
      coalesce(sum(t.estimate), 0) as estimate
    from work.task as t
    where t.assignee_id is not null and t.closed_at is null and t.archived_at is null
    group by t.assignee_id
  ), spent as (
    select e.owner_id as account_id, sum(e.minutes) as minutes from work.time_entry as e
    where e.worked_on > (select c.today from clock as c) - 7 and e.archived_at is null group by e.owner_id
  ), people as (
    select o.account_id from open as o union select s.account_id from spent as s
  )
  select jsonb_build_object('date', c.today, 'people', coalesce((
      select jsonb_agg(jsonb_build_object('account_id', a.id, 'name', a.name, 'tasks', coalesce(o.tasks, 0),
          'late', coalesce(o.late, 0), 'estimate', coalesce(o.estimate, 0), 'minutes', coalesce(s.minutes, 0))
        order by a.name, a.id)
      from people as p join access.account as a on a.id = p.account_id
      left join open as o on o.account_id = a.id
      left join spent as s on s.account_id = a.id), '[]'))
  from clock as c;
end;
comment on function work.team_load is
  'Open tasks of everybody whose tasks the caller sees, their estimates, and the minutes of the last seven days. | Открытые задачи всех, чьи задачи видны вызывающему, их оценки и минуты за семь дней.';

-- By whole days, on the clocks of whoever does it: nine in the morning stays nine.
create function work.moved(p_at timestamptz, p_days integer, p_zone text) returns timestamptz
language sql stable set search_path = pg_catalog
return ((p_at at time zone p_zone) + make_interval(days => p_days)) at time zone p_zone;
comment on function work.moved is
  'An instant some days later on the clocks of a zone. | Момент на несколько дней позже по часам пояса.';

create function work.reschedule(p_tasks bigint[], p_days integer) returns jsonb
language sql set search_path = pg_catalog
begin atomic
  with moved as (
    update work.task as t set
      due_on = t.due_on + p_days,
      due_at = work.moved(t.due_at, p_days, work.zone_of(coalesce(t.assignee_id, t.owner_id))),
      starts_at = work.moved(t.starts_at, p_days, work.zone_of(coalesce(t.assignee_id, t.owner_id)))
    where t.id = any (p_tasks) and t.closed_at is null and t.archived_at is null
      and num_nonnulls(t.due_on, t.starts_at) > 0
    returning t.id
  )
  select jsonb_build_object('moved', (select count(*) from moved), 'left', coalesce((
    select jsonb_agg(i.id order by i.id) from (select distinct unnest(p_tasks) as id) as i
    where not exists (select from moved as m where m.id = i.id)), '[]'));
end;
comment on function work.reschedule is
  'Moves open tasks by days; tells how many it moved, and which it left: closed, without dates, or not to be changed by the caller. | Переносит открытые задачи на дни; сообщает, сколько перенесено и какие оставлены: закрытые, без дат или недоступные для изменения.';
grant execute on function work.today, work.is_late, work.brief, work.rank, work.my_day, work.overdue,
  work.team_load, work.moved to crm_service, crm_limited, crm_reader, crm_report;
grant execute on function work.reschedule to crm_service;
