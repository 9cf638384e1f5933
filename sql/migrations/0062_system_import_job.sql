-- 0062_system_import_job: imports run as jobs, and their state is that of their job.
-- Why: a file of a million rows must outlive the request and the service that began with it. Kind: expand.
-- Locks: system.import, system.job, system.file, for milliseconds. Time: milliseconds. Forward only.
alter table system.import
  add column job_id bigint constraint import_job_fkey references system.job on delete set null,
  add column file_id bigint constraint import_file_fkey references system.file on delete set null;
create index import_job_idx on system.import (job_id);
create index import_file_idx on system.import (file_id);
alter table system.import drop constraint import_state_known,
  add constraint import_state_known
    check (state in ('waiting', 'running', 'done', 'failed', 'cancelled'));
grant update (job_id, file_id) on system.import to crm_service;

-- What was told of a dry run is forgotten when another try begins.
select access.make_policy('system.import_refusal'::regclass, 'delete',
  'exists (select from system.import as i where i.id = import_id and i.dry_run'
  ' and i.account_id = (select access.account_id()))');
grant delete on system.import_refusal to crm_service;

-- A job that waits or runs keeps its import running, and so its account from another one.
create function system.follow_import() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update system.import as i set
    state = case when new.state in ('waiting', 'running') then 'running' else new.state end,
    fault_en = case when new.state in ('failed', 'cancelled') then new.fault_en end,
    fault_ru = case when new.state in ('failed', 'cancelled') then new.fault_ru end
  where i.job_id = new.id;
  return null;
end
$$;
comment on function system.follow_import is
  'An import is as far as its job. | Импорт на том же этапе, что и его задание.';
create trigger job_import after update of state on system.job
  for each row when (new.kind = 'import' and old.state <> new.state)
  execute function system.follow_import();
comment on trigger job_import on system.job is
  'Another import of this account is running. | У этой учётной записи уже идёт другой импорт.';

comment on column system.import.job_id is
  'Job: that loads it. | Задание: которое его загружает.';
comment on column system.import.state is
  'State: how far it is. | Состояние: на каком этапе. {waiting=Waiting for the file/Ждёт файл, running=Running/Идёт, done=Done/Готов, failed=Failed/Не удался, cancelled=Cancelled/Отменён}';
comment on column system.import.file_id is
  'File: that is loaded. | Файл: который загружается.';
comment on constraint import_file_fkey on system.import is
  'There is no such file. | Такого файла нет.';
comment on constraint import_job_fkey on system.import is
  'There is no such job. | Такого задания нет.';
comment on constraint import_state_known on system.import is
  'The state is waiting, running, done, failed or cancelled. | Состояние: waiting, running, done, failed или cancelled.';
