-- 0117_access_seat: a person's session needs a seat; every door asks for one.
-- Why: limits that a door forgets are none. Kind: expand; access.sign_in_succeed is dropped and made anew in the same
-- transaction, answers what it did and more. Locks: access.session, ACCESS EXCLUSIVE for its new columns and their
-- CHECK, which reads it once; access.account, SHARE ROW EXCLUSIVE for its new trigger; both to the end.
-- Time: milliseconds, and one for every hundred sessions. Forward only.
--
-- Sessions from before take a seat with their next request: a service of the release before, which does not ask, opens
-- them anew since their version is another.
alter table access.session
  add column seat_until timestamptz not null default '-infinity',
  add column seat_renew_at timestamptz not null default 'infinity',
  add column seat_epoch bigint,
  add column console boolean not null default false,
  add constraint session_console check (not console or (kind = 'session' and narrowed is not null));
update access.session set version = version + 1;
comment on column access.session.seat_until is
  'Seat until: how long it has one; for ever where it needs none. | Место до: сколько держится; бессрочно, если место не нужно.';
comment on column access.session.seat_renew_at is
  'Seat renewed from: when half of that has passed. | Продлевать с: когда прошла половина.';
comment on column access.session.seat_epoch is
  'Seat''s epoch: of the slot when it was taken; empty where none is needed. | Эпоха места: при занятии; пусто, если место не нужно.';
comment on column access.session.console is
  'Console: without a seat, for the licence and for export alone. | Консоль: без места, только лицензия и выгрузка.';
comment on constraint session_console on access.session is
  'A console is a narrowed session. | Консоль — суженный сеанс.';

-- What the console of licences is for: the licence, and taking out all that its holder may read.
create function access.console_rights(p_account bigint) returns text[]
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(array_agg(distinct h.resource || '.' || h.action), '{}')
  from access.held(p_account) as h
  where h.resource = 'license' or h.action in ('read', 'export');
end;
comment on function access.console_rights is
  'The rights of a console of licences. | Права консоли лицензий.';

create function access.may_manage_license(p_account bigint) returns boolean
language sql stable security definer set search_path = pg_catalog
begin atomic
  select strpos(c.may_act, ' license.manage=5 ') > 0
  from access.context(p_account, array['license.manage']) as c;
end;
comment on function access.may_manage_license is
  'Whether an account manages the licence. | Управляет ли учётная запись лицензией.';

-- What stands in a session of its seat: for ever for programs and jobs, a lease for people, the console for
-- who manages the licence and finds no seat. Who signs in takes the console from whoever has it, a session that goes
-- on (P_GOES_ON) does not, else two would take it from each other with every request. SEAT_UNTIL is null for who is
-- refused.
create function access.seat(
  p_account bigint, p_kind text, p_goes_on boolean,
  out seat_until timestamptz, out seat_renew_at timestamptz, out seat_epoch bigint, out console boolean)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  slot integer;
begin
  console := false;
  if p_kind = 'job'
    or exists (select from access.account as a where a.id = p_account and a.kind = 'service')
  then
    seat_until := 'infinity';
    seat_renew_at := 'infinity';
    return;
  end if;
  select s.slot, s.epoch, s.lease_until into slot, seat_epoch, seat_until
  from licensing.admit(p_account) as s;
  if slot is null and p_kind = 'session' and access.may_manage_license(p_account) and not (p_goes_on and exists (
    select from licensing.seat as c
    where c.slot_no = 0 and c.account_id <> p_account and licensing.is_alive(c.lease_until, clock_timestamp())))
  then
    console := true;
    select s.slot, s.epoch, s.lease_until into slot, seat_epoch, seat_until
    from licensing.admit_console(p_account) as s;
    -- Sessions come before seats in the order of locks, so that nobody is waited for here: one that is just being
    -- renewed finds its epoch gone.
    update access.session as s set seat_until = clock_timestamp(), seat_renew_at = 'infinity'
    where s.id in (
      select o.id from access.session as o
      where o.console and o.account_id <> p_account and licensing.is_alive(o.seat_until, clock_timestamp())
      for update skip locked);
  end if;
  seat_renew_at := clock_timestamp() + (seat_until - clock_timestamp()) / 2;
end
$$;
comment on function access.seat is
  'The seat of a session that is opened or goes on. | Место открываемого или продолжаемого сеанса.';

create or replace function access.open(
  p_account bigint, p_token_hash bytea, p_kind text, p_name text, p_narrowed text[],
  p_expires_at timestamptz, p_address text, p_user_agent text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  seat record;
  narrowed text[] := p_narrowed;
  made bigint;
begin
  perform access.lock_rights(true);
  if not exists (select from access.account as a
    where a.id = p_account and a.locked_at is null and a.archived_at is null)
  then
    return null;
  end if;
  select * into seat from access.seat(p_account, p_kind, false);
  if seat.seat_until is null then
    return null;
  end if;
  if seat.console then
    narrowed := access.console_rights(p_account);
  end if;
  insert into access.session (token_hash, account_id, kind, name, narrowed, expires_at, address,
    user_agent, context_until, department, team, below, may_read, may_create, may_update, may_delete, may_act,
    seat_until, seat_renew_at, seat_epoch, console)
  select p_token_hash, p_account, p_kind, p_name, narrowed, p_expires_at, p_address,
    left(p_user_agent, 300), c.context_until, c.department, c.team, c.below, c.may_read, c.may_create,
    c.may_update, c.may_delete, c.may_act, seat.seat_until, seat.seat_renew_at, seat.seat_epoch, seat.console
  from access.context(p_account, narrowed) as c
  returning id into made;
  return made;
end
$$;
comment on function access.open is
  'Opens a session or token; null for a locked account, and where no seat is free. | Открывает сеанс или токен; null для заблокированной записи и когда нет свободного места.';

-- P_HASH is the hash that the password matched: if it was changed meanwhile, there is no session. The right
-- password takes failures back, also where no seat is free: SEATLESS says that.
drop function access.sign_in_succeed(bigint, text, bytea, bytea, text, text, interval);
create function access.sign_in_succeed(
  p_account bigint, p_hash text, p_token_hash bytea, p_device bytea, p_address text, p_user_agent text,
  p_lifetime interval, out session_id bigint, out expires_at timestamptz, out must_change_password boolean,
  out seatless boolean, out console boolean)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform from access.password as p where (p.account_id, p.hash) = (p_account, p_hash) for share;
  if not found then return; end if;
  expires_at := now() + p_lifetime;
  session_id := access.open(p_account, p_token_hash, 'session', null, null, expires_at, p_address, p_user_agent);
  select a.must_change_password, session_id is null into must_change_password, seatless
  from access.account as a where a.id = p_account and a.locked_at is null and a.archived_at is null;
  if not found then
    return;
  end if;
  perform access.forget_failures(p_account, p_address, p_device);
  insert into access.device (account_id, device_hash) select p_account, p_device where p_device is not null
  on conflict (account_id, device_hash) do update set seen_at = now();
  insert into access.sign_in_attempt (login_key, address, device_hash, succeeded)
  select a.login_key, p_address, p_device, true from access.account as a where a.id = p_account;
  select s.console into console from access.session as s where s.id = session_id;
end
$$;
comment on function access.sign_in_succeed is
  'Opens the session of an account whose password was right. | Открывает сеанс после верного пароля.';

-- A session whose seat has lapsed asks for it again; from the console it comes back with all rights where a
-- seat has become free, and goes there where none is.
create function access.reseat(p_session bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  s access.session;
  seat record;
begin
  perform access.lock_rights(true);
  select * into s from access.session as o where o.id = p_session for update;
  if s.id is null then
    return false;
  elsif licensing.is_alive(s.seat_until, clock_timestamp()) then
    return true;
  end if;
  select * into seat from access.seat(s.account_id, s.kind, true);
  if seat.seat_until is null then
    return false;
  end if;
  update access.session as o set seat_until = seat.seat_until, seat_renew_at = seat.seat_renew_at,
    seat_epoch = seat.seat_epoch
  where o.id = p_session;
  if seat.console or s.console then
    s.narrowed := case when seat.console then access.console_rights(s.account_id) end;
    update access.session as o set version = o.version + 1, console = seat.console, narrowed = s.narrowed,
      context_until = c.context_until, may_read = c.may_read, may_create = c.may_create,
      may_update = c.may_update, may_delete = c.may_delete, may_act = c.may_act
    from access.context(s.account_id, s.narrowed) as c
    where o.id = p_session;
  end if;
  return true;
end
$$;
comment on function access.reseat is
  'Gives a session whose seat has lapsed another one, if one is free. | Даёт сеансу с истёкшим местом новое, если есть свободное.';

create or replace function access.open_session(
  p_token_hash text,
  out session_id bigint, out account_id bigint, out version bigint, out login text, out name text,
  out kind text, out department_id bigint, out language text, out time_zone text,
  out expires_at timestamptz, out may_read text, out may_create text, out may_update text,
  out may_delete text, out may_act text) returns setof record
language plpgsql security definer set search_path = pg_catalog as $$
declare
  found_session access.session;
  writes constant boolean := current_setting('transaction_read_only') = 'off';
begin
  select * into found_session from access.session as s
  where s.token_hash = decode(p_token_hash, 'hex') and s.expires_at > now();
  if not found then
    return;
  end if;
  -- A standby cannot; there the token is refused until the primary has done it.
  if found_session.context_until <= now() then
    if not writes then
      return;
    end if;
    perform access.refresh(array[found_session.account_id]);
  end if;
  if not licensing.is_alive(found_session.seat_until, clock_timestamp())
    and not (writes and access.reseat(found_session.id))
  then
    return;
  end if;
  if writes then
    update access.session as s set last_used_at = now()
    where s.id = found_session.id and s.last_used_at < now() - interval '1 minute';
  end if;
  return query
  select s.id, s.account_id, s.version, a.login, a.name, s.kind, a.department_id, a.language, a.time_zone,
    s.expires_at, s.may_read, s.may_create, s.may_update, s.may_delete, s.may_act
  from access.session as s join access.account as a on a.id = s.account_id
  where s.id = found_session.id and a.locked_at is null and a.archived_at is null;
end
$$;
comment on function access.open_session is
  'Who stands behind a token and what he may; no row when it has ended, or has no seat. | Кто стоит за токеном и что может; нет строки, если он закончился или нет места.';

-- Why open_session has answered no row to a token that is alive: no seat was free. No row else.
create function access.seat_refusal(
  p_token_hash text, out account_id bigint, out seats integer, out held integer, out free_at timestamptz)
returns setof record
language sql stable security definer set search_path = pg_catalog
begin atomic
  select s.account_id, r.seats, r.held, r.free_at
  from access.session as s
  join access.account as a on a.id = s.account_id and a.locked_at is null and a.archived_at is null
  cross join licensing.refusal(s.account_id) as r
  where s.token_hash = decode(p_token_hash, 'hex') and s.expires_at > now()
    and not licensing.is_alive(s.seat_until, clock_timestamp());
end;
comment on function access.seat_refusal is
  'Why a living token is let in no more: for want of a seat. | Почему действующий токен не пускают: нет места.';

-- For a session that is in use: its seat for another lease. Where that fails, it is not asked again; the
-- session goes on to the end of what it has, and then asks at the door. A console has changed hands then, and ends.
create function access.renew_seat(p_token_hash text) returns timestamptz
language plpgsql security definer set search_path = pg_catalog as $$
declare
  s access.session;
  until timestamptz;
begin
  select * into s from access.session as o where o.token_hash = decode(p_token_hash, 'hex') for no key update;
  if s.id is null or s.seat_epoch is null or not licensing.is_alive(s.seat_until, clock_timestamp()) then
    return null;
  end if;
  until := licensing.renew(s.account_id, s.seat_epoch, s.console);
  update access.session as o set
    seat_until = coalesce(until, case when o.console then clock_timestamp() else o.seat_until end),
    seat_renew_at = coalesce(clock_timestamp() + (until - clock_timestamp()) / 2, 'infinity')
  where o.id = s.id;
  return until;
end
$$;
comment on function access.renew_seat is
  'Keeps the seat of a session that is in use. | Продлевает место используемого сеанса.';

-- Whoever's last session with a seat ends gives the seat back, however it ends.
create function access.give_seat_back() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  -- Whoever is just opening a session on this seat, or ending another one, holds its row: what he does is seen
  -- only by a statement that begins when he has done.
  perform from licensing.seat as s
  where s.subject = licensing.subject(old.account_id, old.console) for update;
  if not exists (
    select from access.session as s
    where s.account_id = old.account_id and s.console = old.console
      and licensing.is_alive(s.seat_until, clock_timestamp()) and s.expires_at > now())
  then
    perform licensing.release(old.account_id, old.seat_epoch, old.console);
  end if;
  return null;
end
$$;
comment on function access.give_seat_back is
  'Gives the seat of a session that ends back. | Возвращает место заканчивающегося сеанса.';
create trigger session_seat after delete on access.session
  for each row when (old.seat_epoch is not null and old.seat_until > now())
  execute function access.give_seat_back();

-- Whether a session needs a seat was judged when it was opened, by what its account was then. Nobody opens one
-- beside the change, see access.lock_rights.
create function access.end_sessions_of_kind() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform access.lock_rights(false);
  delete from access.session as s where s.account_id = new.id;
  return null;
end
$$;
comment on function access.end_sessions_of_kind is
  'Ends the sessions of an account that becomes a person or a program. | Завершает сеансы записи, ставшей человеком или программой.';
create trigger account_seat after update of kind on access.account
  for each row when (old.kind <> new.kind) execute function access.end_sessions_of_kind();
comment on trigger account_seat on access.account is
  'Ends the sessions of an account that becomes a person or a program. | Завершает сеансы записи, ставшей человеком или программой.';

-- Takes somebody's seat away, a minute from now; null where he holds none.
create function access.take_seat_away(p_account bigint) returns timestamptz
language plpgsql security definer set search_path = pg_catalog as $$
declare
  free_at timestamptz;
begin
  perform licensing.require_manager();
  perform from access.session as s where s.account_id = p_account order by s.id for update;
  free_at := licensing.evict(p_account);
  update access.session as s set seat_until = least(s.seat_until, free_at), seat_renew_at = 'infinity'
  where s.account_id = p_account and s.seat_epoch is not null and not s.console and free_at is not null;
  return free_at;
end
$$;
comment on function access.take_seat_away is
  'Takes somebody''s seat away, a minute from now. | Отзывает чьё-то место через минуту.';

-- Why signing in has failed with the right password.
create function access.sign_in_refusal(
  p_account bigint, p_hash text, out seats integer, out held integer, out free_at timestamptz)
returns setof record
language sql stable security definer set search_path = pg_catalog
begin atomic
  select r.seats, r.held, r.free_at
  from access.password as p cross join licensing.refusal(p_account) as r
  where (p.account_id, p.hash) = (p_account, p_hash);
end;
comment on function access.sign_in_refusal is
  'Why there is no seat for who knows the password. | Почему нет места для знающего пароль.';

grant execute on function access.sign_in_succeed, access.renew_seat, access.take_seat_away,
  access.sign_in_refusal to crm_service, crm_limited;
grant execute on function access.seat_refusal to crm_service, crm_limited, crm_reader;
