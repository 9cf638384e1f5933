-- 0016_system_reference: countries, currencies, and the answers kept for repeated requests.
-- Why: every area needs them. Kind: expand. Locks: none on existing tables. Time: ms. Forward only.
create table system.country (
  id bigint generated always as identity constraint country_id_key unique,
  code text constraint country_pkey primary key constraint country_code_form check (code ~ '^[A-Z]{2}$'),
  name_en text not null,
  name_ru text not null
);
create table system.currency (
  id bigint generated always as identity constraint currency_id_key unique,
  code text constraint currency_pkey primary key constraint currency_code_form check (code ~ '^[A-Z]{3}$'),
  name_en text not null,
  name_ru text not null,
  minor_units integer not null default 2
    constraint currency_minor_units_range check (minor_units between 0 and 4)
);
create table system.idempotency (
  account_id bigint not null default access.account_id()
    constraint idempotency_account_fkey references access.account,
  key text not null constraint idempotency_key_length check (length(key) between 1 and 255),
  method text not null,
  path text not null,
  body_sha256 text not null,
  status integer not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  constraint idempotency_pkey primary key (account_id, key)
);
create index idempotency_created_idx on system.idempotency (created_at);

create function system.sweep(most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  gone bigint;
begin
  delete from system.idempotency as i where (i.account_id, i.key) in (
    select o.account_id, o.key from system.idempotency as o
    where o.created_at < now() - interval '48 hours'
    order by o.created_at limit most for update skip locked);
  get diagnostics gone = row_count;
  return gone;
end
$$;
comment on function system.sweep is
  'Forgets answers to repeated requests after 48 hours. | Забывает ответы на повторные запросы через 48 часов.';
grant execute on function system.sweep to crm_service, crm_limited;

select access.make_policy('system.country'::regclass, 'select', '(select access.account_id()) is not null');
select access.make_policy('system.currency'::regclass, 'select', '(select access.account_id()) is not null');
alter table system.country enable row level security;
alter table system.currency enable row level security;
grant select on system.country, system.currency to crm_service, crm_limited, crm_reader, crm_report;

alter table system.idempotency enable row level security;
select access.make_policy('system.idempotency'::regclass, command, 'account_id = (select access.account_id())')
from unnest(array['select', 'insert', 'delete']) as command;
grant select, insert, delete on system.idempotency to crm_service;

comment on table system.country is 'Country: ISO 3166-1. | Страна: ISO 3166-1.';
comment on column system.country.id is 'Number: of the record. | Номер: записи.';
comment on column system.country.code is 'Code: alpha-2. | Код: альфа-2.';
comment on column system.country.name_en is 'Name (English): of the country. | Название (англ.): страны.';
comment on column system.country.name_ru is 'Name (Russian): of the country. | Название (рус.): страны.';
comment on table system.currency is 'Currency: ISO 4217. | Валюта: ISO 4217.';
comment on column system.currency.id is 'Number: of the record. | Номер: записи.';
comment on column system.currency.code is 'Code: of ISO 4217. | Код: по ISO 4217.';
comment on column system.currency.name_en is 'Name (English): of the currency. | Название (англ.): валюты.';
comment on column system.currency.name_ru is 'Name (Russian): of the currency. | Название (рус.): валюты.';
comment on column system.currency.minor_units is
  'Minor units: decimals of an amount. | Дробная часть: знаков после запятой.';
comment on table system.idempotency is
  'Idempotency: what a repeated request is answered. | Повтор: ответ на повторный запрос.';
comment on column system.idempotency.account_id is 'Account: who asked. | Учётная запись: кто спрашивал.';
comment on column system.idempotency.key is 'Key: Idempotency-Key. | Ключ: Idempotency-Key.';
comment on column system.idempotency.method is 'Method: of the request. | Метод: запроса.';
comment on column system.idempotency.path is 'Path: of the request. | Путь: запроса.';
comment on column system.idempotency.body_sha256 is 'SHA-256: of the body. | SHA-256: тела запроса.';
comment on column system.idempotency.status is 'Status: of the answer. | Статус: ответа.';
comment on column system.idempotency.answer is
  'Answer: the rows that it is made of; empty where it has no body. | Ответ: строки, из которых он состоит; пусто, если тела нет.';
comment on column system.idempotency.created_at is 'Created: when it was answered. | Создано: когда дан ответ.';
comment on constraint country_code_form on system.country is
  'A country is named by two capital letters (ISO 3166-1). | Страна: две заглавные латинские буквы (ISO 3166-1).';
comment on constraint currency_code_form on system.currency is
  'A currency is named by three capital letters (ISO 4217). | Валюта: три заглавные латинские буквы (ISO 4217).';
comment on constraint currency_minor_units_range on system.currency is
  'A currency has 0 to 4 decimals. | У валюты от 0 до 4 знаков после запятой.';
comment on constraint idempotency_key_length on system.idempotency is
  'An Idempotency-Key has 1 to 255 characters. | Idempotency-Key: от 1 до 255 знаков.';
comment on constraint country_id_key on system.country is
  'There is such a number already. | Такой номер уже есть.';
comment on constraint currency_id_key on system.currency is
  'There is such a number already. | Такой номер уже есть.';
comment on constraint idempotency_account_fkey on system.idempotency is
  'There is no such account. | Такой учётной записи нет.';
