-- 0120_licensing_status: what the licence's administrator sees, by the API and on the command line.
-- Why: one text for both. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the functions.
create function licensing.require_reader() returns void
language plpgsql stable set search_path = pg_catalog as $$
begin
  if not pg_has_role(session_user, 'crm_owner', 'member') and access.level('license', 'read') = 0 then
    raise exception 'needs license.read' using errcode = 'insufficient_privilege';
  end if;
end
$$;
comment on function licensing.require_reader is
  'Refuses who may not read the licence. | Отказывает тем, кто не читает лицензию.';

create function licensing.second_text(p_at timestamptz) returns text
language sql immutable parallel safe set search_path = pg_catalog
return to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
comment on function licensing.second_text is
  'An instant as the API tells it. | Момент, как его сообщает API.';

create function licensing.licence_json(l licensing.licence) returns jsonb
language sql immutable set search_path = pg_catalog
return case when l.id is not null then jsonb_build_object('serial', l.serial, 'revision', l.revision,
  'issued', licensing.second_text(l.issued), 'key', l.kid, 'licensee', l.licensee, 'site', l.site_name,
  'edition', l.edition, 'environment', l.environment, 'instance_id', l.instance_id, 'kind', l.kind,
  'starts_on', l.starts_on, 'ends_on', l.ends_on, 'grace_days', l.grace_days,
  'maintained_until', l.maintained_until, 'features', l.features,
  'installed_at', licensing.second_text(l.installed_at)) end;

comment on function licensing.licence_json is
  'A licence as the API tells it. | Лицензия, как её сообщает API.';

-- How things stand, judged now.
create function licensing.status() returns jsonb
language plpgsql security definer set search_path = pg_catalog as $$
declare
  st licensing.state;
  i licensing.instance;
  waiting licensing.licence;
begin
  perform licensing.require_reader();
  st := licensing.judge();
  select * into i from licensing.instance;
  select * into waiting from licensing.licence as l
  where l.id > coalesce(st.licence_id, 0) order by l.id desc limit 1;
  return jsonb_build_object('mode', st.mode, 'since', licensing.second_text(st.since), 'day', st.day,
    'reasons', st.reasons, 'edition', st.edition,
    'license', (select licensing.licence_json(l) from licensing.licence as l where l.id = st.licence_id),
    'waiting', licensing.licence_json(waiting),
    'seats', jsonb_build_object('count', st.cap, 'held', licensing.held(clock_timestamp()),
      'over_since', licensing.second_text(st.over_since),
      'lease_minutes', (extract(epoch from st.lease) / 60)::integer),
    'service_accounts', st.service_accounts, 'switched_off', st.switched_off,
    'instance', jsonb_build_object('id', i.instance_id, 'environment', i.environment,
      'bound_at', licensing.second_text(i.bound_at), 'database', i.database_name,
      'copy_since', licensing.second_text(i.copy_since),
      'test_until', licensing.second_text(i.test_until), 'moves', cardinality(i.moves)),
    'revocations', licensing.newest_list());
end
$$;
comment on function licensing.status is
  'How the licence stands. | Состояние лицензии.';

-- Who holds the seats, the longest without a sign of life first.
create function licensing.holders()
returns table (account_id bigint, login text, name text, slot integer, taken_at text, lease_until text,
  noticed boolean)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform licensing.require_reader();
  return query
  select s.account_id, a.login, a.name, s.slot_no, licensing.second_text(s.taken_at),
    licensing.second_text(s.lease_until), s.noticed_at is not null
  from licensing.seat as s join access.account as a on a.id = s.account_id
  where licensing.is_alive(s.lease_until, clock_timestamp())
  order by s.lease_until, s.slot_no;
end
$$;
comment on function licensing.holders is
  'Who holds the seats. | Кто занимает места.';

-- What happened, the latest first.
create function licensing.events(p_most integer)
returns table (at text, kind text, login text, detail jsonb)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform licensing.require_reader();
  return query
  select licensing.second_text(e.at), e.kind, coalesce(a.login, e.login_name), e.detail
  from licensing.event as e left join access.account as a on a.id = e.account_id
  order by e.id desc limit p_most;
end
$$;
comment on function licensing.events is
  'What happened to the licence. | Что происходило с лицензией.';
grant execute on function licensing.status, licensing.holders, licensing.events, licensing.second_text
  to crm_service, crm_limited;
