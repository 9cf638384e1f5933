-- 0007_access_session: sessions and tokens with their ready-made context, devices, sign-in attempts.
-- Why: one index lookup must tell who asks and what he may see. Kind: expand. Locks: none. Time: ms.
-- Forward only.
create table access.session (
  id bigint generated always as identity constraint session_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  token_hash bytea not null constraint session_token_hash_key unique
    constraint session_token_hash_length check (length(token_hash) = 32),
  account_id bigint not null constraint session_account_fkey references access.account,
  kind text not null default 'session'
    constraint session_kind_known check (kind in ('session', 'token')),
  name text constraint session_name_length check (length(name) between 1 and 200),
  -- Null: all rights of the account; else only these, as resource.action.
  narrowed text[],
  expires_at timestamptz not null,
  last_used_at timestamptz not null default now(),
  address text,
  user_agent text,
  -- The context, rewritten whenever rights change; valid up to context_until.
  context_until timestamptz not null,
  department text not null,
  team text not null,
  below text not null,
  may_read text not null,
  may_create text not null,
  may_update text not null,
  may_delete text not null,
  may_act text not null,
  constraint session_token_named check (kind = 'session' or name is not null),
  constraint session_expiry_range
    check (expires_at > created_at and expires_at <= created_at + interval '8784 hours')
);
create index session_account_idx on access.session (account_id);
create index session_expiry_idx on access.session (expires_at);

create table access.device (
  account_id bigint not null constraint device_account_fkey references access.account on delete cascade,
  device_hash bytea not null constraint device_hash_length check (length(device_hash) = 32),
  seen_at timestamptz not null default now(),
  constraint device_pkey primary key (account_id, device_hash)
);

create index device_seen_idx on access.device (seen_at);

create table access.sign_in_attempt (
  id bigint generated always as identity constraint sign_in_attempt_pkey primary key,
  at timestamptz not null default clock_timestamp(),
  login_key text collate "C" not null,
  address text not null,
  device_hash bytea,
  succeeded boolean not null
);
create index sign_in_attempt_login_idx on access.sign_in_attempt (login_key, at) where not succeeded;
create index sign_in_attempt_at_idx on access.sign_in_attempt (at);

comment on table access.session is
  'Session: a signed-in account or an API token. | Сеанс: вход учётной записи или токен API.';
comment on column access.session.id is 'Number: of the session. | Номер: сеанса.';
comment on column access.session.version is
  'Version: grows whenever its rights are computed anew. | Версия: растёт при каждом пересчёте прав.';
comment on column access.session.created_at is 'Created: when it was opened. | Создан: когда открыт.';
comment on column access.session.token_hash is
  'Token hash: SHA-256 of the token. | Хеш токена: SHA-256 токена.';
comment on column access.session.account_id is 'Account: who. | Учётная запись: кто.';
comment on column access.session.kind is
  'Kind: session or token. | Вид: вход или токен. {session=Session/Вход, token=API token/Токен API}';
comment on column access.session.name is 'Name: of a token. | Название: токена.';
comment on column access.session.narrowed is
  'Narrowed: only these rights; empty for all of the account''s. | Сужен: только эти права; пусто — все права учётной записи.';
comment on column access.session.expires_at is 'Expires at: when it ends. | Действует до: когда закончится.';
comment on column access.session.last_used_at is
  'Last used at: about. | Использован: приблизительно когда.';
comment on column access.session.address is 'Address: where it was opened. | Адрес: откуда открыт.';
comment on column access.session.user_agent is 'Program: that opened it. | Программа: которой открыт.';
comment on column access.session.context_until is
  'Context until: when rights change by themselves. | Контекст до: когда права меняются сами.';
comment on column access.session.department is 'Department: array of ids. | Отдел: массив номеров.';
comment on column access.session.team is 'Team: array of account ids. | Группа: массив учётных записей.';
comment on column access.session.below is
  'Below: array of department ids. | Ниже: массив номеров отделов.';
comment on column access.session.may_read is 'May read: levels by resource. | Чтение: уровни по ресурсам.';
comment on column access.session.may_create is
  'May create: levels by resource. | Создание: уровни по ресурсам.';
comment on column access.session.may_update is
  'May update: levels by resource. | Изменение: уровни по ресурсам.';
comment on column access.session.may_delete is
  'May delete: levels by resource. | Удаление: уровни по ресурсам.';
comment on column access.session.may_act is
  'May act: levels by resource.action. | Прочее: уровни по ресурсу и действию.';
comment on constraint session_token_named on access.session is
  'A token needs a name. | Токену нужно название.';
comment on constraint session_expiry_range on access.session is
  'It ends after it begins, and within 366 days. | Окончание — позже начала и не далее 366 дней.';
comment on constraint session_name_length on access.session is
  'The name must have 1 to 200 characters. | Название должно содержать от 1 до 200 знаков.';
comment on constraint session_kind_known on access.session is
  'The kind is session or token. | Вид: session или token.';
comment on table access.device is
  'Device: from which an account has signed in before. | Устройство: с которого уже входили.';
comment on column access.device.account_id is 'Account: who. | Учётная запись: кто.';
comment on column access.device.device_hash is
  'Device hash: SHA-256 of its secret. | Хеш устройства: SHA-256 его секрета.';
comment on column access.device.seen_at is 'Seen at: last time. | Замечено: последний раз.';
comment on table access.sign_in_attempt is
  'Sign-in attempt: for limits and audit. | Попытка входа: для ограничений и аудита.';
comment on column access.sign_in_attempt.id is 'Number: of the attempt. | Номер: попытки.';
comment on column access.sign_in_attempt.at is 'At: when. | Когда: время попытки.';
comment on column access.sign_in_attempt.login_key is 'Login: as typed, lower case. | Логин: как введён, строчными.';
comment on column access.sign_in_attempt.address is 'Address: from where. | Адрес: откуда.';
comment on column access.sign_in_attempt.device_hash is
  'Device: known one, if any. | Устройство: известное, если есть.';
comment on column access.sign_in_attempt.succeeded is 'Succeeded: whether it did. | Успех: удалась ли.';
comment on constraint device_hash_length on access.device is
  'The hash is not SHA-256. | Хеш не SHA-256.';
comment on constraint session_token_hash_length on access.session is
  'The hash is not SHA-256. | Хеш не SHA-256.';
comment on constraint device_account_fkey on access.device is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint session_account_fkey on access.session is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint session_token_hash_key on access.session is
  'There is such a token already. | Такой токен уже есть.';
