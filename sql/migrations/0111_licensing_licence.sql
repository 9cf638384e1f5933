-- 0111_licensing_licence: the licences that were installed, with the bytes that were signed.
-- Why: what counts is in typed columns whose checks refuse nonsense; the bytes prove them. Kind: expand.
-- Locks: licensing.trusted_key, SHARE ROW EXCLUSIVE for its new reference, for milliseconds. Time: milliseconds.
-- Forward only.

create table licensing.licence (
  id bigint generated always as identity constraint licence_pkey primary key,
  installed_at timestamptz not null default clock_timestamp(),
  -- No reference: what is installed outlives whoever did it.
  installed_by bigint,
  kid text not null constraint licence_key_fkey references licensing.trusted_key,
  payload bytea not null,
  signature bytea not null constraint licence_signature_length check (length(signature) = 64),
  serial text not null constraint licence_serial_form check (serial ~ '^CRM-[0-9]{4}-[0-9]{6,12}$'),
  revision integer not null constraint licence_revision_range check (revision between 1 and 1000000),
  corrects integer constraint licence_corrects_range check (corrects > revision),
  issued timestamptz not null,
  licensee text not null constraint licence_licensee_length check (length(licensee) between 1 and 500),
  edition text not null constraint licence_edition_known
    check (edition in ('enterprise', 'small-business', 'free-small', 'free-single')),
  environment text not null
    constraint licence_environment_known check (environment in ('production', 'test')),
  site_name text not null,
  instance_id uuid,
  seats integer not null constraint licence_seats_range check (seats between 1 and 1000000),
  subject text not null constraint licence_subject_known check (subject = 'user'),
  overdraft integer not null
    constraint licence_overdraft_range check (overdraft between 0 and 1000000),
  service_accounts integer not null
    constraint licence_service_accounts_range check (service_accounts between 0 and 1000000),
  starts_on date not null,
  ends_on date,
  warn_days integer not null constraint licence_warn_range check (warn_days between 0 and 366),
  grace_days integer not null constraint licence_grace_range check (grace_days between 0 and 366),
  maintained_from date,
  maintained_until date,
  features text[] not null,
  zone text not null constraint licence_zone_known check (access.time_zone_known(zone)),
  kind text not null constraint licence_kind_known check (kind in ('annual', 'perpetual')),
  constraint licence_once unique (serial, revision),
  -- Damage never means "no limit": what is annual has an end, and it is not before the start.
  constraint licence_term check (
    (kind = 'annual') = (ends_on is not null) and (ends_on is null or ends_on >= starts_on)),
  constraint licence_maintenance check (
    num_nulls(maintained_from, maintained_until) in (0, 2)
    and (maintained_from is null or maintained_until >= maintained_from)),
  constraint licence_free_seats check (
    edition not in ('free-single', 'free-small')
    or (overdraft = 0 and seats <= case edition when 'free-single' then 1 else 3 end))
);
create index licence_key_idx on licensing.licence (kid);

-- A day as the format has it. Dates of other writings, infinity above all, are refused.
create function licensing.day(p_text text) returns date
language plpgsql immutable set search_path = pg_catalog as $$
begin
  if p_text is null then
    return null;
  elsif p_text !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then
    perform licensing.refuse('licence', 'field', 'no day: ' || p_text);
  end if;
  return p_text::date;
exception when datetime_field_overflow then
  perform licensing.refuse('licence', 'field', 'no day: ' || p_text);
end
$$;
comment on function licensing.day is
  'A day as a signed file has it. | День, как он записан в подписанном файле.';

create function licensing.instant(p_text text) returns timestamptz
language plpgsql stable set search_path = pg_catalog as $$
begin
  if p_text !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$' then
    perform licensing.refuse('licence', 'field', 'no instant: ' || p_text);
  end if;
  return p_text::timestamptz;
exception when datetime_field_overflow then
  perform licensing.refuse('licence', 'field', 'no instant: ' || p_text);
end
$$;
comment on function licensing.instant is
  'An instant as a signed file has it. | Момент, как он записан в подписанном файле.';

-- A whole number; never a text that looks like one, nor a fraction that would be rounded.
create function licensing.whole(p_value json) returns integer
language plpgsql immutable set search_path = pg_catalog as $$
begin
  if p_value is null or json_typeof(p_value) = 'null' then
    return null;
  elsif json_typeof(p_value) <> 'number' or p_value::text !~ '^-?[0-9]{1,9}$' then
    perform licensing.refuse('licence', 'field', 'no whole number: ' || p_value::text);
  end if;
  return p_value::text::integer;
end
$$;
comment on function licensing.whole is
  'A whole number as a signed file has it. | Целое число, как оно записано в подписанном файле.';

-- A signed payload as a row; every CHECK of the table judges it when it is entered.
create function licensing.licence_of(p_kid text, p_payload bytea, p_signature bytea)
returns licensing.licence
language plpgsql stable set search_path = pg_catalog as $$
declare
  known constant text[] := array['format', 'kid', 'serial', 'revision', 'supersedes', 'corrects',
    'issued', 'order', 'licensee', 'licensee.name', 'licensee.inn', 'product', 'edition', 'environment',
    'site', 'site.id', 'site.name', 'site.networks', 'site.network_policy', 'instance', 'instance.id',
    'seats', 'seats.count', 'seats.subject', 'seats.overdraft', 'seats.service_accounts', 'term',
    'term.kind', 'term.from', 'term.until', 'term.warn_days', 'term.grace_days', 'maintenance',
    'maintenance.from', 'maintenance.until', 'features', 'zone', 'crit'];
  j json := licensing.payload('crm-license/1', p_kid, p_payload, known);
  l licensing.licence;
begin
  if j ->> 'product' is distinct from 'crm' then
    perform licensing.refuse('licence', 'product', coalesce(j ->> 'product', 'none'));
  end if;
  l.kid := p_kid;
  l.payload := p_payload;
  l.signature := p_signature;
  l.serial := j ->> 'serial';
  l.revision := licensing.whole(j -> 'revision');
  l.corrects := licensing.whole(j -> 'corrects');
  l.issued := licensing.instant(j ->> 'issued');
  l.licensee := j -> 'licensee' ->> 'name';
  l.edition := j ->> 'edition';
  l.environment := j ->> 'environment';
  l.site_name := j -> 'site' ->> 'name';
  l.instance_id := (j -> 'instance' ->> 'id')::uuid;
  l.seats := licensing.whole(j -> 'seats' -> 'count');
  l.subject := j -> 'seats' ->> 'subject';
  l.overdraft := licensing.whole(j -> 'seats' -> 'overdraft');
  l.service_accounts := licensing.whole(j -> 'seats' -> 'service_accounts');
  l.kind := j -> 'term' ->> 'kind';
  l.starts_on := licensing.day(j -> 'term' ->> 'from');
  l.ends_on := licensing.day(j -> 'term' ->> 'until');
  l.warn_days := licensing.whole(j -> 'term' -> 'warn_days');
  l.grace_days := licensing.whole(j -> 'term' -> 'grace_days');
  l.maintained_from := licensing.day(j -> 'maintenance' ->> 'from');
  l.maintained_until := licensing.day(j -> 'maintenance' ->> 'until');
  if j -> 'features' is null then
    perform licensing.refuse('licence', 'field', 'features is missing');
  end if;
  l.features := array(select f.name from json_array_elements_text(j -> 'features') as f (name));
  l.zone := coalesce(j ->> 'zone', 'Europe/Moscow');
  return l;
exception when invalid_text_representation or invalid_parameter_value then
  perform licensing.refuse('licence', 'field', sqlerrm);
end
$$;
comment on function licensing.licence_of is
  'A signed licence as a row. | Подписанная лицензия в виде строки.';

alter table licensing.licence enable row level security;
create policy licence_read on licensing.licence for select
  using ((select access.level('license', 'read')) > 0);
comment on policy licence_read on licensing.licence is
  'For who may read the licence. | Для имеющих право читать лицензию.';
grant select on licensing.licence to crm_service, crm_limited, crm_reader;

comment on table licensing.licence is
  'Licence: as it was installed. | Лицензия: какой она установлена.';
comment on column licensing.licence.id is
  'Number: of the installation. | Номер: установки.';
comment on column licensing.licence.installed_at is
  'Installed at: when. | Установлена: когда.';
comment on column licensing.licence.installed_by is
  'Installed by: the account. | Кем установлена: учётная запись.';
comment on column licensing.licence.kid is
  'Key: that signed it. | Ключ: которым подписана.';
comment on column licensing.licence.payload is
  'Payload: the signed bytes. | Содержимое: подписанные байты.';
comment on column licensing.licence.signature is
  'Signature: Ed25519 over format, line feed and payload. | Подпись: Ed25519 от формата, перевода строки и содержимого.';
comment on column licensing.licence.serial is
  'Serial: the same for all revisions. | Серийный номер: один для всех редакций.';
comment on column licensing.licence.revision is
  'Revision: counts from 1. | Редакция: с единицы.';
comment on column licensing.licence.corrects is
  'Corrects: the higher revision that it takes back. | Исправляет: более высокую редакцию, которую отменяет.';
comment on column licensing.licence.issued is
  'Issued: when it was signed. | Выдана: когда подписана.';
comment on column licensing.licence.licensee is
  'Licensee: whose it is. | Лицензиат: чья она.';
comment on column licensing.licence.edition is
  'Edition: which modules. | Издание: какие модули.';
comment on column licensing.licence.environment is
  'Environment: real work or trying out. | Среда: рабочая или тестовая. {production=Production/Рабочая, test=Test/Тестовая}';
comment on column licensing.licence.site_name is
  'Site: the one LAN it is for. | Площадка: сеть, для которой выдана.';
comment on column licensing.licence.instance_id is
  'Instance: which it is bound to; empty for none. | Экземпляр: к которому привязана; пусто — ни к какому.';
comment on column licensing.licence.seats is
  'Seats: how many may work at once. | Рабочие места: сколько могут работать одновременно.';
comment on column licensing.licence.subject is
  'Subject: what takes a seat. | Что занимает место: пользователь или устройство. {user=User/Пользователь}';
comment on column licensing.licence.overdraft is
  'Overdraft: how many more are let in. | Сверх лимита: сколько ещё пропускается.';
comment on column licensing.licence.service_accounts is
  'Service accounts: how many there may be. | Служебные записи: сколько их может быть.';
comment on column licensing.licence.starts_on is
  'Starts on: the first day. | Начало: первый день.';
comment on column licensing.licence.ends_on is
  'Ends on: the last day; empty for none. | Конец: последний день; пусто — без срока.';
comment on column licensing.licence.warn_days is
  'Warned before: so many days before the end. | Предупреждать: за столько дней до конца.';
comment on column licensing.licence.grace_days is
  'Grace: so many days of work after the end. | Отсрочка: столько дней работы после конца.';
comment on column licensing.licence.maintained_from is
  'Maintained from: the first day of the right to updates. | Поддержка с: первый день права на обновления.';
comment on column licensing.licence.maintained_until is
  'Maintained until: the last day. | Поддержка по: последний день.';
comment on column licensing.licence.features is
  'Features: modules beyond the editions. | Модули: сверх издания.';
comment on column licensing.licence.zone is
  'Zone: where its days begin. | Пояс: где начинаются её дни.';
comment on column licensing.licence.kind is
  'Kind: annual or perpetual. | Вид: годовая или бессрочная. {annual=Annual/Годовая, perpetual=Perpetual/Бессрочная}';
comment on constraint licence_signature_length on licensing.licence is
  'A signature has 64 bytes. | В подписи 64 байта.';
comment on constraint licence_key_fkey on licensing.licence is
  'There is no such key. | Такого ключа нет.';
comment on constraint licence_serial_form on licensing.licence is
  'A serial looks like CRM-2026-000123. | Серийный номер выглядит как CRM-2026-000123.';
comment on constraint licence_revision_range on licensing.licence is
  'A revision is 1 to 1000000. | Редакция — от 1 до 1000000.';
comment on constraint licence_corrects_range on licensing.licence is
  'What is corrected has a higher revision. | Исправляется более высокая редакция.';
comment on constraint licence_licensee_length on licensing.licence is
  'The licensee has 1 to 500 characters. | Имя лицензиата — от 1 до 500 знаков.';
comment on constraint licence_edition_known on licensing.licence is
  'There is no such edition. | Такого издания нет.';
comment on constraint licence_environment_known on licensing.licence is
  'The environment is production or test. | Среда: production или test.';
comment on constraint licence_seats_range on licensing.licence is
  'There are 1 to 1000000 seats. | Рабочих мест — от 1 до 1000000.';
comment on constraint licence_subject_known on licensing.licence is
  'This build counts users only. | Эта сборка считает только пользователей.';
comment on constraint licence_overdraft_range on licensing.licence is
  'The overdraft is 0 to 1000000. | Сверх лимита — от 0 до 1000000.';
comment on constraint licence_service_accounts_range on licensing.licence is
  'There are 0 to 1000000 service accounts. | Служебных записей — от 0 до 1000000.';
comment on constraint licence_warn_range on licensing.licence is
  'Warning is 0 to 366 days ahead. | Предупреждение — за 0–366 дней.';
comment on constraint licence_grace_range on licensing.licence is
  'Grace is 0 to 366 days. | Отсрочка — 0–366 дней.';
comment on constraint licence_zone_known on licensing.licence is
  'There is no such time zone. | Такого часового пояса нет.';
comment on constraint licence_kind_known on licensing.licence is
  'The kind is annual or perpetual. | Вид: annual или perpetual.';
comment on constraint licence_once on licensing.licence is
  'This revision is installed already. | Эта редакция уже установлена.';
comment on constraint licence_term on licensing.licence is
  'An annual licence ends, on or after its first day; a perpetual one does not. | Годовая лицензия кончается не раньше первого дня; бессрочная не кончается.';
comment on constraint licence_maintenance on licensing.licence is
  'Maintenance has both days, in their order. | У поддержки есть оба дня по порядку.';
comment on constraint licence_free_seats on licensing.licence is
  'A free edition has 1 or 3 seats and no overdraft. | В бесплатном издании 1 или 3 места без превышения.';
