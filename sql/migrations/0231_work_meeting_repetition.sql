-- 0231_work_meeting_repetition: making the meetings of a rule, and ending them.
-- Why: the service computes the times (libical); the database makes the meetings, all or none, by the rights of who
-- asks, and refuses a room that is taken at any of them. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the functions.

-- From when on times are to be computed for a meeting, on its own clocks: from its beginning by a new rule, else from
-- the last one that was made. Two years are made at once.
create function work.meeting_times(p_meeting bigint, p_rule text)
returns table (repeats boolean, rule text, omitted text, start text, after text, until text)
language sql stable set search_path = pg_catalog
begin atomic
  select r.id is not null, work.local_rule(coalesce(work.tidy_rule(p_rule), r.rule), m.zone),
    array_to_string(r.omitted, ' '), work.local_time(coalesce(r.starts_at, m.starts_at), m.zone),
    work.local_time(r.made_until, m.zone),
    work.local_time(greatest(now(), coalesce(r.made_until, m.starts_at)) + interval '2 years', m.zone)
  from work.meeting as m left join work.meeting_rule as r on r.id = m.meeting_rule_id
  where m.id = p_meeting;
end;
comment on function work.meeting_times is
  'What times are to be computed for a meeting that the caller sees. | Какие времена вычислять для видимой вызывающему встречи.';

-- The meetings like a pattern at these times, with its people and rooms; answers how many. Whatever stands in the way
-- is named, as far as the caller may see it.
create function work.make_meetings(p_pattern bigint, p_rule bigint, p_times text[]) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  m work.meeting;
  span bigint;
  made bigint[];
begin
  select * into m from work.meeting as o where o.id = p_pattern;
  span := case when m.all_day then extract(epoch from (m.ends_at at time zone m.zone) - (m.starts_at at time zone m.zone))
    else extract(epoch from m.ends_at - m.starts_at) end;
  perform work.refuse_reservation((
    select string_agg(taken.names, ', ')
    from (
      select distinct work.reserved_meanwhile(0, r.facility_id, work.instant_of(t.local, m.zone),
        work.end_of(t.local, span, m.zone, m.all_day)) as names
      from work.reservation as r cross join unnest(p_times) as t (local)
      where r.meeting_id = p_pattern limit 10) as taken));
  with fresh as (
    insert into work.meeting (title, body, location, starts_at, ends_at, zone, all_day, private, project_id,
      meeting_rule_id, occurrence_at)
    select m.title, m.body, m.location, work.instant_of(t.local, m.zone),
      work.end_of(t.local, span, m.zone, m.all_day), m.zone, m.all_day, m.private, m.project_id, p_rule,
      work.instant_of(t.local, m.zone)
    from unnest(p_times) as t (local)
    returning id
  )
  select array_agg(f.id) into made from fresh as f;
  insert into work.meeting_participant (meeting_id, account_id, party_id, required)
  select n.id, p.account_id, p.party_id, p.required
  from unnest(made) as n (id) cross join work.meeting_participant as p where p.meeting_id = p_pattern;
  insert into work.reservation (meeting_id, facility_id)
  select n.id, r.facility_id
  from unnest(made) as n (id) cross join work.reservation as r where r.meeting_id = p_pattern
  order by r.facility_id, n.id;
  return coalesce(cardinality(made), 0);
end
$$;
comment on function work.make_meetings is
  'Makes meetings like a pattern at other times; answers how many. | Создаёт встречи по образцу в другие времена; отвечает, сколько.';

-- P_FROM is the time from which P_TIMES were computed: what has changed since is refused. Null for a meeting that the
-- caller does not see.
create function work.repeat_meeting(
  p_meeting bigint, p_rule text, p_omitted text[], p_from text, p_times text[], p_more boolean) returns jsonb
language plpgsql set search_path = pg_catalog as $$
declare
  m work.meeting;
  r work.meeting_rule;
  times text[] := p_times;
  made bigint;
begin
  select * into m from work.meeting as o where o.id = p_meeting for update;
  if not found then
    return (select jsonb_build_object('refused', 'forbidden') from work.meeting as o where o.id = p_meeting);
  end if;
  if p_rule is null then
    select * into r from work.meeting_rule as o where o.id = m.meeting_rule_id for update;
    if r.id is null or r.ended_at is not null or work.local_time(r.made_until, m.zone) <> p_from then
      return jsonb_build_object('refused', 'changed');
    end if;
  else
    if m.meeting_rule_id is not null then
      return jsonb_build_object('refused', 'repeats');
    elsif m.state <> 'planned' or m.archived_at is not null
      or work.local_time(m.starts_at, m.zone) <> p_from
    then
      return jsonb_build_object('refused', 'changed');
    end if;
    times := array_remove(times, p_from);
    insert into work.meeting_rule (meeting_id, rule, omitted, starts_at, made_until, more)
    values (m.id, work.tidy_rule(p_rule), p_omitted, m.starts_at, m.starts_at, p_more)
    returning * into r;
  end if;
  made := work.make_meetings(r.meeting_id, r.id, times);
  update work.meeting_rule as o
  set made_until = coalesce((select max(work.instant_of(t.local, m.zone)) from unnest(times) as t (local)), o.made_until),
    more = p_more
  where o.id = r.id returning * into r;
  return jsonb_build_object('meeting_rule_id', r.id, 'meetings', made, 'until', r.made_until, 'more', r.more);
end
$$;
comment on function work.repeat_meeting is
  'Lets a meeting come again at these times, or makes more of its rule. | Повторяет встречу в эти времена или продолжает её правило.';

-- Those that the caller may not change are left, and counted.
create function work.end_repetition(p_meeting bigint) returns jsonb
language plpgsql set search_path = pg_catalog as $$
declare
  m work.meeting;
  done bigint;
  remaining bigint;
begin
  select * into m from work.meeting as o where o.id = p_meeting;
  if not found then
    return null;
  elsif m.meeting_rule_id is null then
    return jsonb_build_object('refused', 'alone');
  end if;
  update work.meeting as o set state = 'cancelled'
  where o.meeting_rule_id = m.meeting_rule_id and o.occurrence_at >= m.occurrence_at
    and o.state = 'planned' and o.archived_at is null;
  get diagnostics done = row_count;
  select count(*) into remaining from work.meeting as o
  where o.meeting_rule_id = m.meeting_rule_id and o.occurrence_at >= m.occurrence_at
    and o.state = 'planned' and o.archived_at is null;
  if done = 0 and remaining > 0 then
    return jsonb_build_object('refused', 'forbidden');
  end if;
  update work.meeting_rule as r set more = false, ended_at = now()
  where r.id = m.meeting_rule_id and r.ended_at is null;
  return jsonb_build_object('cancelled', done, 'left', remaining);
end
$$;
comment on function work.end_repetition is
  'Cancels a meeting and those behind it that come by the same rule. | Отменяет встречу и следующие за ней по тому же правилу.';
grant execute on function work.meeting_times, work.make_meetings, work.repeat_meeting, work.end_repetition
  to crm_service;
