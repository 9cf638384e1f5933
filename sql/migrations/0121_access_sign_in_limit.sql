-- 0121_access_sign_in_limit: how many failures make the next try wait, as a setting of who installs.
-- Why: an office behind one address may need more, a public one less. Kind: expand. Locks: none.
-- Time: milliseconds. Forward only.
create table access.sign_in_limit (
  one boolean constraint sign_in_limit_pkey primary key default true
    constraint sign_in_limit_single check (one),
  to_login integer not null default 10 constraint sign_in_limit_login_range check (to_login between 3 and 1000),
  to_login_everywhere integer not null default 200
    constraint sign_in_limit_everywhere_range check (to_login_everywhere between 3 and 100000),
  from_network integer not null default 100
    constraint sign_in_limit_network_range check (from_network between 3 and 100000)
);
insert into access.sign_in_limit default values;
comment on table access.sign_in_limit is
  'Limits of signing in: failures within 15 minutes. | Ограничения входа: неудачи за 15 минут.';
comment on column access.sign_in_limit.one is 'One: there is one row. | Одна: строка одна.';
comment on column access.sign_in_limit.to_login is
  'To a login: from one network, or one known device. | К логину: из одной сети или с известного устройства.';
comment on column access.sign_in_limit.to_login_everywhere is
  'To a login, from everywhere: from unknown devices. | К логину отовсюду: с неизвестных устройств.';
comment on column access.sign_in_limit.from_network is
  'From one network: to whatever login. | Из одной сети: к любому логину.';
comment on constraint sign_in_limit_single on access.sign_in_limit is
  'There is one set of limits. | Набор ограничений один.';
comment on constraint sign_in_limit_login_range on access.sign_in_limit is
  'The limit is 3 to 1000. | Ограничение — от 3 до 1000.';
comment on constraint sign_in_limit_everywhere_range on access.sign_in_limit is
  'The limit is 3 to 100000. | Ограничение — от 3 до 100000.';
comment on constraint sign_in_limit_network_range on access.sign_in_limit is
  'The limit is 3 to 100000. | Ограничение — от 3 до 100000.';
alter table access.sign_in_limit enable row level security;
create policy sign_in_limit_nobody on access.sign_in_limit for select using (false);
comment on policy sign_in_limit_nobody on access.sign_in_limit is
  'Only the sign-in functions. | Только функции входа.';

-- As before, by the limits of the table; see 0014.
create or replace function access.sign_in_wait(p_login text, p_address text, p_device bytea) returns integer
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  most constant access.sign_in_limit := l from access.sign_in_limit as l;
  since constant timestamptz := now() - interval '15 minutes';
  known boolean := exists (
    select from access.device as d join access.account as a on a.id = d.account_id
    where a.login_key = lower(p_login) and d.device_hash = p_device);
  oldest timestamptz;
begin
  if known then
    select case when count(*) >= most.to_login then min(f.at) end into oldest from access.sign_in_attempt as f
    where f.login_key = lower(p_login) and f.device_hash = p_device and not f.succeeded and f.at > since;
  else
    select greatest(
        case when count(*) filter (where access.network(f.address) = access.network(p_address)) >= most.to_login
          then min(f.at) filter (where access.network(f.address) = access.network(p_address)) end,
        case when count(*) >= most.to_login_everywhere then min(f.at) end)
      into oldest
    from access.sign_in_attempt as f
    where f.login_key = lower(p_login) and f.device_hash is null and not f.succeeded and f.at > since;
    if oldest is null then
      select case when count(*) >= most.from_network then min(f.at) end into oldest
      from access.sign_in_attempt as f
      where access.network(f.address) = access.network(p_address) and not f.succeeded and f.at > since;
    end if;
  end if;
  return case when oldest is null then 0 else greatest(1, ceil(extract(epoch from oldest - since))) end;
end
$$;
comment on function access.sign_in_wait is
  'Seconds to wait before the next try, 0 for none. | Сколько секунд ждать до следующей попытки, 0 — не ждать.';
