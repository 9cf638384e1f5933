-- 0010_access_sign_in: the doors: signing in, opening a session's context, tokens, passwords.
-- Why: there is no context yet, so these run as the owner and do exactly one thing each. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: drop the functions.

-- Failures within 15 minutes that make the next try wait: ten for a login from unknown devices,
-- ten for a known device, a hundred for an address. A known device never waits for strangers' failures.
create function access.sign_in_wait(p_login text, p_address text, p_device bytea) returns integer
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  since constant timestamptz := now() - interval '15 minutes';
  known boolean := exists (
    select from access.device as d join access.account as a on a.id = d.account_id
    where a.login_key = lower(p_login) and d.device_hash = p_device);
  failed bigint;
  oldest timestamptz;
begin
  if known then
    select count(*), min(f.at) into failed, oldest from access.sign_in_attempt as f
    where f.login_key = lower(p_login) and f.device_hash = p_device and not f.succeeded and f.at > since;
    return case when failed >= 10 then ceil(extract(epoch from oldest - since)) else 0 end;
  end if;
  select count(*), min(f.at) into failed, oldest from access.sign_in_attempt as f
  where f.login_key = lower(p_login) and f.device_hash is null and not f.succeeded and f.at > since;
  if failed >= 10 then
    return greatest(1, ceil(extract(epoch from oldest - since)));
  end if;
  select count(*), min(f.at) into failed, oldest from access.sign_in_attempt as f
  where f.address = p_address and not f.succeeded and f.at > since;
  return case when failed >= 100 then greatest(1, ceil(extract(epoch from oldest - since))) else 0 end;
end
$$;
comment on function access.sign_in_wait is
  'Seconds to wait before the next try, 0 for none. | Сколько секунд ждать до следующей попытки, 0 — не ждать.';

create function access.sign_in_lookup(
  p_login text, p_address text, p_device bytea,
  out account_id bigint, out hash text, out wait_seconds integer)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  wait_seconds := access.sign_in_wait(p_login, p_address, p_device);
  if wait_seconds = 0 then
    select a.id, p.hash into account_id, hash
    from access.account as a join access.password as p on p.account_id = a.id
    where a.login_key = lower(p_login) and a.kind = 'person' and a.locked_at is null
      and a.archived_at is null;
  end if;
end
$$;
comment on function access.sign_in_lookup is
  'The password hash of a login that may try now. | Хеш пароля для логина, которому можно пробовать.';

create function access.sign_in_fail(p_login text, p_address text, p_device bytea) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into access.sign_in_attempt (login_key, address, device_hash, succeeded)
  select lower(left(p_login, 100)), p_address, (
    select d.device_hash from access.device as d join access.account as a on a.id = d.account_id
    where a.login_key = lower(p_login) and d.device_hash = p_device), false;
end
$$;
comment on function access.sign_in_fail is 'Counts a failed try. | Считает неудачную попытку.';

create function access.open(
  p_account bigint, p_token_hash bytea, p_kind text, p_name text, p_narrowed text[],
  p_expires_at timestamptz, p_address text, p_user_agent text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  made bigint;
begin
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

create function access.sign_in_succeed(
  p_account bigint, p_token_hash bytea, p_device bytea, p_address text, p_user_agent text,
  p_lifetime interval, out session_id bigint, out expires_at timestamptz, out must_change_password boolean)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  expires_at := now() + p_lifetime;
  session_id := access.open(p_account, p_token_hash, 'session', null, null, expires_at, p_address, p_user_agent);
  if session_id is null then
    return;
  end if;
  select a.must_change_password into must_change_password from access.account as a where a.id = p_account;
  insert into access.device (account_id, device_hash) select p_account, p_device where p_device is not null
  on conflict (account_id, device_hash) do update set seen_at = now();
  insert into access.sign_in_attempt (login_key, address, device_hash, succeeded)
  select a.login_key, p_address, p_device, true from access.account as a where a.id = p_account;
  delete from access.sign_in_attempt as f using access.account as a
  where a.id = p_account and f.login_key = a.login_key and not f.succeeded
    and f.device_hash is not distinct from p_device;
  delete from access.session as s where s.account_id = p_account and s.expires_at < now() - interval '30 days';
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

-- A token of one's own: never more than the owner has, never for another.
create function access.open_token(
  p_token_hash bytea, p_name text, p_narrowed text[], p_expires_at timestamptz, p_address text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if access.account_id() is null then
    raise exception 'no context' using errcode = 'insufficient_privilege';
  end if;
  return access.open(access.account_id(), p_token_hash, 'token', p_name, p_narrowed, p_expires_at, p_address, null);
end
$$;
comment on function access.open_token is
  'Makes an API token of the caller''s own. | Создаёт токен API для самого вызывающего.';

create function access.set_password(p_account bigint, p_hash text, p_must_change boolean) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into access.password (account_id, hash) values (p_account, p_hash)
  on conflict (account_id) do update set hash = excluded.hash, changed_at = now();
  update access.account as a set must_change_password = p_must_change
  where a.id = p_account and a.must_change_password <> p_must_change;
end
$$;
comment on function access.set_password is
  'Sets a password. | Задаёт пароль.';

-- The caller's own; his other sessions end.
create function access.change_password(p_hash text) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if access.account_id() is null then
    raise exception 'no context' using errcode = 'insufficient_privilege';
  end if;
  perform access.set_password(access.account_id(), p_hash, false);
  delete from access.session as s
  where s.account_id = access.account_id() and s.kind = 'session'
    and s.token_hash <> decode(nullif(current_setting('crm.token', true), ''), 'hex');
end
$$;
comment on function access.change_password is
  'Sets the caller''s password and ends his other sessions. | Задаёт пароль вызывающего и закрывает другие его сеансы.';

create function access.own_password() returns text
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return (select p.hash from access.password as p where p.account_id = access.account_id());
end
$$;
comment on function access.own_password is
  'The hash of the caller''s password. | Хеш пароля вызывающего.';

-- An administrator's reset: all sessions end and the password must be changed. False for an unknown account.
create function access.reset_password(p_account bigint, p_hash text) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not access.everything('accounts', 'reset_password') then
    raise exception 'not permitted' using errcode = 'insufficient_privilege';
  end if;
  if not exists (select from access.account as a where a.id = p_account and a.kind = 'person') then
    return false;
  end if;
  perform access.set_password(p_account, p_hash, true);
  delete from access.session as s where s.account_id = p_account;
  return true;
end
$$;
comment on function access.reset_password is
  'Sets another''s password and ends his sessions. | Задаёт чужой пароль и закрывает его сеансы.';

-- Ends sessions: one by id, or all of the caller's where it is null. Answers how many.
create function access.close_sessions(p_session bigint) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  ended integer;
begin
  delete from access.session as s
  where case when p_session is null then s.account_id = access.account_id()
    else s.id = p_session
      and (s.account_id = access.account_id() or access.everything('sessions', 'delete')) end;
  get diagnostics ended = row_count;
  return ended;
end
$$;
comment on function access.close_sessions is
  'Ends sessions. | Закрывает сеансы.';

grant execute on function access.sign_in_lookup, access.sign_in_fail, access.sign_in_succeed,
  access.open_session, access.open_token, access.own_password, access.change_password,
  access.reset_password, access.close_sessions to crm_service, crm_limited;
grant execute on function access.open_session to crm_reader;
