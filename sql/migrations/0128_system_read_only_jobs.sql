-- 0128_system_read_only_jobs: in READ_ONLY a job that would write waits for a licence, and says so; others go on.
-- Why: one that is tried is refused and has failed, though a licence may come the next day; sweeping, validating
-- and whatever only reads has no reason to wait. Kind: expand. Locks: none. Time: milliseconds. Reversible:
-- system.take_jobs as it was.

-- A kind that is not named and writes all the same is refused by the tables themselves, and its job has failed.
create function system.writes_records(p_kind text) returns boolean
language sql immutable parallel safe set search_path = pg_catalog
return p_kind in ('bulk', 'import', 'reversal');
comment on function system.writes_records is
  'Whether jobs of a kind write business records. | Пишут ли задания этого вида рабочие записи.';

-- The words that a request is told; each job once.
create function system.hold_jobs(p_kinds text[]) returns void
language sql set search_path = pg_catalog
begin atomic
  with held as (
    select j.id from system.job as j
    where j.kind = any (p_kinds) and system.writes_records(j.kind) and j.state = 'waiting'
      and j.run_at <= clock_timestamp() and j.fault_code is distinct from 'license_read_only'
    order by j.id for update skip locked
  )
  update system.job as j set version = j.version + 1, fault_code = 'license_read_only',
    fault_en = 'The job waits: the licence allows reading only. It begins by itself when a licence is in force.',
    fault_ru = 'Задание ждёт: лицензия разрешает только чтение. Оно начнётся само, когда лицензия будет действовать.'
  from held where j.id = held.id;
end;
comment on function system.hold_jobs is
  'Tells jobs that would write that they wait for a licence. | Сообщает пишущим заданиям, что они ждут лицензию.';

-- Whoever has a job has a session that needs no seat: not for longer than that without a sign of life.
create function system.job_lease(p_lease interval) returns interval
language sql immutable parallel safe set search_path = pg_catalog
return least(p_lease, interval '1 hour');
comment on function system.job_lease is
  'How long a job is lent to a worker at most. | На сколько задание выдаётся работнику самое большее.';

-- As before, but that in READ_ONLY what would write is left waiting, and that nobody is lent a job for longer than
-- an hour.
create or replace function system.take_jobs(
  p_worker text, p_kinds text[], p_most integer[], p_places integer, p_lease interval)
returns table (id bigint, kind text, input text, checkpoint text, done bigint, total bigint, fence bigint)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  holds boolean;
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
  holds := (licensing.current_state()).mode = 'READ_ONLY';
  if holds then
    perform system.hold_jobs(p_kinds);
  end if;
  return query
  with room as materialized (
    select k.kind, least(p_places, k.most - (
      select count(*) from system.job as r where r.kind = k.kind and r.state = 'running')) as places
    from unnest(p_kinds, p_most) as k (kind, most)
    where not (holds and system.writes_records(k.kind))
  ), chosen as materialized (
    select c.id from room cross join lateral (
      select w.id, w.priority, w.run_at from system.job as w
      where w.kind = room.kind and w.state = 'waiting' and w.run_at <= clock_timestamp()
      order by w.priority desc, w.run_at, w.id limit greatest(room.places, 0)
      for update skip locked) as c
    order by c.priority desc, c.run_at, c.id limit p_places
  )
  update system.job as j set state = 'running', worker = p_worker, fence = j.fence + 1,
    lease_until = clock_timestamp() + system.job_lease(p_lease), version = j.version + 1,
    started_at = coalesce(j.started_at, clock_timestamp()),
    fault_code = case when j.fault_code <> 'license_read_only' then j.fault_code end,
    fault_en = case when j.fault_code <> 'license_read_only' then j.fault_en end,
    fault_ru = case when j.fault_code <> 'license_read_only' then j.fault_ru end
  from chosen where j.id = chosen.id
  returning j.id, j.kind, j.input::text, j.checkpoint::text, j.done, j.total, j.fence;
end
$$;
