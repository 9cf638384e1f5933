-- 0052_system_file_download: who has taken which bytes of which file, and when.
-- Why: of what has left the house somebody must be able to give account. A row stays when its file goes, so it
-- refers to none. Kind: expand. Locks: access.permission, for milliseconds. Time: milliseconds. Forward only.
create table system.file_download (
  id bigint generated always as identity constraint file_download_pkey primary key,
  created_at timestamptz not null default now(),
  account_id bigint not null default access.account_id()
    constraint file_download_account_fkey references access.account,
  request_id text default nullif(current_setting('crm.request', true), ''),
  file_id bigint not null,
  number integer not null,
  start bigint not null constraint file_download_start_range check (start >= 0),
  bytes bigint not null constraint file_download_bytes_range check (bytes >= 0)
);
create index file_download_account_idx on system.file_download (account_id, id);
create index file_download_file_idx on system.file_download (file_id, id);

alter table system.file_download enable row level security;
select access.make_policy('system.file_download'::regclass, 'select',
    '(select access.everything(''file_downloads'', ''read''))'),
  access.make_policy('system.file_download'::regclass, 'insert',
    'account_id = (select access.account_id()) and exists (select from system.file_version as v'
    ' where v.file_id = file_download.file_id and v.number = file_download.number)');
grant select on system.file_download to crm_service, crm_limited, crm_reader;
grant insert (file_id, number, start, bytes) on system.file_download to crm_service;

insert into access.permission (role_id, resource, action, scope)
select r.id, 'file_downloads', action, 'all'
from access.role as r cross join unnest(array['read', 'export']) as action
where r.code in ('administrator', 'auditor');

comment on table system.file_download is
  'Download: bytes of a file that somebody has asked for. | Скачивание: запрошенные байты файла.';
comment on column system.file_download.id is 'Number: of the download. | Номер: скачивания.';
comment on column system.file_download.created_at is 'Created: when it was asked for. | Создано: когда запрошено.';
comment on column system.file_download.account_id is 'Account: who. | Учётная запись: кто.';
comment on column system.file_download.request_id is 'Request: of the API. | Запрос: к API.';
comment on column system.file_download.file_id is
  'File: which; it may be gone. | Файл: какой; его может уже не быть.';
comment on column system.file_download.number is 'Version: of the file. | Версия: файла.';
comment on column system.file_download.start is
  'Start: the place of the first byte. | Начало: место первого байта.';
comment on column system.file_download.bytes is
  'Bytes: how many were asked for. | Байты: сколько запрошено.';
comment on constraint file_download_account_fkey on system.file_download is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint file_download_start_range on system.file_download is
  'A start is not negative. | Начало не бывает отрицательным.';
comment on constraint file_download_bytes_range on system.file_download is
  'A number of bytes is not negative. | Число байтов не бывает отрицательным.';
