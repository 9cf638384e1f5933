-- 0042_system_import_running: an account loads one file at a time.
-- Why: many files at once would keep everybody else from the connections of the service. An import
-- gives signs of life, so that one whose service has died does not keep its account out for ever.
-- Kind: expand. Locks: system.import, exclusive, for an instant. Time: milliseconds. Forward only.
alter table system.import add column alive_at timestamptz not null default now();
comment on column system.import.alive_at is
  'Alive at: its last sign of life. | Признак жизни: когда был последний.';
update system.import set state = 'failed', fault_en = 'The service ended while the import ran.',
  fault_ru = 'Служба остановилась во время импорта.'
where state = 'running';
create unique index import_running_key on system.import (account_id) where state = 'running';
comment on index system.import_running_key is
  'Another import of this account is running. | У этой учётной записи уже идёт другой импорт.';
grant update (alive_at) on system.import to crm_service;
