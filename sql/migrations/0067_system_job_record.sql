-- 0067_system_job_record: which records a job is about, and which of them it could not do.
-- Why: a job that is resumed works on the same records, and tells of each that was refused. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Reversible: drop the tables.

-- Chosen once, in the transaction that asks for the job.
create table system.job_record (
  job_id bigint not null constraint job_record_job_fkey references system.job on delete cascade,
  n bigint not null constraint job_record_n_range check (n > 0),
  record_id bigint not null,
  version bigint,
  constraint job_record_pkey primary key (job_id, n)
);
comment on table system.job_record is
  'Record of a job: one that it works on. | Запись задания: одна из обрабатываемых.';
comment on column system.job_record.job_id is 'Job: which. | Задание: какое.';
comment on column system.job_record.n is 'Place: in the order of work. | Место: в порядке работы.';
comment on column system.job_record.record_id is 'Record: its number. | Запись: её номер.';
comment on column system.job_record.version is
  'Version: of the record when it was chosen. | Версия: записи в момент выбора.';
comment on constraint job_record_job_fkey on system.job_record is
  'There is no such job. | Такого задания нет.';
comment on constraint job_record_n_range on system.job_record is
  'Places count from 1. | Места считаются с 1.';

create table system.job_refusal (
  job_id bigint not null constraint job_refusal_job_fkey references system.job on delete cascade,
  n bigint not null,
  resource text not null,
  record_id bigint not null,
  code text not null constraint job_refusal_code_form check (code ~ '^[a-z][a-z0-9_]*$'),
  reason_en text not null,
  reason_ru text not null,
  pointer text not null default '',
  constraint job_refusal_pkey primary key (job_id, n)
);
comment on table system.job_refusal is
  'Refusal of a job: a record that it could not do. | Отказ задания: запись, которую не удалось обработать.';
comment on column system.job_refusal.job_id is 'Job: which. | Задание: какое.';
comment on column system.job_refusal.n is 'Place: in the order of work. | Место: в порядке работы.';
comment on column system.job_refusal.resource is
  'Resource: what the record is. | Ресурс: чем является запись.';
comment on column system.job_refusal.record_id is 'Record: its number. | Запись: её номер.';
comment on column system.job_refusal.code is
  'Code: of the problem, the same in every language. | Код: ошибки, одинаковый на всех языках.';
comment on column system.job_refusal.reason_en is
  'Reason (English): why. | Причина (англ.): почему.';
comment on column system.job_refusal.reason_ru is
  'Reason (Russian): why. | Причина (рус.): почему.';
comment on column system.job_refusal.pointer is
  'Pointer: to the field that is to blame; empty where none is. | Указатель: на поле, в котором дело; пусто, если ни на какое.';
comment on constraint job_refusal_job_fkey on system.job_refusal is
  'There is no such job. | Такого задания нет.';
comment on constraint job_refusal_code_form on system.job_refusal is
  'A code is written in small letters, digits and underscores. | Код пишут строчными буквами, цифрами и подчёркиванием.';

alter table system.job_record enable row level security;
alter table system.job_refusal enable row level security;
-- What a job is about is seen with it. A job's rights are those of the token that asked for it, so another
-- token of the same account can give it no records: only the transaction that makes it can.
select access.make_policy('system.job_record'::regclass, 'select',
    'exists (select from system.job as j where j.id = job_id)'),
  access.make_policy('system.job_record'::regclass, 'insert',
    'exists (select from system.job as j where j.id = job_id and j.account_id = (select access.account_id())
      and j.xmin = (pg_current_xact_id())::xid)'),
  access.make_policy('system.job_refusal'::regclass, 'select',
    'exists (select from system.job as j where j.id = job_id)'),
  access.make_policy('system.job_refusal'::regclass, 'insert', own.job),
  access.make_policy('system.job_refusal'::regclass, 'delete', own.job)
from (values (
  'exists (select from system.job as j where j.id = job_id and j.state = ''running''
    and j.account_id = (select access.account_id()))')) as own (job);
grant select on system.job_record, system.job_refusal to crm_service, crm_limited, crm_reader;
grant insert (job_id, n, record_id, version) on system.job_record to crm_service;
grant insert (job_id, n, resource, record_id, code, reason_en, reason_ru, pointer), delete
  on system.job_refusal to crm_service;
