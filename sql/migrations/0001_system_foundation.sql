-- 0001_system_foundation: the schemas of the product, the record of migrations, what nobody may do by default.
-- Why: everything that follows inherits these rights. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the schemas.
alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;

create schema system;
comment on schema system is
  'System: migrations, reference data, idempotency. | Система: миграции, справочники, повтор запросов.';
create schema access;
comment on schema access is
  'Access: accounts, roles, departments, sessions. | Доступ: учётные записи, роли, отделы, сеансы.';
create schema audit;
comment on schema audit is
  'Audit: every change, old and new. | Аудит: каждое изменение, было и стало.';
grant usage on schema system, access, audit
  to crm_service, crm_limited, crm_reader, crm_report, crm_monitor;

create extension if not exists pgcrypto with schema ext;
create extension if not exists btree_gist with schema ext;

create table system.migration (
  version integer constraint migration_pkey primary key,
  name text not null,
  sha256 text not null,
  applied_by text not null default session_user,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
comment on table system.migration is
  'Migration: a file of sql/migrations that this database has. | Миграция: файл sql/migrations, применённый к этой базе.';
comment on column system.migration.version is
  'Version: the file''s number. | Версия: номер файла.';
comment on column system.migration.name is 'Name: the file''s name. | Имя: имя файла.';
comment on column system.migration.sha256 is
  'SHA-256: of the file as it was applied. | SHA-256: файла в момент применения.';
comment on column system.migration.applied_by is
  'Applied by: the log-in. | Кем применена: имя входа.';
comment on column system.migration.started_at is
  'Started at: when it began. | Начата: когда началась.';
comment on column system.migration.finished_at is
  'Finished at: when it was done. | Закончена: когда закончилась.';
grant select on system.migration to crm_service, crm_limited, crm_reader, crm_monitor;
