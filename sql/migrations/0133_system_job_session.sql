-- 0133_system_job_session: no lease of a job is longer than an hour, nor its session than that after the last renewal.
-- Why: a session of a job needs no seat. For whoever has the service's log-in and takes a job to himself it was one
-- for seven days. Kind: expand. Locks: none. Time: milliseconds. Reversible: the functions as they were.

-- As before, but for no more than an hour. It stands in transactions of the work itself, so that it leaves the
-- session alone: others would wait for its row until the work has committed.
create or replace function system.tell_job(
  p_id bigint, p_fence bigint, p_done bigint, p_total bigint, p_checkpoint jsonb, p_lease interval)
returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  asked boolean;
begin
  update system.job as j set done = p_done, total = p_total,
    failures = case when p_checkpoint is null then j.failures else 0 end,
    checkpoint = coalesce(p_checkpoint, j.checkpoint), version = j.version + 1,
    lease_until = clock_timestamp() + system.job_lease(p_lease)
  where j.id = p_id and j.fence = p_fence and j.state = 'running'
  returning j.cancel_asked_at is not null into asked;
  if not found then
    raise exception 'the job is in other hands' using errcode = 'CJ001';
  end if;
  return asked;
end
$$;

-- Those that do not come back are in other hands. Whoever renews every few seconds writes sessions every few minutes.
create or replace function system.renew_jobs(p_ids bigint[], p_fences bigint[], p_lease interval)
returns table (id bigint, asked boolean)
language sql security definer set search_path = pg_catalog
begin atomic
  with ours as (
    update system.job as j set lease_until = clock_timestamp() + system.job_lease(p_lease)
    from unnest(p_ids, p_fences) as r (id, fence)
    where j.id = r.id and j.fence = r.fence and j.state = 'running'
    returning j.id, j.session_id, j.cancel_asked_at is not null as asked
  ), due as (
    -- A job that changes its own rights holds its session's row until it commits.
    select s.id from access.session as s join ours on ours.session_id = s.id
    where s.expires_at < clock_timestamp() + interval '50 minutes'
    order by s.id for update of s skip locked
  ), kept as (
    update access.session as s set expires_at = clock_timestamp() + interval '1 hour'
    from due where s.id = due.id
  )
  select ours.id, ours.asked from ours;
end;

-- As before, but that the session ends an hour after the last renewal. Only who took the job knows its fence.
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
    'job ' || job.id, job.narrowed, now() + interval '1 hour', null, null)
  where j.id = job.id returning j.session_id into job.session_id;
  return job.session_id;
end
$$;
