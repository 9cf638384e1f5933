-- 0014_access_sign_in: the door for who has no context yet: signing in, and the context behind a token.
-- Why: these run as the owner and do one thing each. Kind: expand. Locks: none. Time: ms. Forward only.

-- Takes away what nobody needs any more, at most so much of each kind; answers how much it was.
create function access.sweep(most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  gone bigint;
  total bigint := 0;
begin
  delete from access.session as s where s.id in (
    select o.id from access.session as o where o.expires_at < now() - interval '30 days'
    order by o.expires_at limit most for update skip locked);
  get diagnostics gone = row_count;
  total := total + gone;
  delete from access.sign_in_attempt as f where f.id in (
    select o.id from access.sign_in_attempt as o where o.at < now() - interval '90 days'
    order by o.at limit most for update skip locked);
  get diagnostics gone = row_count;
  total := total + gone;
  delete from access.device as d where (d.account_id, d.device_hash) in (
    select o.account_id, o.device_hash from access.device as o where o.seen_at < now() - interval '1 year'
    order by o.seen_at limit most for update skip locked);
  get diagnostics gone = row_count;
  return total + gone;
end
$$;
comment on function access.sweep is
  'Deletes sessions a month after their end, sign-in attempts after three, devices unseen for a year. | Удаляет сеансы через месяц после конца, попытки входа через три, устройства через год.';

-- The network that an address is counted by: with IPv6 a /64, since that is what one customer gets.
create function access.network(address text) returns text
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
declare
  ip inet;
begin
  ip := address::inet;
  return case
    when family(ip) = 4 then host(ip)
    when ip <<= '::ffff:0:0/96' then host('0.0.0.0'::inet + (ip - '::ffff:0:0'::inet))
    else network(set_masklen(ip, 64))::text
  end;
exception when invalid_text_representation then
  return address;
end
$$;
comment on function access.network is
  'What failures are counted by: an IPv4 address, an IPv6 network of /64. | По чему считаются неудачи: адрес IPv4, сеть IPv6 /64.';
create index sign_in_attempt_network_idx
  on access.sign_in_attempt (access.network(address), at) where not succeeded;

-- Failures within 15 minutes that make the next try wait: from unknown devices, ten to a login from one
-- network and two hundred from everywhere, so that a stranger does not keep others out and many
-- strangers still guess little; a hundred from one network to whatever login; ten from a known
-- device, which never waits for strangers' failures.
create function access.sign_in_wait(p_login text, p_address text, p_device bytea) returns integer
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  since constant timestamptz := now() - interval '15 minutes';
  known boolean := exists (
    select from access.device as d join access.account as a on a.id = d.account_id
    where a.login_key = lower(p_login) and d.device_hash = p_device);
  oldest timestamptz;
begin
  if known then
    select case when count(*) >= 10 then min(f.at) end into oldest from access.sign_in_attempt as f
    where f.login_key = lower(p_login) and f.device_hash = p_device and not f.succeeded and f.at > since;
  else
    select greatest(
        case when count(*) filter (where access.network(f.address) = access.network(p_address)) >= 10
          then min(f.at) filter (where access.network(f.address) = access.network(p_address)) end,
        case when count(*) >= 200 then min(f.at) end)
      into oldest
    from access.sign_in_attempt as f
    where f.login_key = lower(p_login) and f.device_hash is null and not f.succeeded and f.at > since;
    if oldest is null then
      select case when count(*) >= 100 then min(f.at) end into oldest from access.sign_in_attempt as f
      where access.network(f.address) = access.network(p_address) and not f.succeeded and f.at > since;
    end if;
  end if;
  return case when oldest is null then 0 else greatest(1, ceil(extract(epoch from oldest - since))) end;
end
$$;
comment on function access.sign_in_wait is
  'Seconds to wait before the next try, 0 for none. | Сколько секунд ждать до следующей попытки, 0 — не ждать.';

-- Counts the try as failed before the password is known, one login at a time: a thousand guesses at
-- once are still ten. access.sign_in_succeed takes the count back.
create function access.sign_in_lookup(
  p_login text, p_address text, p_device bytea,
  out account_id bigint, out hash text, out wait_seconds integer)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock(6517358, hashtext(lower(p_login)));
  wait_seconds := access.sign_in_wait(p_login, p_address, p_device);
  if wait_seconds > 0 then
    return;
  end if;
  insert into access.sign_in_attempt (login_key, address, device_hash, succeeded)
  select lower(left(p_login, 100)), p_address, (
    select d.device_hash from access.device as d join access.account as a on a.id = d.account_id
    where a.login_key = lower(p_login) and d.device_hash = p_device), false;
  select a.id, p.hash into account_id, hash
  from access.account as a join access.password as p on p.account_id = a.id
  where a.login_key = lower(p_login) and a.kind = 'person' and a.locked_at is null
    and a.archived_at is null;
end
$$;
comment on function access.sign_in_lookup is
  'The password hash of a login that may try now. | Хеш пароля для логина, которому можно пробовать.';

create function access.open(
  p_account bigint, p_token_hash bytea, p_kind text, p_name text, p_narrowed text[],
  p_expires_at timestamptz, p_address text, p_user_agent text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  made bigint;
begin
  perform access.lock_rights(true);
  insert into access.session (token_hash, account_id, kind, name, narrowed, expires_at, address,
    user_agent, context_until, department, team, below, may_read, may_create, may_update, may_delete, may_act)
  select p_token_hash, p_account, p_kind, p_name, p_narrowed, p_expires_at, p_address,
    left(p_user_agent, 300), c.context_until, c.department, c.team, c.below, c.may_read, c.may_create,
    c.may_update, c.may_delete, c.may_act
  from access.account as a cross join lateral access.context(a.id, p_narrowed) as c
  where a.id = p_account and a.locked_at is null and a.archived_at is null
  returning id into made;
  return made;
end
$$;
comment on function access.open is
  'Opens a session or token; null for a locked account. | Открывает сеанс или токен; null для заблокированной записи.';

create function access.forget_failures(p_account bigint, p_address text, p_device bytea) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from access.sign_in_attempt as f using access.account as a
  where a.id = p_account and f.login_key = a.login_key and not f.succeeded and case
      when exists (select from access.device as d where (d.account_id, d.device_hash) = (p_account, p_device))
        then f.device_hash = p_device
      else f.device_hash is null and access.network(f.address) = access.network(p_address) end;
end
$$;
comment on function access.forget_failures is
  'Takes back the failures of a device, or a network, that has known the password. | Снимает счёт неудач с устройства или сети, откуда ввели верный пароль.';

-- P_HASH is the hash that the password matched: if it was changed meanwhile, there is no session.
create function access.sign_in_succeed(
  p_account bigint, p_hash text, p_token_hash bytea, p_device bytea, p_address text, p_user_agent text,
  p_lifetime interval, out session_id bigint, out expires_at timestamptz, out must_change_password boolean)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform from access.password as p where (p.account_id, p.hash) = (p_account, p_hash) for share;
  if not found then return; end if;
  expires_at := now() + p_lifetime;
  session_id := access.open(p_account, p_token_hash, 'session', null, null, expires_at, p_address, p_user_agent);
  if session_id is null then
    return;
  end if;
  select a.must_change_password into must_change_password from access.account as a where a.id = p_account;
  perform access.forget_failures(p_account, p_address, p_device);
  insert into access.device (account_id, device_hash) select p_account, p_device where p_device is not null
  on conflict (account_id, device_hash) do update set seen_at = now();
  insert into access.sign_in_attempt (login_key, address, device_hash, succeeded)
  select a.login_key, p_address, p_device, true from access.account as a where a.id = p_account;
end
$$;
comment on function access.sign_in_succeed is
  'Opens the session of an account whose password was right. | Открывает сеанс после верного пароля.';

-- The context behind a token, brought up to date; what the service keeps in memory by its version.
create function access.open_session(
  p_token_hash text,
  out session_id bigint, out account_id bigint, out version bigint, out login text, out name text,
  out kind text, out department_id bigint, out language text, out time_zone text,
  out expires_at timestamptz, out may_read text, out may_create text, out may_update text,
  out may_delete text, out may_act text) returns setof record
language plpgsql security definer set search_path = pg_catalog as $$
declare
  found_session access.session;
begin
  select * into found_session from access.session as s
  where s.token_hash = decode(p_token_hash, 'hex') and s.expires_at > now();
  if not found then
    return;
  end if;
  if found_session.context_until <= now() then
    -- A standby cannot; there the token is refused until the primary has done it.
    if current_setting('transaction_read_only') = 'on' then
      return;
    end if;
    perform access.refresh(array[found_session.account_id]);
  end if;
  if current_setting('transaction_read_only') = 'off' then
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
  'Who stands behind a token and what he may; no row when it has ended. | Кто стоит за токеном и что может; нет строки, если он закончился.';
grant execute on function access.sign_in_lookup, access.sign_in_succeed, access.sweep
  to crm_service, crm_limited;
grant execute on function access.open_session to crm_service, crm_limited, crm_reader;
