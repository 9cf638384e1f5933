-- 0113_licensing_seat: who holds a seat, what happened to seats, and the state that licences add up to.
-- Why: a seat is one row that one subject holds for a time; what happened is a chain of hashes, so that two
-- instances on one licence show when their reports fork. Kind: expand. Locks: access.account and
-- licensing.licence, SHARE ROW EXCLUSIVE for their new references, for milliseconds. Time: milliseconds. Forward only.
create table licensing.state (
  one boolean constraint state_pkey primary key default true constraint state_single check (one),
  computed_at timestamptz not null default '-infinity',
  -- By the believed time, see licensing.clock.
  day date not null default current_date,
  mode text not null default 'FREE'
    constraint state_mode_known check (mode in ('FREE', 'FULL', 'WARN', 'CAPPED', 'READ_ONLY')),
  since timestamptz not null default clock_timestamp(),
  reasons jsonb not null default '[]',
  licence_id bigint constraint state_licence_fkey references licensing.licence,
  edition text not null default 'free-single',
  features text[] not null default '{}',
  cap integer not null default 1 constraint state_cap_range check (cap >= 1),
  service_accounts integer not null default 0,
  over_since timestamptz,
  -- The customer's: how long a seat is kept without a sign of life.
  lease interval not null default '30 minutes'
    constraint state_lease_range check (lease between interval '10 minutes' and interval '240 minutes'),
  -- The customer's: modules that are not wanted here.
  switched_off text[] not null default '{}'
);
create index state_licence_idx on licensing.state (licence_id);
insert into licensing.state default values;

-- Slot 0 is the licence administrator's console.
create table licensing.seat (
  slot_no integer constraint seat_pkey primary key constraint seat_slot_range check (slot_no >= 0),
  subject text constraint seat_subject_key unique,
  account_id bigint constraint seat_account_fkey references access.account,
  taken_at timestamptz,
  lease_until timestamptz,
  epoch bigint not null default 1,
  -- Set when an administrator takes the seat away: it ends with its lease, which is not renewed.
  noticed_at timestamptz,
  constraint seat_held check (num_nulls(subject, account_id, taken_at, lease_until) in (0, 4)),
  constraint seat_notice check (noticed_at is null or subject is not null)
);
create index seat_account_idx on licensing.seat (account_id);

-- Who was made to leave does not come back at once, before those for whom he left.
create table licensing.seat_bar (
  account_id bigint constraint seat_bar_pkey primary key
    constraint seat_bar_account_fkey references access.account,
  until timestamptz not null
);

create table licensing.seat_event (
  seq bigint constraint seat_event_pkey primary key,
  at timestamptz not null,
  kind text not null constraint seat_event_kind_known
    check (kind in ('admit', 'renew-fail', 'release', 'reap', 'force', 'deny')),
  -- A pseudonym, since the vendor reads it; who it was stands beside it for the customer.
  subject text not null,
  account_id bigint constraint seat_event_account_fkey references access.account,
  slot integer not null,
  epoch bigint not null,
  hash text not null constraint seat_event_hash_form check (hash ~ '^[0-9a-f]{64}$')
);
create index seat_event_account_idx on licensing.seat_event (account_id);

create table licensing.seat_day (
  day date constraint seat_day_pkey primary key,
  max_held integer not null default 0,
  denies integer not null default 0
);

-- Five hours: no lease is longer than four, and a clock may be put right by one. What reaches further was given
-- while the clock was wrong, and would hold a seat for years; for ever is what needs none.
create function licensing.is_alive(p_until timestamptz, p_at timestamptz) returns boolean
language sql stable parallel safe
return p_until > p_at and (p_until <= p_at + interval '5 hours' or p_until = 'infinity');
comment on function licensing.is_alive is
  'Whether a lease that ends at P_UNTIL still runs at P_AT. | Действует ли в момент P_AT аренда, которая кончается в P_UNTIL.';
-- It stands in every request, as whoever asks.
grant execute on function licensing.is_alive to crm_service, crm_limited, crm_reader;

create function licensing.instant_text(p_at timestamptz) returns text
language sql immutable parallel safe set search_path = pg_catalog
return to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
comment on function licensing.instant_text is
  'An instant as seat events are hashed. | Момент в том виде, в каком хешируются события мест.';

-- The hash of an event behind another one: SHA-256 over its parts, a line feed between two.
create function licensing.seat_hash(p_previous text, e licensing.seat_event) returns text
language sql immutable set search_path = pg_catalog
return encode(sha256(convert_to(concat_ws(e'\n', p_previous, e.seq, licensing.instant_text(e.at), e.kind,
  e.subject, e.slot, e.epoch), 'UTF8')), 'hex');
comment on function licensing.seat_hash is
  'What the hash of a seat event must be. | Каким должен быть хеш события места.';

-- Appends one event. Everybody waits here until the one before has committed: the lock comes after all
-- others that a transaction takes.
create function licensing.note_seat(p_kind text, p_account bigint, p_slot integer, p_epoch bigint)
returns void
language plpgsql set search_path = pg_catalog as $$
declare
  last licensing.seat_event;
  e licensing.seat_event;
begin
  perform pg_advisory_xact_lock(6517357, 80);
  select * into last from licensing.seat_event as s order by s.seq desc limit 1;
  e.seq := coalesce(last.seq, 0) + 1;
  -- Never before the last one, whatever the clock does.
  e.at := greatest(clock_timestamp(), last.at);
  e.kind := p_kind;
  e.account_id := p_account;
  select left(encode(sha256(convert_to(i.instance_id || ':' || p_account, 'UTF8')), 'hex'), 32)
  into e.subject from licensing.instance as i;
  e.slot := p_slot;
  e.epoch := p_epoch;
  e.hash := licensing.seat_hash(coalesce(last.hash, repeat('0', 64)), e);
  insert into licensing.seat_event select e.*;
end
$$;
comment on function licensing.note_seat is
  'Appends an event to the chain of seats. | Добавляет событие в цепочку мест.';

-- The first event that does not follow from the one before; null while all do.
create function licensing.broken_seat_event() returns bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select min(c.seq) from (
    select s.seq, s.hash, licensing.seat_hash(
        coalesce(lag(s.hash) over (order by s.seq), repeat('0', 64)), s) as wanted,
      s.seq - coalesce(lag(s.seq) over (order by s.seq), 0) as step
    from licensing.seat_event as s) as c
  where c.hash <> c.wanted or c.step <> 1;
end;
comment on function licensing.broken_seat_event is
  'Where the chain of seat events is broken; null for nowhere. | Где нарушена цепочка событий мест; null — нигде.';

alter table licensing.state enable row level security;
alter table licensing.seat enable row level security;
alter table licensing.seat_bar enable row level security;
alter table licensing.seat_event enable row level security;
alter table licensing.seat_day enable row level security;
create policy state_all on licensing.state for select using (true);
create policy seat_read on licensing.seat for select
  using ((select access.level('license', 'read')) > 0);
create policy seat_bar_nobody on licensing.seat_bar for select using (false);
create policy seat_event_read on licensing.seat_event for select
  using ((select access.level('license', 'read')) > 0);
create policy seat_day_read on licensing.seat_day for select
  using ((select access.level('license', 'read')) > 0);
comment on policy state_all on licensing.state is
  'How things stand is no secret. | Текущее состояние — не тайна.';
comment on policy seat_read on licensing.seat is
  'For who may read the licence. | Для имеющих право читать лицензию.';
comment on policy seat_bar_nobody on licensing.seat_bar is
  'Only the functions of seats. | Только функции рабочих мест.';
comment on policy seat_event_read on licensing.seat_event is
  'For who may read the licence. | Для имеющих право читать лицензию.';
comment on policy seat_day_read on licensing.seat_day is
  'For who may read the licence. | Для имеющих право читать лицензию.';
grant select on licensing.state to crm_service, crm_limited, crm_reader, crm_report, crm_monitor;
grant select on licensing.seat, licensing.seat_event, licensing.seat_day
  to crm_service, crm_limited, crm_reader;
grant execute on function licensing.broken_seat_event to crm_service, crm_limited, crm_monitor;

comment on table licensing.state is
  'State: what the licence comes to now. | Состояние: к чему сейчас сводится лицензия.';
comment on column licensing.state.one is 'One: there is one row. | Одна: строка одна.';
comment on column licensing.state.computed_at is 'Computed at: when. | Вычислено: когда.';
comment on column licensing.state.day is
  'Day: by the believed time. | День: по времени, которому верят.';
comment on column licensing.state.mode is
  'Mode: what is possible. | Режим: что возможно. {FREE=Free/Бесплатный, FULL=Full/Полный, WARN=With a warning/С предупреждением, CAPPED=More seats held than bought/Занято больше мест, READ_ONLY=Read only/Только чтение}';
comment on column licensing.state.since is 'Since: when the mode began. | С: когда начался режим.';
comment on column licensing.state.reasons is
  'Reasons: why it is not full. | Причины: почему не полный.';
comment on column licensing.state.licence_id is
  'Licence: the one in force. | Лицензия: действующая.';
comment on column licensing.state.edition is 'Edition: which modules. | Издание: какие модули.';
comment on column licensing.state.features is
  'Features: modules beyond the edition''s. | Модули: сверх издания.';
comment on column licensing.state.cap is
  'Cap: how many may hold a seat. | Предел: сколько могут занимать места.';
comment on column licensing.state.service_accounts is
  'Service accounts: how many there may be. | Служебные записи: сколько их может быть.';
comment on column licensing.state.over_since is
  'Over since: since when more hold one. | Превышение с: с какого времени занято больше.';
comment on column licensing.state.lease is
  'Lease: how long a seat is kept without a sign of life. | Аренда: сколько место держится без признаков жизни.';
comment on column licensing.state.switched_off is
  'Switched off: modules that are not wanted here. | Выключены: ненужные модули.';
comment on constraint state_single on licensing.state is 'There is one state. | Состояние одно.';
comment on constraint state_mode_known on licensing.state is
  'There is no such mode. | Такого режима нет.';
comment on constraint state_cap_range on licensing.state is
  'There is at least one seat. | Есть хотя бы одно место.';
comment on constraint state_lease_range on licensing.state is
  'A seat is kept for 10 to 240 minutes. | Место держится от 10 до 240 минут.';
comment on constraint state_licence_fkey on licensing.state is
  'There is no such licence. | Такой лицензии нет.';
comment on table licensing.seat is
  'Seat: and who holds it. | Рабочее место: и кто его занимает.';
comment on column licensing.seat.slot_no is
  'Slot: its number; 0 is the console of licences. | Место: его номер; 0 — консоль лицензий.';
comment on column licensing.seat.subject is
  'Subject: who or what holds it; empty while it is free. | Кто занимает: пусто, пока свободно.';
comment on column licensing.seat.account_id is 'Account: who holds it. | Учётная запись: кто занимает.';
comment on column licensing.seat.taken_at is 'Taken at: when. | Занято: когда.';
comment on column licensing.seat.lease_until is
  'Lease until: when it is free again without a sign of life. | Аренда до: когда освободится без признаков жизни.';
comment on column licensing.seat.epoch is
  'Epoch: grows whenever it changes hands. | Эпоха: растёт при каждой смене держателя.';
comment on column licensing.seat.noticed_at is
  'Noticed at: when an administrator took it away. | Отозвано: когда администратор забрал место.';
comment on constraint seat_slot_range on licensing.seat is
  'Slots count from 0. | Места считаются с 0.';
comment on constraint seat_subject_key on licensing.seat is
  'One subject holds one seat. | Один держатель занимает одно место.';
comment on constraint seat_account_fkey on licensing.seat is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint seat_held on licensing.seat is
  'A seat is held whole or not at all. | Место занято целиком или свободно.';
comment on constraint seat_notice on licensing.seat is
  'Only a holder gets notice. | Предупреждение получает только держатель.';
comment on table licensing.seat_bar is
  'Seat bar: who has to wait before he takes a seat again. | Пауза: кто ждёт, прежде чем снова занять место.';
comment on column licensing.seat_bar.account_id is 'Account: who. | Учётная запись: кто.';
comment on column licensing.seat_bar.until is 'Until: when. | До: какого времени.';
comment on constraint seat_bar_account_fkey on licensing.seat_bar is
  'There is no such account. | Такой учётной записи нет.';
comment on table licensing.seat_event is
  'Seat event: a link of the chain of what happened to seats. | Событие места: звено цепочки событий с местами.';
comment on column licensing.seat_event.seq is 'Number: without gaps. | Номер: без пропусков.';
comment on column licensing.seat_event.at is 'At: when. | Когда: время события.';
comment on column licensing.seat_event.kind is
  'Kind: what happened. | Вид: что произошло. {admit=Admitted/Допущен, renew-fail=Not renewed/Не продлено, release=Released/Освобождено, reap=Lapsed/Истекло, force=Taken away/Отозвано, deny=Refused/Отказано}';
comment on column licensing.seat_event.subject is
  'Subject: a pseudonym of who it was. | Кто: псевдоним.';
comment on column licensing.seat_event.account_id is 'Account: who it was. | Учётная запись: кто это был.';
comment on column licensing.seat_event.slot is 'Slot: 0 for none. | Место: 0 — никакое.';
comment on column licensing.seat_event.epoch is 'Epoch: of the slot, 0 for none. | Эпоха: места, 0 — нет.';
comment on column licensing.seat_event.hash is
  'Hash: over the one before and this event. | Хеш: от предыдущего и этого события.';
comment on constraint seat_event_kind_known on licensing.seat_event is
  'There is no such kind. | Такого вида нет.';
comment on constraint seat_event_account_fkey on licensing.seat_event is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint seat_event_hash_form on licensing.seat_event is
  'The hash is not SHA-256. | Хеш не SHA-256.';
comment on table licensing.seat_day is
  'Seat day: what was used on one day. | День мест: что использовано за день.';
comment on column licensing.seat_day.day is 'Day: in UTC. | День: по UTC.';
comment on column licensing.seat_day.max_held is
  'Most held: at once. | Наибольшее число: занятых одновременно.';
comment on column licensing.seat_day.denies is
  'Refusals: for want of a seat. | Отказы: из-за нехватки мест.';
