-- 0075_system_job_races: what late workers, other imports and large jobs cannot spoil.
-- Why: a worker that came late could bring back a job that had ended; an import that was ended by its request
-- could stop everybody's queue; two locks were one; old jobs with millions of records could not be swept.
-- Kind: expand. Locks: none. Time: milliseconds. Forward only.
--
-- Locks of the whole database, pg_advisory_xact_lock(6517357, …): 1 migrations, 2 rights, 4 taking jobs,
-- 5 delivering events, 6 counting custom fields.

-- As before, but only for a job that still runs.
create or replace function system.put_back_job(p_id bigint, p_retry boolean, p_code text, p_en text, p_ru text)
returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  with put as (
    select j.id, j.session_id, j.cancel_asked_at is null and p_retry and j.failures + 1 < j.most_failures as again
    from system.job as j where j.id = p_id and j.state = 'running' for update
  ), gone as (
    delete from access.session as s using put where s.id = put.session_id
  )
  update system.job as j set
    state = case when put.again then 'waiting' when j.cancel_asked_at is not null then 'cancelled' else 'failed' end,
    ended_at = case when not put.again then clock_timestamp() end,
    run_at = clock_timestamp() + system.job_pause(j.failures + 1),
    failures = j.failures + 1, fault_code = p_code, fault_en = p_en, fault_ru = p_ru,
    worker = null, lease_until = null, session_id = null, version = j.version + 1
  from put where j.id = put.id;
end
$$;

-- As before, but jobs of the dead are held while they are judged; what somebody else holds is no dead one's.
create or replace function system.take_jobs(
  p_worker text, p_kinds text[], p_most integer[], p_places integer, p_lease interval)
returns table (id bigint, kind text, input text, checkpoint text, done bigint, total bigint, fence bigint)
language plpgsql security definer set search_path = pg_catalog as $$
begin
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

-- As before, but an import that was given up meanwhile stays so where its account loads another file by now: its
-- job finds that out by itself, and the queue goes on.
create or replace function system.follow_import() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update system.import as i set
    state = case when new.state in ('waiting', 'running') then 'running' else new.state end,
    fault_en = case when new.state in ('failed', 'cancelled') then new.fault_en end,
    fault_ru = case when new.state in ('failed', 'cancelled') then new.fault_ru end
  where i.job_id = new.id and i.account_id = new.account_id;
  return null;
exception when unique_violation then
  if new.state <> 'running' then
    raise;
  end if;
  return null;
end
$$;

create or replace function system.count_custom_fields() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock(6517357, 6);
  if (select count(*) from system.custom_field as f where f.table_name = new.table_name) > 100 then
    perform system.refuse_custom_field('custom_field_few', 'resource');
  end if;
  return null;
end
$$;

-- Jobs that have ended are kept for thirty days; their records, refusals and steps go first, since a job can have
-- a million. Rows that imports refused hold what was in the file, and are kept for ninety days.
create or replace function system.sweep(most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  part text;
  gone bigint;
  total bigint := 0;
begin
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
