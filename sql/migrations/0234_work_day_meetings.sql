-- 0234_work_day_meetings: what somebody has to do today tells his meetings of the day too.
-- Why: who plans his day by two lists forgets one. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: work.my_day as it was.
create function work.day_meetings(p_day date) returns jsonb
language sql stable set search_path = pg_catalog
begin atomic
  with day as materialized (
    select p_day::timestamp at time zone work.zone_of(access.account_id()) as begins,
      (p_day + 1)::timestamp at time zone work.zone_of(access.account_id()) as ends
  ), mine as (
    select m.* from work.meeting as m
    where m.starts_at < (select d.ends from day as d)
      and m.starts_at > (select d.begins - interval '31 days' from day as d)
      and (m.ends_at > (select d.begins from day as d) or m.starts_at >= (select d.begins from day as d))
      and m.state = 'planned' and m.archived_at is null
      and (m.id in (select work.own_meetings()) or m.owner_id = access.account_id())
      and not exists (
        select from work.meeting_participant as p
        where p.meeting_id = m.id and p.account_id = access.account_id() and p.answer = 'declined')
    order by m.starts_at, m.id limit 200
  )
  select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'title', m.title, 'starts_at', m.starts_at,
    'ends_at', m.ends_at, 'all_day', m.all_day, 'location', m.location) order by m.starts_at, m.id), '[]')
  from mine as m;
end;
comment on function work.day_meetings is
  'The meetings of the caller on a day of his clocks. | Встречи вызывающего в день по его часам.';
grant execute on function work.day_meetings to crm_service, crm_limited, crm_reader, crm_report;

-- As before, with the meetings.
create or replace function work.my_day() returns jsonb
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
      select jsonb_agg(work.brief(p.task, today) order by p.place) from placed as p where p.place <= 500), '[]'),
      'meetings', work.day_meetings(today)));
end
$$;

-- As before, and by its day or note where no task tells what it is.
create or replace function work.name_time_overlap() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  other text;
begin
  select string_agg(concat_ws(' ', '«' || coalesce(t.title, e.note, e.worked_on::text) || '»', '(' || e.id || ')'), ', '
    order by e.started_at) into other
  from work.time_entry as e left join work.task as t on t.id = e.task_id
  where e.owner_id = new.owner_id and e.id <> new.id and e.archived_at is null
    and e.started_at < new.ended_at and e.ended_at > new.started_at;
  if other is not null then
    raise exception 'work at the same time' using errcode = 'exclusion_violation', schema = 'work',
      table = 'time_entry', column = 'started_at', constraint = 'time_entry_no_overlap', hint = other;
  end if;
  return new;
end
$$;
