-- 0070_system_import_own: an import follows a job of its own account alone, and its refusals are written by it alone.
-- Why: by plain SQL an account could name the job of another, be told of its faults, and by two imports of one
-- job keep it from being taken; and whoever reads all imports could add refusals to them. Kind: expand.
-- Locks: system.import, system.import_refusal, for milliseconds. Time: milliseconds. Forward only.
create or replace function system.follow_import() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update system.import as i set
    state = case when new.state in ('waiting', 'running') then 'running' else new.state end,
    fault_en = case when new.state in ('failed', 'cancelled') then new.fault_en end,
    fault_ru = case when new.state in ('failed', 'cancelled') then new.fault_ru end
  where i.job_id = new.id and i.account_id = new.account_id;
  return null;
end
$$;

-- At the end of the statement, since the job may be made by the same one.
create function system.judge_import_job() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (
    select from system.job as j
    where j.id = new.job_id and j.kind = 'import' and j.account_id = new.account_id)
    or exists (select from system.import as i where i.job_id = new.job_id and i.id <> new.id)
  then
    raise exception 'a job that is not the import''s own' using errcode = 'check_violation',
      constraint = 'import_job_own', table = 'import', schema = 'system', column = 'job_id';
  end if;
  return null;
end
$$;
comment on function system.judge_import_job is
  'Gives an import no job but its own. | Не даёт импорту чужого задания.';
create constraint trigger import_job_own after insert or update of job_id on system.import
  for each row when (new.job_id is not null) execute function system.judge_import_job();
comment on trigger import_job_own on system.import is
  'An import is loaded by a job of its own. | Импорт выполняет его собственное задание.';

alter policy import_refusal_insert on system.import_refusal with check (
  exists (select from system.import as i
    where i.id = import_id and i.account_id = (select access.account_id())));
