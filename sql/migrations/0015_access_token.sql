-- 0015_access_token: what a caller does with sessions, tokens and passwords.
-- Why: these write what no grant lets the service write, so they run as the owner and judge the
-- caller themselves. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the functions.

-- Whether the caller has signed in himself. A token is for programs: it opens no tokens, changes no
-- password and ends nothing but itself.
create function access.signed_in() returns boolean
language sql stable security definer set search_path = pg_catalog
begin atomic
  select exists (
    select from access.session as s
    where s.token_hash = decode(nullif(current_setting('crm.token', true), ''), 'hex')
      and s.account_id = access.account_id() and s.kind = 'session' and s.expires_at > now());
end;
comment on function access.signed_in is
  'Whether the caller has signed in, not come with a token. | Вошёл ли вызывающий сам, а не по токену.';

create function access.require_session() returns void
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not access.signed_in() then
    raise exception 'only who has signed in' using errcode = 'insufficient_privilege',
      constraint = 'session_required';
  end if;
end
$$;
comment on function access.require_session is
  'Refuses whoever has not signed in himself. | Отказывает тому, кто не вошёл сам.';

-- A token of one's own: never more than the owner has, never for another.
create function access.open_token(
  p_token_hash bytea, p_name text, p_narrowed text[], p_expires_at timestamptz, p_address text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  beyond text;
begin
  perform access.require_session();
  select string_agg(wanted, ', ') into beyond from unnest(p_narrowed) as wanted
  where access.level(split_part(wanted, '.', 1), split_part(wanted, '.', 2)) = 0;
  if beyond is not null then
    raise exception 'a token beyond its owner' using errcode = 'insufficient_privilege', detail = beyond;
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

-- The hash of the caller's own password. The try counts as one to sign in, and as failed, before the
-- password is known; changing it takes the count back.
create function access.own_password(p_address text, out hash text, out wait_seconds integer)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform access.require_session();
  select f.hash, f.wait_seconds into hash, wait_seconds
  from access.account as a cross join lateral access.sign_in_lookup(a.login, p_address, null) as f
  where a.id = access.account_id();
end
$$;
comment on function access.own_password is
  'The hash of the caller''s password, if he may try now. | Хеш пароля вызывающего, если ему можно пробовать.';

-- The caller's own; his other sessions end. His tokens stay: they are programs' and do not hold the
-- password; he ends them one by one.
create function access.change_password(p_hash text, p_address text) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform access.require_session();
  perform access.set_password(access.account_id(), p_hash, false);
  perform access.forget_failures(access.account_id(), p_address, null);
  delete from access.session as s
  where s.account_id = access.account_id() and s.kind = 'session'
    and s.token_hash <> decode(current_setting('crm.token'), 'hex');
end
$$;
comment on function access.change_password is
  'Sets the caller''s password and ends his other sessions. | Задаёт пароль вызывающего и закрывает другие его сеансы.';

-- An administrator's reset: all sessions and tokens end and the password must be changed. False for an
-- unknown account. Whose rights reach beyond the caller's is not his to take over; one's own is changed
-- by who knows the old one.
create function access.reset_password(p_account bigint, p_hash text) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform access.require_session();
  if not access.everything('accounts', 'reset_password') then
    raise exception 'not permitted' using errcode = 'insufficient_privilege';
  end if;
  if p_account = access.account_id() then
    raise exception 'one''s own password' using errcode = 'object_not_in_prerequisite_state',
      constraint = 'own_password';
  end if;
  if not exists (select from access.account as a where a.id = p_account and a.kind = 'person') then
    return false;
  end if;
  if access.beyond_caller(p_account) is not null then
    raise exception 'the account may do more than the caller' using errcode = 'insufficient_privilege',
      constraint = 'account_within_own';
  end if;
  perform access.set_password(p_account, p_hash, true);
  delete from access.session as s where s.account_id = p_account;
  return true;
end
$$;
comment on function access.reset_password is
  'Sets another''s password and ends his sessions and tokens. | Задаёт чужой пароль и закрывает его сеансы и токены.';

-- Ends sessions: one by id, or all of the caller's where it is null. Answers how many.
create function access.close_sessions(p_session bigint) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  myself constant bigint := access.account_id();
  present constant bytea := decode(nullif(current_setting('crm.token', true), ''), 'hex');
  own_ones constant boolean := access.signed_in();
  any_one constant boolean := access.everything('sessions', 'delete');
  ended integer;
begin
  delete from access.session as s
  where case when p_session is null then s.account_id = myself else s.id = p_session end
    and (s.account_id = myself and (own_ones or s.token_hash = present)
      or p_session is not null and any_one);
  get diagnostics ended = row_count;
  return ended;
end
$$;
comment on function access.close_sessions is
  'Ends sessions. | Закрывает сеансы.';

grant execute on function access.require_session, access.open_token, access.own_password, access.change_password,
  access.reset_password, access.close_sessions to crm_service, crm_limited;
