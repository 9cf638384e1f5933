-- 0048_system_job_announcement: workers are woken by new jobs, not by statements that make none.
-- Why: a statement that inserts no row fires its triggers as well. Whoever looks for work asks which schedules are
-- due; where none is, that woke all who look for work, who asked again, for ever. Kind: expand.
-- Locks: system.job, for milliseconds. Time: milliseconds. Forward only.
drop trigger job_announcement on system.job;
create or replace function system.announce_jobs() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if exists (select from made) then
    notify crm_job;
  end if;
  return null;
end
$$;
create trigger job_announcement after insert on system.job
  referencing new table as made
  for each statement execute function system.announce_jobs();
comment on trigger job_announcement on system.job is
  'Wakes those who wait for work. | Будит тех, кто ждёт работу.';
