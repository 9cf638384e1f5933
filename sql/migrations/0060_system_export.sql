-- 0060_system_export: who took which list or summary out of the system as a file.
-- Why: what leaves the system in one piece must be known afterwards: by whom, what was asked, how much
-- of it. The line is written before the first row is read, so that no file goes out without one, and
-- one that broke off is seen. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Forward only.
create table system.export (
  id bigint generated always as identity constraint export_pkey primary key,
  created_at timestamptz not null default now(),
  account_id bigint not null default access.account_id()
    constraint export_account_fkey references access.account,
  request_id text not null default coalesce(nullif(current_setting('crm.request', true), ''), 'none'),
  resource text not null constraint export_resource_form check (resource ~ '^[a-z][a-z0-9-]*$'),
  kind text not null constraint export_kind_known check (kind in ('list', 'summary')),
  format text not null constraint export_format_known check (format in ('csv', 'xlsx')),
  query jsonb not null constraint export_query_form check (jsonb_typeof(query) = 'object'),
  outcome text not null default 'running'
    constraint export_outcome_known check (outcome in ('running', 'done', 'aborted')),
  rows bigint constraint export_rows_range check (rows >= 0),
  bytes bigint constraint export_bytes_range check (bytes >= 0),
  ended_at timestamptz,
  constraint export_ended check ((outcome = 'running') = (ended_at is null)),
  constraint export_counted check (outcome <> 'done' or (rows is not null and bytes is not null))
);
create index export_account_idx on system.export (account_id, id);
create index export_running_idx on system.export (created_at) where outcome = 'running';

-- A line is written once and ended once; nothing else of it ever changes.
create function system.end_export() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if old.outcome <> 'running' or new.outcome = 'running' then
    raise exception 'an export ends once' using errcode = 'check_violation',
      constraint = 'export_ends_once', table = 'export', schema = 'system', column = 'outcome';
  end if;
  new.ended_at := clock_timestamp();
  return new;
end
$$;
comment on function system.end_export is
  'Lets an export end once and keeps the time. | Даёт выгрузке закончиться один раз и запоминает время.';
create trigger export_ends_once before update on system.export
  for each row execute function system.end_export();
comment on trigger export_ends_once on system.export is
  'An export ends once. | Выгрузка заканчивается один раз.';

-- Those whose service has died; no export takes a day.
create function system.abort_exports() returns bigint
language sql security definer set search_path = pg_catalog
begin atomic
  with dead as (
    update system.export set outcome = 'aborted'
    where outcome = 'running' and created_at < now() - interval '1 day' returning 1)
  select count(*) from dead;
end;
comment on function system.abort_exports is
  'Ends the exports whose service has died. | Закрывает выгрузки, служба которых умерла.';
grant execute on function system.abort_exports to crm_service;

alter table system.export enable row level security;
select access.make_policy('system.export'::regclass, command,
  'account_id = (select access.account_id())')
from unnest(array['insert', 'update']) as command;
select access.make_policy('system.export'::regclass, 'select',
  'account_id = (select access.account_id()) or (select access.everything(''exports'', ''read''))');
grant select on system.export to crm_service, crm_limited, crm_reader;
grant insert (resource, kind, format, query), update (outcome, rows, bytes)
  on system.export to crm_service, crm_limited;

insert into access.permission (role_id, resource, action, scope)
select r.id, 'exports', action, 'all'
from access.role as r cross join unnest(array['read', 'export']) as action
where r.code in ('administrator', 'auditor');

comment on table system.export is
  'Export: a list or summary that was taken out as a file. | Выгрузка: список или сводка, взятые файлом.';
comment on column system.export.id is 'Number: of the export. | Номер: выгрузки.';
comment on column system.export.created_at is 'Created: when it began. | Создано: когда начата.';
comment on column system.export.account_id is
  'Account: who took it. | Учётная запись: кто выгрузил.';
comment on column system.export.request_id is
  'Request: its name in the log of the service. | Запрос: его имя в журнале службы.';
comment on column system.export.resource is 'Resource: of which. | Ресурс: какой.';
comment on column system.export.kind is
  'Kind: what was taken. | Вид: что взято. {list=List/Список, summary=Summary/Сводка}';
comment on column system.export.format is
  'Format: of the file. | Формат: файла. {csv=CSV/CSV, xlsx=XLSX/XLSX}';
comment on column system.export.query is
  'Query: the parameters as they were sent. | Запрос: параметры, как они переданы.';
comment on column system.export.outcome is
  'Outcome: how it ended. | Исход: чем кончилась. {running=Running/Идёт, done=Done/Готово, aborted=Aborted/Прервана}';
comment on column system.export.rows is
  'Rows: that were handed over, without the header; empty where nobody knows. | Строки: переданные, без заголовка; пусто, если неизвестно.';
comment on column system.export.bytes is
  'Bytes: that were handed over; empty where nobody knows. | Байты: переданные; пусто, если неизвестно.';
comment on column system.export.ended_at is 'Ended at: for good. | Закончено: окончательно.';
comment on constraint export_account_fkey on system.export is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint export_resource_form on system.export is
  'There is no such resource. | Такого ресурса нет.';
comment on constraint export_kind_known on system.export is
  'The kind is list or summary. | Вид: list или summary.';
comment on constraint export_format_known on system.export is
  'The format is csv or xlsx. | Формат: csv или xlsx.';
comment on constraint export_query_form on system.export is
  'An object of parameters. | Объект с параметрами.';
comment on constraint export_outcome_known on system.export is
  'The outcome is running, done or aborted. | Исход: running, done или aborted.';
comment on constraint export_rows_range on system.export is
  'The rows are not negative. | Число строк не бывает отрицательным.';
comment on constraint export_bytes_range on system.export is
  'The bytes are not negative. | Число байт не бывает отрицательным.';
comment on constraint export_ended on system.export is
  'What has ended has an end. | У законченного есть конец.';
comment on constraint export_counted on system.export is
  'What is done is counted. | Сделанное сосчитано.';
