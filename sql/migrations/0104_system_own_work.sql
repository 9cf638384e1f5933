-- 0104_system_own_work: what the service does for nobody is refused where somebody's context is set.
-- Why: the log-in of the service may take jobs, enter them as their accounts, declare resources and sweep; statements
-- of a request carry the context of who asked, so that a hole in one of them does not reach these. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: the functions as they were.
create function system.require_own_work() returns void
language plpgsql stable set search_path = pg_catalog as $$
begin
  if access.account_id() is not null then
    raise exception 'this is done for no account' using errcode = 'insufficient_privilege',
      constraint = 'own_work';
  end if;
end
$$;
comment on function system.require_own_work is
  'Refuses what is done in the context of an account. | Отказывает тому, что делается от имени учётной записи.';

create or replace function system.declare_resources(p_names text[], p_tables text[], p_labels text[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.require_own_work();
  insert into system.resource as r (name, table_name, label)
  select d.name, d.table_name, d.label from unnest(p_names, p_tables, p_labels) as d (name, table_name, label)
  order by d.name
  on conflict (name) do update set table_name = excluded.table_name, label = excluded.label
  where (r.table_name, r.label) <> (excluded.table_name, excluded.label);
end
$$;

create or replace function system.declare_schedule(p_kind text, p_cron text) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.require_own_work();
  insert into system.schedule (kind, cron) values (p_kind, p_cron)
  on conflict (kind) where account_id is null do nothing;
end
$$;

create or replace function system.abort_exports() returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  dead bigint;
begin
  perform system.require_own_work();
  update system.export set outcome = 'aborted'
  where outcome = 'running' and created_at < now() - interval '1 day';
  get diagnostics dead = row_count;
  return dead;
end
$$;

create or replace function system.take_jobs(
  p_worker text, p_kinds text[], p_most integer[], p_places integer, p_lease interval)
returns table (id bigint, kind text, input text, checkpoint text, done bigint, total bigint, fence bigint)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.require_own_work();
  perform pg_advisory_xact_lock(6517357, 4);
  perform system.put_back_job(d.id, true, 'interrupted',
    'The service ended while the job ran.', 'Служба остановилась, пока задание выполнялось.')
  from (
    select j.id from system.job as j
    where j.kind = any (p_kinds) and j.state = 'running' and j.lease_until < clock_timestamp()
    for update skip locked
  ) as d;
  return query
  with room as materialized (
    select k.kind, least(p_places, k.most - (
      select count(*) from system.job as r where r.kind = k.kind and r.state = 'running')) as places
    from unnest(p_kinds, p_most) as k (kind, most)
  ), chosen as materialized (
    select c.id from room cross join lateral (
      select w.id, w.priority, w.run_at from system.job as w
      where w.kind = room.kind and w.state = 'waiting' and w.run_at <= clock_timestamp()
      order by w.priority desc, w.run_at, w.id limit greatest(room.places, 0)
      for update skip locked) as c
    order by c.priority desc, c.run_at, c.id limit p_places
  )
  update system.job as j set state = 'running', worker = p_worker, fence = j.fence + 1,
    lease_until = clock_timestamp() + p_lease, started_at = coalesce(j.started_at, clock_timestamp()),
    version = j.version + 1
  from chosen where j.id = chosen.id
  returning j.id, j.kind, j.input::text, j.checkpoint::text, j.done, j.total, j.fence;
end
$$;

create or replace function system.enter_job(p_id bigint, p_fence bigint, p_token_hash bytea) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  job system.job;
begin
  perform system.require_own_work();
  select * into job from system.job as j
  where j.id = p_id and j.fence = p_fence and j.state = 'running' for update;
  if not found then
    raise exception 'the job is in other hands' using errcode = 'CJ001';
  end if;
  delete from access.session as s where s.id = job.session_id;
  update system.job as j set session_id = access.open(job.account_id, p_token_hash, 'job',
    'job ' || job.id, job.narrowed, now() + interval '7 days', null, null)
  where j.id = job.id returning j.session_id into job.session_id;
  return job.session_id;
end
$$;

create or replace function system.validate_custom_field(p_id bigint) returns integer
language plpgsql security definer set search_path = pg_catalog set lock_timeout = '100ms' as $$
declare
  rule record;
  done integer := 0;
begin
  perform system.require_own_work();
  perform system.hurry();
  for rule in
    select k.conrelid::regclass as target, k.conname, k.conname = f.name || '_required' as is_demand
    from system.custom_field as f join pg_constraint as k on k.conrelid = to_regclass(f.table_name)
    where f.id = p_id and not k.convalidated and k.contype = 'c'
      and k.conname in (f.name || '_length', f.name || '_known', f.name || '_required', f.name || '_whole')
  loop
    begin
      execute format('alter table %s validate constraint %I', rule.target, rule.conname);
      done := done + 1;
    exception when check_violation then
      if not rule.is_demand then
        raise;
      end if;
    end;
  end loop;
  return done;
end
$$;

create or replace function access.sweep(most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  gone bigint;
  total bigint := 0;
begin
  perform system.require_own_work();
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

create or replace function system.sweep(most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  part text;
  gone bigint;
  total bigint := 0;
begin
  perform system.require_own_work();
  delete from system.idempotency as i where (i.account_id, i.key) in (
    select o.account_id, o.key from system.idempotency as o
    where o.created_at < now() - interval '48 hours'
    order by o.created_at limit most for update skip locked);
  get diagnostics gone = row_count;
  total := total + gone;
  foreach part in array array['system.job_record', 'system.job_refusal', 'system.job_reversal'] loop
    execute format(
      'delete from %1$s as r where r.ctid = any (array(
         select o.ctid from system.job as j join %1$s as o on o.job_id = j.id
         where j.ended_at < now() - interval ''30 days'' limit $1))', part::regclass) using most;
    get diagnostics gone = row_count;
    total := total + gone;
  end loop;
  delete from system.import_refusal as f where f.ctid = any (array(
    select o.ctid from system.import as i join system.import_refusal as o on o.import_id = i.id
    where i.created_at < now() - interval '90 days' limit most));
  get diagnostics gone = row_count;
  total := total + gone;
  delete from system.job as j where j.id in (
    select o.id from system.job as o where o.ended_at < now() - interval '30 days'
      and not exists (select from system.job_record as r where r.job_id = o.id)
      and not exists (select from system.job_refusal as r where r.job_id = o.id)
      and not exists (select from system.job_reversal as r where r.job_id = o.id)
    order by o.ended_at limit most for update skip locked);
  get diagnostics gone = row_count;
  return total + gone;
end
$$;

create or replace function system.sweep_notifications(most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  gone bigint;
begin
  perform system.require_own_work();
  delete from system.notification as n where n.id in (
    select o.id from system.notification as o
    where o.at < now() - interval '365 days' or o.at < now() - interval '90 days' and o.read_at is not null
    order by o.at limit most for update skip locked)
  or n.id in (
    select o.id
    from (select c.account_id from system.notification as c group by c.account_id having count(*) > 10000) as m
    cross join lateral (
      select l.id from system.notification as l where l.account_id = m.account_id
      order by l.id desc offset 10000) as o
    limit most);
  get diagnostics gone = row_count;
  return gone;
end
$$;
