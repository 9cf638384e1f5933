-- 0040_system_import: what was imported by whom, how far it is, and the rows that were refused.
-- Why: an import tells its progress while it runs and its refusals afterwards. An account loads one
-- file at a time, since many at once would keep everybody else from the connections of the service; an
-- import gives signs of life, so that one whose service has died does not keep its account out for
-- ever. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table system.import (
  id bigint generated always as identity constraint import_pkey primary key,
  created_at timestamptz not null default now(),
  account_id bigint not null default access.account_id()
    constraint import_account_fkey references access.account,
  resource text not null constraint import_resource_form check (resource ~ '^[a-z][a-z0-9-]*$'),
  mapping jsonb not null,
  dry_run boolean not null default false,
  state text not null default 'waiting'
    constraint import_state_known check (state in ('waiting', 'running', 'done', 'failed')),
  read bigint not null default 0,
  created bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  skipped bigint not null default 0,
  refused bigint not null default 0,
  fault_en text,
  fault_ru text,
  alive_at timestamptz not null default now()
);
create index import_account_idx on system.import (account_id, id);
create unique index import_running_key on system.import (account_id) where state = 'running';
create table system.import_refusal (
  id bigint generated always as identity constraint import_refusal_pkey primary key,
  import_id bigint not null
    constraint import_refusal_import_fkey references system.import on delete cascade,
  line bigint not null,
  cells text[] not null,
  reason_en text not null,
  reason_ru text not null
);
create index import_refusal_import_idx on system.import_refusal (import_id, id);

alter table system.import enable row level security;
select access.make_policy('system.import'::regclass, command,
  'account_id = (select access.account_id())')
from unnest(array['insert', 'update']) as command;
select access.make_policy('system.import'::regclass, 'select',
  'account_id = (select access.account_id()) or (select access.everything(''imports'', ''read''))');
alter table system.import_refusal enable row level security;
select access.make_policy('system.import_refusal'::regclass, command,
  'exists (select from system.import as i where i.id = import_id)')
from unnest(array['select', 'insert']) as command;
grant select on system.import, system.import_refusal to crm_service, crm_limited, crm_reader;
grant insert (resource, mapping, dry_run), update (state, read, created, updated,
  unchanged, skipped, refused, fault_en, fault_ru, alive_at) on system.import to crm_service;
grant insert (import_id, line, cells, reason_en, reason_ru) on system.import_refusal to crm_service;

comment on table system.import is
  'Import: a file that was loaded. | Импорт: загруженный файл.';
comment on column system.import.account_id is 'Account: who loads. | Учётная запись: кто загружает.';
comment on column system.import.resource is 'Resource: what is loaded. | Ресурс: что загружается.';
comment on column system.import.mapping is
  'Mapping: how columns become fields. | Сопоставление: как столбцы становятся полями.';
comment on column system.import.dry_run is
  'Dry run: nothing is kept. | Проба: ничего не сохраняется.';
comment on column system.import.state is
  'State: how far it is. | Состояние: на каком этапе. {waiting=Waiting for the file/Ждёт файл, running=Running/Идёт, done=Done/Готов, failed=Failed/Не удался}';
comment on column system.import.read is 'Read: rows of the file. | Прочитано: строк файла.';
comment on column system.import.created is 'Created: new records. | Создано: новых записей.';
comment on column system.import.updated is 'Updated: changed records. | Изменено: записей.';
comment on column system.import.unchanged is
  'Unchanged: records that were so already. | Без изменений: записи уже были такими.';
comment on column system.import.skipped is
  'Skipped: rows that are none, or known already. | Пропущено: строк, которые не нужны.';
comment on column system.import.refused is
  'Refused: rows with faults. | Отклонено: строк с ошибками.';
comment on column system.import.fault_en is
  'Fault (English): why it failed. | Ошибка (англ.): почему не удался.';
comment on column system.import.fault_ru is
  'Fault (Russian): why it failed. | Ошибка (рус.): почему не удался.';
comment on column system.import.alive_at is
  'Alive at: its last sign of life. | Признак жизни: когда был последний.';
comment on index system.import_running_key is
  'Another import of this account is running. | У этой учётной записи уже идёт другой импорт.';
comment on constraint import_state_known on system.import is
  'The state is waiting, running, done or failed. | Состояние: waiting, running, done или failed.';
comment on constraint import_resource_form on system.import is
  'There is no such resource. | Такого ресурса нет.';
comment on table system.import_refusal is
  'Refused row: as it was read, and why. | Отклонённая строка: как прочитана и почему.';
comment on column system.import_refusal.import_id is 'Import: which. | Импорт: какой.';
comment on column system.import_refusal.line is 'Line: where it begins. | Строка: где начинается.';
comment on column system.import_refusal.cells is 'Cells: as they were read. | Ячейки: как прочитаны.';
comment on column system.import_refusal.reason_en is 'Reason (English): why. | Причина (англ.): почему.';
comment on column system.import_refusal.reason_ru is 'Reason (Russian): why. | Причина (рус.): почему.';
comment on column system.import.id is 'Number: of the import. | Номер: импорта.';
comment on column system.import.created_at is 'Created: when it was begun. | Создано: когда начат.';
comment on column system.import_refusal.id is 'Number: of the refusal. | Номер: отказа.';
comment on constraint import_account_fkey on system.import is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint import_refusal_import_fkey on system.import_refusal is
  'There is no such import. | Такого импорта нет.';
