-- 0116_licensing_admission: who gets a seat, keeps it and gives it back.
-- Why: one function at every door. Kind: expand. Locks: none. Time: milliseconds. Forward only.
--
-- Locks are taken in this order by everybody: sessions, the gate (the row of licensing.state), seats, the
-- chain of events. Count and take are statements of their own under READ COMMITTED, behind the gate: measured,
-- anything else lets more in than there are seats.

create function licensing.subject(p_account bigint, p_console boolean default false) returns text
language sql immutable set search_path = pg_catalog
return case when p_console then 'console:' else 'user:' end || p_account;
comment on function licensing.subject is
  'Under what name an account holds a seat. | Под каким именем учётная запись занимает место.';

create function licensing.count_day(p_held integer, p_denies integer) returns void
language sql set search_path = pg_catalog
begin atomic
  insert into licensing.seat_day (day, max_held, denies)
  values ((clock_timestamp() at time zone 'UTC')::date, p_held, p_denies)
  on conflict (day) do update set max_held = greatest(seat_day.max_held, excluded.max_held),
    denies = seat_day.denies + excluded.denies;
end;
comment on function licensing.count_day is
  'Counts what a day has used. | Учитывает использованное за день.';

-- Behind the gate: gives back what has lapsed.
create function licensing.reap(p_at timestamptz) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  gone record;
begin
  for gone in
    with lapsed as (
      select s.slot_no, s.account_id, s.epoch from licensing.seat as s
      where not licensing.is_alive(s.lease_until, p_at) order by s.slot_no for update
    )
    update licensing.seat as s set subject = null, account_id = null, taken_at = null,
      lease_until = null, noticed_at = null
    from lapsed where s.slot_no = lapsed.slot_no
    returning lapsed.*
  loop
    perform licensing.note_seat('reap', gone.account_id, gone.slot_no, gone.epoch);
  end loop;
end
$$;
comment on function licensing.reap is
  'Frees the seats whose lease has ended. | Освобождает места с истёкшей арендой.';

-- One's own living seat, kept for another lease; under notice it is only kept up to its end. A lease that was made
-- shorter meanwhile does not shorten it: other sessions on it have been told until when it is theirs.
create function licensing.keep(
  p_subject text, out slot integer, out epoch bigint, out lease_until timestamptz)
language sql set search_path = pg_catalog
begin atomic
  update licensing.seat as s
  set lease_until = case when s.noticed_at is null
    then greatest(s.lease_until, clock_timestamp() + (select st.lease from licensing.state as st))
    else s.lease_until end
  where s.subject = p_subject and licensing.is_alive(s.lease_until, clock_timestamp())
  returning s.slot_no, s.epoch, s.lease_until;
end;
comment on function licensing.keep is
  'Keeps a living seat. | Продлевает действующее место.';

create function licensing.take(
  p_slot integer, p_subject text, p_account bigint, p_at timestamptz,
  out epoch bigint, out lease_until timestamptz)
language sql set search_path = pg_catalog
begin atomic
  insert into licensing.seat as s (slot_no, subject, account_id, taken_at, lease_until)
  select p_slot, p_subject, p_account, p_at, p_at + st.lease from licensing.state as st
  on conflict (slot_no) do update set subject = excluded.subject, account_id = excluded.account_id,
    taken_at = excluded.taken_at, lease_until = excluded.lease_until, epoch = s.epoch + 1,
    noticed_at = null
  -- Nobody is pushed off a seat; the console alone changes hands.
  where s.subject is null or s.slot_no = 0
  returning s.epoch, s.lease_until;
end;
comment on function licensing.take is
  'Takes a slot for a subject. | Занимает место.';

-- Gives an account its seat: the one it has, or the lowest free one. SLOT is null where none is free.
create function licensing.admit(
  p_account bigint, out slot integer, out epoch bigint, out lease_until timestamptz)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  me constant text := licensing.subject(p_account);
  cap integer;
  present timestamptz;
  held integer;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'seats are given under READ COMMITTED only, which sees what was just committed'
      using errcode = 'feature_not_supported';
  end if;
  select k.slot, k.epoch, k.lease_until into slot, epoch, lease_until from licensing.keep(me) as k;
  if slot is not null then
    return;
  end if;
  perform licensing.current_state();
  select st.cap into cap from licensing.state as st for update;
  -- Behind the gate: who waited there has to see what time it is now, and who came in meanwhile.
  present := clock_timestamp();
  select k.slot, k.epoch, k.lease_until into slot, epoch, lease_until from licensing.keep(me) as k;
  if slot is not null then
    return;
  end if;
  perform licensing.reap(present);
  held := licensing.held(present);
  if held >= cap or exists (
    select from licensing.seat_bar as b where b.account_id = p_account and licensing.is_alive(b.until, present))
  then
    -- A program that asks every second is one refusal a minute in the chain.
    if not exists (select from licensing.seat_event as e
      where e.account_id = p_account and e.kind = 'deny' and e.at > present - interval '1 minute')
    then
      perform licensing.note_seat('deny', p_account, 0, 0);
    end if;
    perform licensing.count_day(held, 1);
    return;
  end if;
  select min(n) into slot from generate_series(1, held + 1) as n
  where not exists (select from licensing.seat as s where s.slot_no = n and s.subject is not null);
  select t.epoch, t.lease_until into epoch, lease_until
  from licensing.take(slot, me, p_account, present) as t;
  perform licensing.note_seat('admit', p_account, slot, epoch);
  perform licensing.count_day(held + 1, 0);
end
$$;
comment on function licensing.admit is
  'Gives an account a seat, if one is free. | Даёт учётной записи место, если есть свободное.';

-- The console of licences: slot 0, for one at a time; who comes last has it, so that nobody is kept out.
create function licensing.admit_console(
  p_account bigint, out slot integer, out epoch bigint, out lease_until timestamptz)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  me constant text := licensing.subject(p_account, true);
begin
  perform from licensing.state for update;
  select k.slot, k.epoch, k.lease_until into slot, epoch, lease_until from licensing.keep(me) as k;
  if slot is null then
    slot := 0;
    select t.epoch, t.lease_until into epoch, lease_until
    from licensing.take(0, me, p_account, clock_timestamp()) as t;
    perform licensing.note_seat('admit', p_account, 0, epoch);
  end if;
end
$$;
comment on function licensing.admit_console is
  'Gives the console of licences. | Даёт консоль лицензий.';

-- Keeps a seat that is still of this epoch; null where it is not, or was taken away, or, a month after more
-- were held than bought, where enough others have been renewed later.
create function licensing.renew(p_account bigint, p_epoch bigint, p_console boolean) returns timestamptz
language plpgsql security definer set search_path = pg_catalog as $$
declare
  until timestamptz;
  lost licensing.seat;
begin
  update licensing.seat as s set lease_until = greatest(s.lease_until, clock_timestamp() + st.lease)
  from licensing.state as st
  where s.subject = licensing.subject(p_account, p_console) and s.epoch = p_epoch
    and licensing.is_alive(s.lease_until, clock_timestamp()) and s.noticed_at is null
    and not coalesce(st.over_since < clock_timestamp() - interval '30 days' and (
      select count(*) from licensing.seat as o
      where o.slot_no > 0 and o.lease_until > s.lease_until
        and licensing.is_alive(o.lease_until, clock_timestamp())) >= st.cap, false)
  returning s.lease_until into until;
  if until is null then
    select * into lost from licensing.seat as s where s.subject = licensing.subject(p_account, p_console);
    perform licensing.note_seat('renew-fail', p_account, coalesce(lost.slot_no, 0), p_epoch);
  end if;
  return until;
end
$$;
comment on function licensing.renew is
  'Keeps a seat for another lease. | Продлевает место на ещё одну аренду.';

create function licensing.release(p_account bigint, p_epoch bigint, p_console boolean) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  freed integer;
begin
  update licensing.seat as s set subject = null, account_id = null, taken_at = null, lease_until = null,
    noticed_at = null
  where s.subject = licensing.subject(p_account, p_console) and s.epoch = p_epoch
  returning s.slot_no into freed;
  if freed is not null then
    perform licensing.note_seat('release', p_account, freed, p_epoch);
  end if;
end
$$;
comment on function licensing.release is
  'Gives a seat back. | Возвращает место.';

-- Takes a seat away, a minute from now; the holder comes back after six minutes at the earliest, unless it
-- is he who asks. Answers when it is free; null where the account holds none. Its sessions are the area
-- access's to end.
create function licensing.evict(p_account bigint) returns timestamptz
language plpgsql security definer set search_path = pg_catalog as $$
declare
  free_at timestamptz;
  place licensing.seat;
begin
  perform from licensing.state for update;
  update licensing.seat as s set noticed_at = coalesce(s.noticed_at, clock_timestamp()),
    epoch = s.epoch + 1,
    lease_until = least(s.lease_until, clock_timestamp() + interval '60 seconds')
  where s.subject = licensing.subject(p_account) and licensing.is_alive(s.lease_until, clock_timestamp())
  returning s.* into place;
  if place.slot_no is null then
    return null;
  end if;
  insert into licensing.seat_bar (account_id, until)
  values (p_account, place.lease_until + interval '5 minutes')
  on conflict (account_id) do update set until = excluded.until;
  perform licensing.note_seat('force', p_account, place.slot_no, place.epoch);
  perform licensing.note('seat_taken_away', jsonb_build_object('account', p_account,
    'slot', place.slot_no, 'free_at', place.lease_until));
  return place.lease_until;
end
$$;
comment on function licensing.evict is
  'Takes a seat away, with a minute''s notice. | Отзывает место с предупреждением за минуту.';

-- What a person is told for whom no seat is free.
create function licensing.refusal(p_account bigint, out seats integer, out held integer, out free_at timestamptz)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select st.cap, licensing.held(clock_timestamp()),
    greatest(
      (select min(s.lease_until) from licensing.seat as s
        where s.slot_no > 0 and licensing.is_alive(s.lease_until, clock_timestamp())
        having count(*) >= st.cap),
      (select b.until from licensing.seat_bar as b
        where b.account_id = p_account and licensing.is_alive(b.until, clock_timestamp())))
  from licensing.state as st;
end;
comment on function licensing.refusal is
  'Why there is no seat, and when there may be one. | Почему нет места и когда оно может появиться.';
