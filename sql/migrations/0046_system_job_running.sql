-- 0046_system_job_running: how jobs are taken, told of, ended; cancelled and repeated.
-- Why: any number of services run jobs, some die: each job is at any time in one hand, and a hand that
-- was given up for dead writes nothing more. Kind: expand. Locks: none. Time: milliseconds. Forward only.

-- How long to wait before the next try: 2, 4, 8 seconds, at most an hour.
create function system.job_pause(failures integer) returns interval
language sql immutable set search_path = pg_catalog
return make_interval(secs => least(3600, 2 ^ least(failures, 12)));
comment on function system.job_pause is
  'The pause before the next try. | Пауза перед следующей попыткой.';

-- What becomes of a try that failed: another one, or the end.
create function system.put_back_job(p_id bigint, p_retry boolean, p_code text, p_en text, p_ru text) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  with gone as (
    delete from access.session as s using system.job as j where j.id = p_id and s.id = j.session_id)
  update system.job as j set
    state = case when j.cancel_asked_at is not null then 'cancelled'
      when p_retry and j.failures + 1 < j.most_failures then 'waiting' else 'failed' end,
    ended_at = case when j.cancel_asked_at is null and p_retry and j.failures + 1 < j.most_failures
      then null else clock_timestamp() end,
    run_at = clock_timestamp() + system.job_pause(j.failures + 1),
    failures = j.failures + 1, fault_code = p_code, fault_en = p_en, fault_ru = p_ru,
    worker = null, lease_until = null, session_id = null, version = j.version + 1
  where j.id = p_id;
end
$$;
comment on function system.put_back_job is
  'After a failed try. | После неудачной попытки.';

-- One at a time takes, so that the limits of kinds hold over all services. P_MOST: how many of a kind
-- may run at once anywhere, null for any number; P_PLACES: how many the worker can take.
create function system.take_jobs(
  p_worker text, p_kinds text[], p_most integer[], p_places integer, p_lease interval)
returns table (id bigint, kind text, input text, checkpoint text, done bigint, total bigint, fence bigint)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock(6517357, 4);
  perform system.put_back_job(j.id, true, 'interrupted',
    'The service ended while the job ran.', 'Служба остановилась, пока задание выполнялось.')
  from system.job as j
  where j.kind = any (p_kinds) and j.state = 'running' and j.lease_until < clock_timestamp();
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
comment on function system.take_jobs is
  'Takes jobs that wait, and those whose worker has died. | Берёт ждущие задания и те, чей исполнитель пропал.';

-- In the work's own transaction: what was done and where to go on are kept together or not at all.
-- Answers whether somebody wants the job to end. CJ001: the job is in other hands by now.
create function system.tell_job(
  p_id bigint, p_fence bigint, p_done bigint, p_total bigint, p_checkpoint jsonb, p_lease interval)
returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  asked boolean;
begin
  update system.job as j set done = p_done, total = p_total,
    failures = case when p_checkpoint is null then j.failures else 0 end,
    checkpoint = coalesce(p_checkpoint, j.checkpoint), version = j.version + 1,
    lease_until = clock_timestamp() + p_lease
  where j.id = p_id and j.fence = p_fence and j.state = 'running'
  returning j.cancel_asked_at is not null into asked;
  if not found then
    raise exception 'the job is in other hands' using errcode = 'CJ001';
  end if;
  return asked;
end
$$;
comment on function system.tell_job is
  'Keeps how far a job is. | Запоминает, сколько сделано.';

-- Those that do not come back are in other hands.
create function system.renew_jobs(p_ids bigint[], p_fences bigint[], p_lease interval)
returns table (id bigint, asked boolean)
language sql security definer set search_path = pg_catalog
begin atomic
  update system.job as j set lease_until = clock_timestamp() + p_lease
  from unnest(p_ids, p_fences) as r (id, fence)
  where j.id = r.id and j.fence = r.fence and j.state = 'running'
  returning j.id, j.cancel_asked_at is not null;
end;
comment on function system.renew_jobs is
  'Keeps leases alive. | Продлевает аренду.';

create function system.finish_jobs(p_ids bigint[], p_fences bigint[], p_results jsonb[]) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  ended bigint;
begin
  with ours as (
    update system.job as j set state = 'done', ended_at = clock_timestamp(), result = r.result,
      fault_code = null, fault_en = null, fault_ru = null, worker = null, lease_until = null,
      version = j.version + 1
    from unnest(p_ids, p_fences, p_results) as r (id, fence, result)
    where j.id = r.id and j.fence = r.fence and j.state = 'running'
    returning j.session_id
  ), gone as (
    delete from access.session as s using ours where s.id = ours.session_id
  )
  select count(*) into ended from ours;
  return ended;
end
$$;
comment on function system.finish_jobs is
  'Ends jobs that are done. | Завершает сделанные задания.';

create function system.fail_job(p_id bigint, p_fence bigint, p_retry boolean, p_code text, p_en text, p_ru text)
returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform from system.job as j where j.id = p_id and j.fence = p_fence and j.state = 'running' for update;
  if found then
    perform system.put_back_job(p_id, p_retry, p_code, p_en, p_ru);
  end if;
end
$$;
comment on function system.fail_job is
  'Tells of a try that failed. | Сообщает о неудачной попытке.';

-- A service that ends in order gives back what it has not finished; that is no failure.
create function system.give_back_jobs(p_ids bigint[], p_fences bigint[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  with ours as (
    select j.id, j.session_id from system.job as j
    join unnest(p_ids, p_fences) as r (id, fence) on (r.id, r.fence) = (j.id, j.fence)
    where j.state = 'running' for update of j
  ), gone as (
    delete from access.session as s using ours where s.id = ours.session_id
  )
  update system.job as j set state = 'waiting', run_at = clock_timestamp(), worker = null,
    lease_until = null, session_id = null, version = j.version + 1
  from ours where j.id = ours.id;
end
$$;
comment on function system.give_back_jobs is
  'Gives jobs back untouched. | Возвращает задания в очередь.';

-- Null for the system's own jobs, and for an account that may no longer do anything.
create function system.enter_job(p_id bigint, p_fence bigint, p_token_hash bytea) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  job system.job;
begin
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
comment on function system.enter_job is
  'Opens the session with which a job works for who asked. | Открывает сеанс, под которым задание работает от имени заказчика.';

-- For who asked, and for who may change all. Answers the state the job was in; null where there is none.
create function system.cancel_job(p_id bigint) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  select j.state into was from system.job as j
  where j.id = p_id and (j.account_id = access.account_id() or access.everything('jobs', 'update'))
  for update;
  update system.job as j set cancel_asked_at = coalesce(j.cancel_asked_at, clock_timestamp()),
    state = case was when 'waiting' then 'cancelled' else j.state end,
    ended_at = case was when 'waiting' then clock_timestamp() end, version = j.version + 1
  where j.id = p_id and was in ('waiting', 'running');
  return was;
end
$$;
comment on function system.cancel_job is
  'Ends a job that waits, asks one that runs to end. | Отменяет ждущее задание, просит идущее прекратить.';

-- From its last checkpoint on, with the rights that it was asked for with.
create function system.repeat_job(p_id bigint) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  select j.state into was from system.job as j
  where j.id = p_id and (j.account_id = access.account_id() or access.everything('jobs', 'update'))
  for update;
  update system.job as j set state = 'waiting', run_at = clock_timestamp(), ended_at = null,
    failures = 0, cancel_asked_at = null, version = j.version + 1
  where j.id = p_id and was in ('failed', 'cancelled');
  if found then
    notify crm_job;
  end if;
  return was;
end
$$;
comment on function system.repeat_job is
  'Lets a job that failed or was cancelled go on. | Возобновляет неудавшееся или отменённое задание.';

grant execute on function system.take_jobs, system.tell_job, system.renew_jobs, system.finish_jobs,
  system.fail_job, system.give_back_jobs, system.enter_job, system.cancel_job, system.repeat_job to crm_service;

-- Jobs that have ended are kept for thirty days.
create or replace function system.sweep(most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  gone bigint;
  total bigint := 0;
begin
  delete from system.idempotency as i where (i.account_id, i.key) in (
    select o.account_id, o.key from system.idempotency as o
    where o.created_at < now() - interval '48 hours'
    order by o.created_at limit most for update skip locked);
  get diagnostics gone = row_count;
  total := total + gone;
  delete from system.job as j where j.id in (
    select o.id from system.job as o where o.ended_at < now() - interval '30 days'
    order by o.ended_at limit most for update skip locked);
  get diagnostics gone = row_count;
  return total + gone;
end
$$;

-- For monitoring: how many of each kind wait, run or have failed, and since when the oldest could have run.
create function system.job_figures()
returns table (kind text, state text, jobs bigint, oldest double precision)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select j.kind, j.state, count(*), coalesce(max(extract(epoch from now() - j.run_at))
    filter (where j.run_at <= now()), 0)::double precision
  from system.job as j where j.state in ('waiting', 'running', 'failed')
  group by j.kind, j.state order by j.kind, j.state;
end;
comment on function system.job_figures is
  'What waits, runs and has failed. | Что ждёт, идёт и не удалось.';
create index job_failed_idx on system.job (kind) where state = 'failed';
grant execute on function system.job_figures to crm_service, crm_limited, crm_reader, crm_monitor;
