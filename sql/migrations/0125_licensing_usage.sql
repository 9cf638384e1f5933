-- 0125_licensing_usage: what an instance tells the vendor: that it asks for a licence of its own, and what it used.
-- Why: the program signs what these functions answer. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the functions.

-- The licence in force, else the one that waits; a row of nulls where none is installed.
create function licensing.reported() returns licensing.licence
language sql stable set search_path = pg_catalog
begin atomic
  select l from licensing.licence as l cross join licensing.state as st
  order by (l.id = st.licence_id) desc nulls last, l.id desc limit 1;
end;
comment on function licensing.reported is
  'The licence that the vendor is told about. | Лицензия, о которой сообщается поставщику.';

-- What a request for activation says; no row where no licence is installed. What the instance knows of itself is
-- null until a service has served on it.
create function licensing.request(
  out serial text, out instance_id uuid, out issued timestamptz, out system_identifier text, out database text,
  out host text, out timeline text) returns setof record
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform licensing.require_manager();
  perform licensing.current_state();
  return query
  select l.serial, i.instance_id, clock_timestamp(), i.system_identifier::text, i.database_name, i.hosts[1],
    i.timeline::text
  from licensing.reported() as l cross join licensing.instance as i
  where l.id is not null;
end
$$;
comment on function licensing.request is
  'What a request for activation says. | Что говорится в запросе активации.';

-- What stands at the head of a report; no row where no licence is installed.
create function licensing.usage(
  out serial text, out revision integer, out seats integer, out instance_id uuid, out issued timestamptz)
returns setof record
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform licensing.require_manager();
  perform licensing.current_state();
  return query
  select l.serial, l.revision, l.seats, i.instance_id, clock_timestamp()
  from licensing.reported() as l cross join licensing.instance as i
  where l.id is not null;
end
$$;
comment on function licensing.usage is
  'What stands at the head of a usage report. | Что стоит в начале отчёта об использовании.';

-- The last day that cannot be held against a licence, since one with more seats was in force then; null for none.
create function licensing.larger_until(l licensing.licence) returns date
language sql stable set search_path = pg_catalog
begin atomic
  select max(f.last_day)
  from licensing.licence as p
  cross join lateral (
    select min(greatest((n.installed_at at time zone 'UTC')::date, n.starts_on - 1)) as last_day
    from licensing.licence as n where n.id > p.id and n.id <= l.id) as f
  where p.id < l.id and p.seats > l.seats;
end;
comment on function licensing.larger_until is
  'The last day on which a licence with more seats was in force. | Последний день, когда действовала лицензия с большим числом мест.';

-- Days in UTC, up to 400 back. Who was admitted on a day, or gave his seat up, is counted as having held one.
create function licensing.usage_days()
returns table (day date, max_held integer, denies integer, distinct_subjects integer)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  present constant date := (clock_timestamp() at time zone 'UTC')::date;
  since constant date := greatest(present - 400, licensing.larger_until(licensing.reported()));
begin
  perform licensing.require_manager();
  return query
  select d.day, d.max_held, d.denies, coalesce(s.subjects, 0)
  from licensing.seat_day as d
  left join (
    select (e.at at time zone 'UTC')::date as day, count(distinct e.subject)::integer as subjects
    from licensing.seat_event as e
    where e.slot > 0 and e.kind in ('admit', 'release', 'force')
    group by 1
  ) as s on s.day = d.day
  where d.day > since
  order by d.day;
end
$$;
comment on function licensing.usage_days is
  'What was used, day by day. | Что использовано, по дням.';

-- The chain of seat events: in front the anchor, the number and hash of the event before, then at most 50000 events,
-- which with all days keep a file below 16 MiB. P_AFTER: the events behind that number; null for the last ones.
create function licensing.usage_chain(p_after bigint)
returns table (seq bigint, at text, kind text, subject text, slot integer, epoch bigint, hash text)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  newest constant bigint := coalesce((select max(e.seq) from licensing.seat_event as e), 0);
  anchor constant bigint := coalesce(p_after, greatest(newest - 50000, 0));
begin
  perform licensing.require_manager();
  if anchor not between 0 and newest then
    perform licensing.refuse('seat_event', 'seat_event_known', newest::text);
  end if;
  return query
  select anchor, null::text, null::text, null::text, null::integer, null::bigint,
    coalesce((select e.hash from licensing.seat_event as e where e.seq = anchor), repeat('0', 64));
  return query
  select e.seq, licensing.instant_text(e.at), e.kind, e.subject, e.slot, e.epoch, e.hash
  from licensing.seat_event as e where e.seq > anchor order by e.seq limit 50000;
end
$$;
comment on function licensing.usage_chain is
  'A stretch of the chain of seat events. | Отрезок цепочки событий мест.';
grant execute on function licensing.request, licensing.usage, licensing.usage_days, licensing.usage_chain
  to crm_service, crm_limited;
