-- 0115_licensing_install: installing a licence or a list of revocations; what the customer may say himself.
-- Why: the bytes prove themselves, so these functions are all that writes. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the functions.

-- Whoever migrates is not bound: that is the way in for who has no account yet.
create function licensing.require_manager() returns void
language plpgsql stable set search_path = pg_catalog as $$
begin
  if not pg_has_role(session_user, 'crm_owner', 'member')
    and not access.everything('license', 'manage')
  then
    raise exception 'needs license.manage' using errcode = 'insufficient_privilege';
  end if;
end
$$;
comment on function licensing.require_manager is
  'Refuses who may not manage the licence. | Отказывает тем, кто не управляет лицензией.';

create function licensing.judge_file(l licensing.licence, i licensing.instance) returns void
language plpgsql stable set search_path = pg_catalog as $$
declare
  key licensing.trusted_key;
  newest licensing.licence;
  today constant date := ((select c.line from licensing.clock as c) at time zone l.zone)::date;
begin
  select * into key from licensing.trusted_key as k where k.kid = l.kid;
  if key.status = 'revoked' and not licensing.reissued(l) then
    perform licensing.refuse('licence', 'revoked_key', l.kid);
  elsif key.test and not licensing.takes_test_key(i) then
    perform licensing.refuse('licence', 'test_key', l.kid);
  elsif l.environment = 'test' and i.environment <> 'test' or key.test and l.environment <> 'test' then
    perform licensing.refuse('licence', 'environment', l.environment);
  elsif l.instance_id <> all (array_remove(array[i.instance_id, i.origin_id], null)) then
    perform licensing.refuse('licence', 'instance', l.instance_id::text);
  elsif licensing.revoked_on(l.serial, l.revision) <= today then
    perform licensing.refuse('licence', 'revoked', licensing.revoked_on(l.serial, l.revision)::text);
  elsif today > l.ends_on + l.grace_days then
    perform licensing.refuse('licence', 'ended', (l.ends_on + l.grace_days)::text);
  end if;
  perform licensing.judge_issued('licence', l.issued);
  select * into newest from licensing.licence as n where n.serial = l.serial order by n.id desc limit 1;
  if l.revision < newest.revision and l.corrects is distinct from newest.revision then
    perform licensing.refuse('licence', 'rollback', newest.revision::text);
  elsif l.revision = newest.revision then
    perform licensing.refuse('licence', 'licence_once', newest.revision::text);
  -- A correction has brought the number down: what was signed before it comes back by no higher one.
  elsif l.issued < (select max(n.issued) from licensing.licence as n where n.serial = l.serial)
    and l.corrects is distinct from newest.revision
  then
    perform licensing.refuse('licence', 'rollback', newest.revision::text);
  end if;
  -- Another serial takes the place of what is there only if it was signed later; else an old and larger one
  -- could come back after a smaller one was bought.
  select * into newest from licensing.licence as n
  where n.serial <> l.serial and n.environment = l.environment order by n.issued desc limit 1;
  if l.issued < newest.issued then
    perform licensing.refuse('licence', 'rollback', newest.serial);
  end if;
end
$$;
comment on function licensing.judge_file is
  'Refuses a licence that this instance cannot take. | Отклоняет лицензию, не подходящую экземпляру.';

-- The vendor's own licence ends trying out, of a new instance, or of the copy that it names.
create function licensing.end_trial(l licensing.licence) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  update licensing.instance as i set test_until = null, environment = l.environment
  where i.test_until is not null and (l.instance_id = i.instance_id or i.origin_id is null)
    and not exists (select from licensing.trusted_key as k where k.kid = l.kid and k.test);
  if found then
    perform licensing.note('trial_ended', jsonb_build_object('serial', l.serial));
  end if;
end
$$;
comment on function licensing.end_trial is
  'Ends trying out by a licence of the vendor. | Завершает пробу лицензией поставщика.';

-- Installs a licence by its bytes; answers its id. The same file once more changes nothing.
create function licensing.install(p_payload bytea, p_signature bytea) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  l licensing.licence;
  i licensing.instance;
  made bigint;
begin
  perform licensing.require_manager();
  l := licensing.licence_of(licensing.signer('crm-license/1', p_payload, p_signature, true),
    p_payload, p_signature);
  perform from licensing.state for update;
  perform licensing.tick();
  select n.id into made from licensing.licence as n where n.payload = p_payload;
  if found then
    return made;
  end if;
  select * into i from licensing.instance;
  perform licensing.judge_file(l, i);
  insert into licensing.licence (installed_by, kid, payload, signature, serial, revision, corrects, issued,
    licensee, edition, environment, site_name, instance_id, seats, subject, overdraft, service_accounts,
    starts_on, ends_on, warn_days, grace_days, maintained_from, maintained_until, features, zone, kind)
  values (access.account_id(), l.kid, l.payload, l.signature, l.serial, l.revision, l.corrects, l.issued,
    l.licensee, l.edition, l.environment, l.site_name, l.instance_id, l.seats, l.subject, l.overdraft,
    l.service_accounts, l.starts_on, l.ends_on, l.warn_days, l.grace_days, l.maintained_from,
    l.maintained_until, l.features, l.zone, l.kind)
  returning id into made;
  perform licensing.end_trial(l);
  perform licensing.not_before(l.issued);
  perform licensing.note('installed', jsonb_build_object('serial', l.serial, 'revision', l.revision,
    'kid', l.kid, 'seats', l.seats, 'edition', l.edition));
  perform licensing.judge(null, true);
  return made;
end
$$;
comment on function licensing.install is
  'Installs a signed licence. | Устанавливает подписанную лицензию.';

create function licensing.install_revocations(p_payload bytea, p_signature bytea) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  number integer;
begin
  perform licensing.require_manager();
  perform from licensing.state for update;
  number := licensing.enter_list(p_payload, p_signature);
  perform licensing.judge(null, true);
  return number;
end
$$;
comment on function licensing.install_revocations is
  'Installs a signed list of revocations. | Устанавливает подписанный список отзыва.';

-- A copy that is to go on: 'moved' makes it the instance, three times a year; 'test' makes it a test copy
-- with a number of its own, for 90 days that can be begun anew four times; a copy of a copy has no more of them. Then
-- it is the vendor who issues a licence for it.
create function licensing.claim(p_what text) returns licensing.state
language plpgsql security definer set search_path = pg_catalog as $$
declare
  i licensing.instance;
  recent timestamptz[];
begin
  perform licensing.require_manager();
  perform from licensing.state for update;
  select * into i from licensing.instance for update;
  recent := array(select m from unnest(i.moves) as m where m > clock_timestamp() - interval '365 days');
  if p_what not in ('moved', 'test') then
    perform licensing.refuse('instance', 'claim_known', p_what);
  elsif i.copy_since is null and (p_what = 'moved' or i.test_until is null) then
    perform licensing.refuse('instance', 'no_copy', i.instance_id::text);
  elsif p_what = 'moved' and cardinality(recent) >= 3 then
    perform licensing.refuse('instance', 'moves_spent', (recent[1] + interval '365 days')::date::text);
  elsif p_what = 'test' and i.test_until is not null and i.test_renewals >= 4 then
    perform licensing.refuse('instance', 'test_spent', i.test_until::date::text);
  end if;
  update licensing.instance set
    bound_at = null, system_identifier = null, database_name = null, database_oid = null, timeline = null,
    hosts = '{}', copy_since = null,
    moves = case p_what when 'moved' then recent || clock_timestamp() else moves end,
    origin_id = case p_what when 'test' then coalesce(origin_id, instance_id) else origin_id end,
    instance_id = case when p_what = 'test' and (test_until is null or copy_since is not null)
      then gen_random_uuid() else instance_id end,
    environment = case p_what when 'test' then 'test' else environment end,
    test_renewals = test_renewals + (p_what = 'test' and test_until is not null)::integer,
    test_until = case p_what when 'test' then clock_timestamp() + interval '90 days' else test_until end;
  perform licensing.note('claimed', jsonb_build_object('as', p_what, 'was', i.instance_id));
  return licensing.judge(null, true);
end
$$;
comment on function licensing.claim is
  'Says what a copy is: the instance, moved, or a test copy. | Говорит, чем является копия: переездом или тестовой копией.';

-- How long a seat is kept without a sign of life; from the next renewal on.
create function licensing.set_lease(p_minutes integer) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform licensing.require_manager();
  update licensing.state set lease = make_interval(mins => p_minutes);
  perform licensing.note('lease', jsonb_build_object('minutes', p_minutes));
end
$$;
comment on function licensing.set_lease is
  'Sets how long a seat is kept. | Задаёт, сколько держится место.';

-- Modules that the customer does not want to see.
create function licensing.switch_off(p_features text[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform licensing.require_manager();
  update licensing.state set switched_off = p_features;
  perform licensing.note('switched_off', jsonb_build_object('features', p_features));
  perform pg_notify('crm_license', 'features');
end
$$;
comment on function licensing.switch_off is
  'Switches modules off. | Выключает модули.';

-- Only who migrates says that a new instance is for trying out, before anything was installed; for as long as a test
-- copy is.
create function licensing.make_test() returns void
language plpgsql set search_path = pg_catalog as $$
begin
  if exists (select from licensing.licence) then
    perform licensing.refuse('instance', 'licensed', 'a licence is installed');
  end if;
  update licensing.instance set environment = 'test', test_until = clock_timestamp() + interval '90 days';
  perform licensing.note('test', '{}');
end
$$;
comment on function licensing.make_test is
  'Makes a new instance one for trying out. | Делает новый экземпляр тестовым.';
grant execute on function licensing.install, licensing.install_revocations, licensing.claim,
  licensing.set_lease, licensing.switch_off to crm_service, crm_limited;
