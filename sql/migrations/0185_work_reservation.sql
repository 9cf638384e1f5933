-- 0185_work_reservation: what a meeting reserves, never twice at once.
-- Why: whoever comes second must be told at once, whatever way he writes. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
--
-- The exclusion constraint decides. Reservations of one facility go one behind the other (its row is held), so that two
-- who wait for each other are never a deadlock, and who comes second can be told what stands in the way.
create table work.reservation (
  id bigint generated always as identity constraint reservation_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  meeting_id bigint not null
    constraint reservation_meeting_fkey references work.meeting on delete cascade,
  facility_id bigint not null
    constraint reservation_facility_fkey references work.facility,
  -- Follow from the meeting.
  starts_at timestamptz not null default now(),
  ends_at timestamptz not null default now(),
  released boolean not null default false,
  external_source text,
  external_key text,
  constraint reservation_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint reservation_external_key unique (external_source, external_key),
  constraint reservation_key unique (meeting_id, facility_id),
  constraint reservation_no_overlap exclude using gist (
    facility_id ext.gist_int8_ops with =, tstzrange(starts_at, ends_at) with &&) where (not released)
);
create index reservation_meeting_idx on work.reservation (meeting_id, id);
create index reservation_facility_idx on work.reservation (facility_id, starts_at, id);

-- Holds the facilities and gives the reservation the time of its meeting.
create function work.prepare_reservation() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  -- The meeting first, as whoever moves it holds it before its facilities: he sees this reservation, or this his time.
  perform from work.meeting as m where m.id = new.meeting_id for no key update;
  perform from work.facility as f where f.id = new.facility_id for no key update;
  select m.starts_at, m.ends_at, m.state = 'cancelled' or m.archived_at is not null
  into new.starts_at, new.ends_at, new.released
  from work.meeting as m where m.id = new.meeting_id;
  if not found then
    new.starts_at := now();
    new.ends_at := now();
  end if;
  return new;
end
$$;
comment on function work.prepare_reservation is
  'Gives a reservation the time of its meeting. | Ставит бронированию время его встречи.';
create trigger prepare_reservation before insert or update on work.reservation
  for each row execute function work.prepare_reservation();

-- By the rights of who writes: what he may not see is not named.
create function work.reserved_meanwhile(p_meeting bigint, p_facility bigint, p_from timestamptz, p_until timestamptz)
returns text
language sql stable set search_path = pg_catalog
begin atomic
  select string_agg('«' || m.title || '» (' || m.id || ')', ', ' order by r.starts_at)
  from work.reservation as r join work.meeting as m on m.id = r.meeting_id
  where r.facility_id = p_facility and r.meeting_id <> p_meeting and not r.released
    and r.starts_at < p_until and r.ends_at > p_from;
end;
comment on function work.reserved_meanwhile is
  'The meetings that the caller sees and that have the facility then. | Видимые вызывающему встречи, занявшие ресурс.';

create function work.refuse_reservation(p_names text) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  if p_names is not null then
    raise exception 'reserved by another meeting' using errcode = 'exclusion_violation', schema = 'work',
      table = 'reservation', column = 'facility_id', constraint = 'reservation_no_overlap', hint = p_names;
  end if;
end
$$;
comment on function work.refuse_reservation is
  'Names the meetings that stand in the way. | Называет мешающие встречи.';

-- Within a function of the owner's everything would be seen, so it names nothing there.
create function work.name_reservation() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if current_user = session_user then
    perform work.refuse_reservation(
      work.reserved_meanwhile(new.meeting_id, new.facility_id, new.starts_at, new.ends_at));
  end if;
  return new;
end
$$;
comment on function work.name_reservation is
  'Names what stands in the way of a reservation. | Называет то, что мешает бронированию.';
create trigger say_reservation before insert or update on work.reservation
  for each row when (not new.released) execute function work.name_reservation();

-- A meeting that is moved takes its reservations with it, and gives them up when it is cancelled.
create function work.name_moved_meeting() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if current_user = session_user and new.state = 'planned' and new.archived_at is null then
    perform work.refuse_reservation((
      select string_agg(work.reserved_meanwhile(new.id, r.facility_id, new.starts_at, new.ends_at), ', ')
      from work.reservation as r where r.meeting_id = new.id));
  end if;
  return new;
end
$$;
comment on function work.name_moved_meeting is
  'Names what stands in the way of a meeting that is moved. | Называет то, что мешает перенести встречу.';
create trigger say_moved_meeting before update of starts_at, ends_at, state, archived_at on work.meeting
  for each row execute function work.name_moved_meeting();

create function work.move_reservations() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update work.reservation as r set starts_at = new.starts_at where r.meeting_id = new.id;
  return null;
end
$$;
comment on function work.move_reservations is
  'Moves the reservations of a meeting with it. | Переносит бронирования вместе со встречей.';
create trigger meeting_moved after update on work.meeting
  for each row when ((old.starts_at, old.ends_at, old.state, old.archived_at)
    is distinct from (new.starts_at, new.ends_at, new.state, new.archived_at))
  execute function work.move_reservations();
comment on trigger meeting_moved on work.meeting is
  'Reservations follow their meeting. | Бронирования следуют за встречей.';
grant execute on function work.reserved_meanwhile, work.refuse_reservation to crm_service;

comment on table work.reservation is
  'Reservation: a facility that a meeting has for its time. | Бронирование: помещение или ресурс встречи на её время.';
comment on column work.reservation.meeting_id is 'Meeting: for which. | Встреча: для которой.';
comment on column work.reservation.facility_id is 'Facility: that is reserved. | Ресурс: что занято.';
comment on column work.reservation.starts_at is 'Starts at: as the meeting. | Начало: как у встречи.';
comment on column work.reservation.ends_at is 'Ends at: as the meeting. | Конец: как у встречи.';
comment on column work.reservation.released is
  'Released: the meeting is cancelled or put away. | Снято: встреча отменена или убрана.';
comment on constraint reservation_meeting_fkey on work.reservation is 'There is no such meeting. | Такой встречи нет.';
comment on constraint reservation_facility_fkey on work.reservation is
  'There is no such facility, or meetings have reserved it. | Такого ресурса нет, либо он занят встречами.';
comment on constraint reservation_key on work.reservation is
  'The meeting has reserved this already. | Встреча уже заняла этот ресурс.';
comment on constraint reservation_no_overlap on work.reservation is
  'This is reserved by another meeting at that time: {value}. | Это время уже занято другой встречей: {value}.';
select clients.describe_common('work.reservation'::regclass);
select system.business('work.reservation'::regclass, 'meeting_id', 'work.meeting'::regclass);
select access.protect_child(
  'work.reservation'::regclass, 'meetings', 'meeting_id', 'work.meeting'::regclass);
