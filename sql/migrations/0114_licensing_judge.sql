-- 0114_licensing_judge: the mode, computed from independent facts; installing; what a customer may say.
-- Why: no program decides what is possible: all nodes ask here, at least once a minute, and at once when
-- something is installed. Kind: expand. Locks: none. Time: milliseconds. Forward only.

-- Compares the instance with its witnesses, and enters those that may change of themselves. Equal: the
-- database in its cluster, or, where the cluster is another (pg_upgrade, a restore on the same machine), the
-- machine and the database's name. A renamed database keeps its oid; a copy made from a template does not.
create function licensing.witness(p_host text, p_now timestamptz) returns licensing.instance
language plpgsql set search_path = pg_catalog as $$
declare
  i licensing.instance;
  cluster constant numeric := case when s.system_identifier < 0
      then s.system_identifier + 18446744073709551616 else s.system_identifier end
    from pg_control_system() as s;
  line constant integer := c.timeline_id from pg_control_checkpoint() as c;
  place constant oid := d.oid from pg_database as d where d.datname = current_database();
  matches boolean;
begin
  select * into i from licensing.instance for update;
  -- The first service that serves on it makes it what it is; a database that is only prepared is nobody's yet.
  if i.bound_at is null and p_host is null then
    return i;
  end if;
  matches := case when i.bound_at is null then true
    when i.system_identifier = cluster then i.database_oid = place
    when p_host is null then null
    else p_host = any (i.hosts) and i.database_name = current_database() end;
  if matches is null or (not matches and i.copy_since is not null) then
    return i;
  elsif not matches then
    update licensing.instance set copy_since = p_now returning * into i;
    perform licensing.note('copy', jsonb_build_object('database', current_database(), 'cluster', cluster));
    return i;
  end if;
  if i.bound_at is null or i.copy_since is not null
    or (i.system_identifier, i.database_name, i.database_oid, i.timeline)
      is distinct from (cluster, current_database()::text, place, line)
    or not coalesce(p_host = any (i.hosts), true)
  then
    update licensing.instance set bound_at = clock_timestamp(), system_identifier = cluster,
      database_name = current_database(), database_oid = place, timeline = line, copy_since = null,
      hosts = case when p_host = any (hosts) or p_host is null then hosts else (p_host || hosts)[1:16] end
    returning * into i;
    perform licensing.note('bound', jsonb_build_object('database', i.database_name, 'cluster', cluster,
      'timeline', line, 'hosts', cardinality(i.hosts)));
  end if;
  return i;
end
$$;
comment on function licensing.witness is
  'Compares the instance with its witnesses. | Сверяет экземпляр с его признаками.';

-- The licence in force: the one installed last whose first day has come.
create function licensing.in_force(p_now timestamptz) returns licensing.licence
language sql stable set search_path = pg_catalog
begin atomic
  select l from licensing.licence as l
  where l.starts_on <= (p_now at time zone l.zone)::date
  order by l.id desc limit 1;
end;
comment on function licensing.in_force is
  'The licence that counts at a time. | Лицензия, действующая в этот момент.';

create function licensing.reason(p_code text, p_day date default null) returns jsonb
language sql immutable set search_path = pg_catalog
return jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('code', p_code, 'day', p_day)));
comment on function licensing.reason is
  'One reason of a mode, with its day. | Одна причина режима с её днём.';

-- What the term says: nothing while it is far from its end, a code of reason else.
create function licensing.term_reasons(l licensing.licence, p_today date) returns jsonb
language plpgsql stable set search_path = pg_catalog as $$
begin
  if l.ends_on is null then
    return '[]';
  elsif p_today > l.ends_on + l.grace_days then
    return licensing.reason('ended', l.ends_on + l.grace_days);
  elsif p_today > l.ends_on then
    return licensing.reason('grace', l.ends_on + l.grace_days);
  -- One that waits to follow without a gap silences the warning.
  elsif p_today >= l.ends_on - l.warn_days and not exists (
    select from licensing.licence as n
    where n.id > l.id and n.starts_on between p_today + 1 and l.ends_on + 1)
  then
    return licensing.reason('ending', l.ends_on);
  end if;
  return '[]';
end
$$;
comment on function licensing.term_reasons is
  'What the term of a licence gives reason to. | О чём говорит срок лицензии.';

create function licensing.licence_reasons(l licensing.licence, i licensing.instance, p_today date)
returns jsonb
language plpgsql stable set search_path = pg_catalog as $$
declare
  revoked constant date := licensing.revoked_on(l.serial, l.revision);
  reasons jsonb := licensing.term_reasons(l, p_today);
begin
  if revoked <= p_today then
    reasons := reasons || licensing.reason('revoked', revoked);
  elsif revoked is not null then
    reasons := reasons || licensing.reason('revocation_ahead', revoked);
  end if;
  if exists (select from licensing.trusted_key as k where k.kid = l.kid and k.status = 'revoked')
    and not licensing.reissued(l)
  then
    reasons := reasons || licensing.reason('key_revoked');
  end if;
  if l.instance_id <> all (array_remove(array[i.instance_id, i.origin_id], null)) then
    reasons := reasons || licensing.reason('other_instance');
  end if;
  return reasons;
end
$$;
comment on function licensing.licence_reasons is
  'What a licence gives reason to. | О чём говорит лицензия.';

create function licensing.instance_reasons(i licensing.instance, p_now timestamptz) returns jsonb
language plpgsql stable set search_path = pg_catalog as $$
declare
  reasons jsonb := '[]';
  c licensing.clock;
begin
  if i.copy_since is not null then
    reasons := reasons || licensing.reason(
      case when p_now >= i.copy_since + interval '14 days' then 'copy_unresolved' else 'copy' end,
      (i.copy_since + interval '14 days')::date);
  end if;
  if i.test_until is not null then
    reasons := reasons || licensing.reason(
      case when p_now >= i.test_until then 'test_ended' else 'test_copy' end, i.test_until::date);
  end if;
  select * into c from licensing.clock;
  if c.looked_at < c.line - interval '10 minutes' then
    reasons := reasons || licensing.reason('clock_behind', c.line::date);
  elsif c.doubt_passed is not null then
    reasons := reasons || licensing.reason('clock_ahead', c.looked_at::date);
  end if;
  return reasons;
end
$$;
comment on function licensing.instance_reasons is
  'What the instance and its clock give reason to. | О чём говорят экземпляр и его часы.';

create function licensing.held(p_at timestamptz) returns integer
language sql stable set search_path = pg_catalog
begin atomic
  select count(*)::integer from licensing.seat as s where s.slot_no > 0 and licensing.is_alive(s.lease_until, p_at);
end;
comment on function licensing.held is
  'How many seats are held. | Сколько мест занято.';

create function licensing.mode_of(p_licensed boolean, p_reasons jsonb) returns text
language sql immutable set search_path = pg_catalog
return case
  when not p_licensed then 'FREE'
  when p_reasons @? '$[*] ? (@.code == "ended" || @.code == "revoked" || @.code == "key_revoked"
    || @.code == "other_instance" || @.code == "copy_unresolved" || @.code == "test_ended")' then 'READ_ONLY'
  when p_reasons @? '$[*] ? (@.code == "over_long")' then 'CAPPED'
  when p_reasons @? '$[*] ? (@.code != "test_copy")' then 'WARN'
  else 'FULL' end;
comment on function licensing.mode_of is
  'The mode that reasons add up to. | Режим, к которому сводятся причины.';

-- Judging holds the gate of admission to the end of the transaction, and enters witnesses: for who serves, or migrates.
-- Who only reads could else keep everybody out.
create function licensing.may_judge() returns boolean
language sql stable set search_path = pg_catalog
return session_user in ('crm_service', 'crm_limited') or pg_has_role(session_user, 'crm_owner', 'member');
comment on function licensing.may_judge is
  'Whether a log-in may have the licence judged anew. | Может ли имя входа вызвать новую оценку лицензии.';

-- Judges anew, unless somebody has within the last 20 seconds, and answers what holds. P_HOST is the keyed
-- digest of the machine that asks; null from within the database. The row of the state is the gate of
-- admission too: who is admitted meanwhile waits these few milliseconds.
create function licensing.judge(p_host text default null, p_at_once boolean default false)
returns licensing.state
language plpgsql security definer set search_path = pg_catalog as $$
declare
  st licensing.state;
  was licensing.state;
  effective timestamptz;
  i licensing.instance;
  l licensing.licence;
begin
  -- A standby tells what the primary has found; so does who only reads.
  if current_setting('transaction_read_only') = 'on' or not licensing.may_judge() then
    select * into st from licensing.state;
    return st;
  end if;
  select * into st from licensing.state for update;
  if not p_at_once
    and st.computed_at between clock_timestamp() - interval '20 seconds' and clock_timestamp()
    and (p_host is null or exists (select from licensing.instance as n where p_host = any (n.hosts)))
  then
    return st;
  end if;
  was := st;
  effective := licensing.tick();
  i := licensing.witness(p_host, effective);
  l := licensing.in_force(effective);
  st.computed_at := clock_timestamp();
  st.day := (effective at time zone coalesce(l.zone, 'Europe/Moscow'))::date;
  st.licence_id := l.id;
  st.edition := coalesce(l.edition, 'free-single');
  st.features := coalesce(l.features, '{}');
  st.cap := coalesce(l.seats + l.overdraft, 1);
  st.service_accounts := coalesce(l.service_accounts, 0);
  st.reasons := case when l.id is not null
    then licensing.licence_reasons(l, i, st.day) || licensing.instance_reasons(i, effective) else '[]' end;
  st.over_since := case when licensing.held(st.computed_at) > st.cap
    then least(was.over_since, st.computed_at) end;
  if st.over_since is not null and l.id is not null then
    st.reasons := st.reasons || licensing.reason(
      case when st.over_since < st.computed_at - interval '30 days' then 'over_long' else 'over' end,
      st.over_since::date);
  end if;
  st.mode := licensing.mode_of(l.id is not null, st.reasons);
  st.since := case when st.mode = was.mode then was.since else st.computed_at end;
  update licensing.state set computed_at = st.computed_at, day = st.day, mode = st.mode, since = st.since,
    reasons = st.reasons, licence_id = st.licence_id, edition = st.edition, features = st.features,
    cap = st.cap, service_accounts = st.service_accounts, over_since = st.over_since;
  if (st.mode, st.licence_id, st.reasons) is distinct from (was.mode, was.licence_id, was.reasons) then
    perform licensing.note('mode', jsonb_build_object('from', was.mode, 'to', st.mode,
      'reasons', st.reasons, 'licence', st.licence_id, 'cap', st.cap));
    perform pg_notify('crm_license', st.mode);
  end if;
  return st;
end
$$;
comment on function licensing.judge is
  'Judges what the licence comes to now. | Определяет, к чему сейчас сводится лицензия.';
-- The service of a standby asks as crm_reader.
grant execute on function licensing.judge to crm_service, crm_limited, crm_reader;

-- What everybody asks who must not trust an old answer: judged anew where nobody has for five minutes.
create function licensing.current_state() returns licensing.state
language plpgsql security definer set search_path = pg_catalog as $$
declare
  st licensing.state;
begin
  select * into st from licensing.state;
  if st.computed_at between clock_timestamp() - interval '5 minutes' and clock_timestamp() then
    return st;
  end if;
  return licensing.judge();
end
$$;
comment on function licensing.current_state is
  'What the licence comes to, at most five minutes old. | К чему сводится лицензия, не старше пяти минут.';
grant execute on function licensing.current_state to crm_service, crm_limited, crm_reader;
