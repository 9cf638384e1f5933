-- 0188_work_calendar_import: meetings and tasks of a calendar from outside.
-- Why: people come with calendars of their own. What is there already is known again by its UID. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: drop the functions.

-- An entry as the service has read it: event, uid, title, text, location, zone, all_day, seconds, cancelled, done,
-- times (each on the clocks of the zone, as 20300131T090000). Days end by the calendar, hours by the clock.
create function work.end_of(p_local text, p_seconds bigint, p_zone text, p_all_day boolean) returns timestamptz
language sql stable set search_path = pg_catalog
return case when p_all_day
  then work.instant_of(
    to_char(to_timestamp(p_local, 'YYYYMMDD"T"HH24MISS') + make_interval(days => (p_seconds / 86400)::integer),
      'YYYYMMDD"T"HH24MISS'), p_zone)
  else work.instant_of(p_local, p_zone) + make_interval(secs => p_seconds) end;
comment on function work.end_of is
  'When something ends that begins at a time of a zone. | Когда кончается начатое во время пояса.';

-- On other clocks; those that nobody knows are the same ones.
create function work.on_clocks(p_local text, p_zone text, p_target text) returns text
language sql stable set search_path = pg_catalog
return case when p_zone is null or p_zone = p_target or not access.time_zone_known(p_zone) then p_local
  else work.local_time(work.instant_of(p_local, p_zone), p_target) end;
comment on function work.on_clocks is
  'A time of one zone on the clocks of another. | Время одного пояса по часам другого.';

create function work.times_on(p_times jsonb, p_target text) returns text
language sql stable set search_path = pg_catalog
return coalesce((
  select string_agg(work.on_clocks(t.value ->> 'local', t.value ->> 'zone', p_target), ' ' order by t.place)
  from jsonb_array_elements(p_times) with ordinality as t (value, place)), '');
comment on function work.times_on is
  'Times on the clocks of a zone, with spaces between them. | Времена по часам пояса, через пробел.';

-- What replaces a time of another entry (RECURRENCE-ID) stands in its place and is known by it.
create function work.take_calendar(p_entries jsonb) returns jsonb
language sql set search_path = pg_catalog
begin atomic
  with replaced as materialized (
    select e.uid, work.instant_of(work.on_clocks(e.replaces ->> 'local', e.replaces ->> 'zone', e.zone), e.zone) as at
    from jsonb_to_recordset(p_entries) as e (uid text, zone text, replaces jsonb)
    where jsonb_typeof(e.replaces) = 'object'
  ), entry as materialized (
    select e.event, left(e.uid, 400) as uid, coalesce(nullif(left(clients.tidy(e.title), 300), ''), '?') as title,
      nullif(left(e.text, 50000), '') as text, nullif(left(e.location, 500), '') as location, e.zone, e.all_day,
      e.seconds, e.cancelled, e.done, t.local,
      coalesce(work.on_clocks(e.replaces ->> 'local', e.replaces ->> 'zone', e.zone), t.local) as known_by
    from jsonb_to_recordset(p_entries) as e (event boolean, uid text, title text, text text, location text, zone text,
      all_day boolean, seconds bigint, cancelled boolean, done boolean, replaces jsonb, times jsonb)
    cross join lateral jsonb_array_elements_text(e.times) as t (local)
    where jsonb_typeof(e.replaces) = 'object' or not exists (
      select from replaced as r where r.uid = e.uid and r.at = work.instant_of(t.local, e.zone))
  ), meetings as (
    insert into work.meeting (title, body, location, starts_at, ends_at, zone, all_day, state, external_source,
      external_key)
    select e.title, e.text, e.location, work.instant_of(e.local, e.zone),
      work.end_of(e.local, e.seconds, e.zone, e.all_day), e.zone, e.all_day,
      case when e.cancelled then 'cancelled' else 'planned' end,
      'ics ' || access.account_id(), e.uid || '/' || e.known_by
    from entry as e where e.event
    on conflict on constraint meeting_external_key do nothing
    returning id
  ), tasks as (
    insert into work.task (title, body, assignee_id, due_on, due_at, state, external_source, external_key)
    select e.title, e.text, access.account_id(), case when e.all_day then left(e.local, 8)::date end,
      case when not e.all_day then work.instant_of(e.local, e.zone) end,
      case when e.cancelled then 'cancelled' when e.done then 'done' else 'open' end,
      'ics ' || access.account_id(), e.uid || '/' || e.known_by
    from entry as e where not e.event
    on conflict on constraint task_external_key do nothing
    returning id
  )
  select jsonb_build_object('meetings', (select count(*) from meetings), 'tasks', (select count(*) from tasks),
    'known', (select count(*) from entry) - (select count(*) from meetings) - (select count(*) from tasks));
end;
comment on function work.take_calendar is
  'Makes meetings and tasks of entries of a calendar; tells how many, and how many were known. | Создаёт встречи и задачи из записей календаря; сообщает, сколько создано и сколько известно.';
grant execute on function work.end_of, work.on_clocks, work.times_on to crm_service;
grant execute on function work.take_calendar to crm_service;

-- The zone, the rule and whether it is one, as the service needs them to compute times: the caller's own zone where a
-- calendar tells none, or one that nobody knows.
create function work.read_rule(p_rule text, p_zone text, out zone text, out rule text, out valid boolean)
language sql stable set search_path = pg_catalog
begin atomic
  select z.zone, work.local_rule(work.tidy_rule(p_rule), z.zone), coalesce(work.rule_valid(work.tidy_rule(p_rule)), true)
  from (select case when access.time_zone_known(p_zone) then p_zone else work.zone_of(access.account_id()) end) as z (zone);
end;
comment on function work.read_rule is
  'A rule and zone of a calendar from outside, as they are taken. | Правило и пояс внешнего календаря, как они приняты.';
grant execute on function work.read_rule to crm_service;
