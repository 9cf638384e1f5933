-- 0004_access_account: who may sign in, and the hash of the password.
-- Why: rights are given to accounts. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create function access.time_zone_known(name text) returns boolean
language plpgsql stable strict parallel safe set search_path = pg_catalog as $$
begin
  perform now() at time zone name;
  return name ~ '^[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+)*$';
exception when invalid_parameter_value then
  return false;
end
$$;
comment on function access.time_zone_known is
  'Whether PostgreSQL knows the zone by this IANA name. | Известен ли пояс под этим именем IANA.';
-- A CHECK runs as whoever writes.
grant execute on function access.time_zone_known to crm_service;

create table access.account (
  id bigint generated always as identity constraint account_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  login text not null
    constraint account_login_form check (login ~ '^[[:alnum:]][[:alnum:]._@-]{0,99}$'),
  login_key text collate "C" generated always as (lower(login)) stored
    constraint account_login_key unique,
  name text not null constraint account_name_length check (length(name) between 1 and 200),
  email text constraint account_email_form check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
  kind text not null default 'person'
    constraint account_kind_known check (kind in ('person', 'service')),
  department_id bigint constraint account_department_fkey references access.department,
  language text not null default 'ru'
    constraint account_language_known check (language in ('en', 'ru')),
  time_zone text not null default 'Europe/Moscow'
    constraint account_time_zone_known check (access.time_zone_known(time_zone)),
  must_change_password boolean not null default false,
  password_changed_at timestamptz,
  locked_at timestamptz,
  archived_at timestamptz
);
create index account_department_idx on access.account (department_id);
alter table access.database_login
  add constraint database_login_account_fkey foreign key (account_id) references access.account;

-- The hash stands alone, so that no grant, export or change record ever holds it.
create table access.password (
  account_id bigint constraint password_pkey primary key
    constraint password_account_fkey references access.account on delete cascade,
  hash text not null constraint password_hash_form check (hash ~ '^scrypt\$ln=[0-9]+,r=[0-9]+,p=[0-9]+\$'),
  changed_at timestamptz not null default now()
);

-- The audit tells when a password changed, never to what.
create function access.note_password() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update access.account as a set password_changed_at = new.changed_at where a.id = new.account_id;
  return null;
end
$$;
comment on function access.note_password is
  'Notes at the account when its password changed. | Отмечает у учётной записи, когда сменился пароль.';
create trigger password_noted after insert or update on access.password
  for each row execute function access.note_password();

comment on table access.account is
  'Account: a person or program that may sign in. | Учётная запись: человек или программа с правом входа.';
comment on column access.account.login is 'Login: the name to sign in with. | Логин: имя для входа.';
comment on column access.account.login_key is
  'Login key: the login in lower case. | Ключ логина: логин строчными буквами.';
comment on column access.account.name is 'Name: of the person or program. | Имя: человека или программы.';
comment on column access.account.email is 'E-mail: for notices. | Эл. почта: для уведомлений.';
comment on column access.account.kind is
  'Kind: person or service. | Вид: человек или программа. {person=Person/Человек, service=Service/Программа}';
comment on column access.account.department_id is
  'Department: where the account belongs. | Отдел: к которому относится.';
comment on column access.account.language is
  'Language: of pages and messages. | Язык: страниц и сообщений. {en=English/Английский, ru=Russian/Русский}';
comment on column access.account.time_zone is
  'Time zone: IANA name, where today begins. | Часовой пояс: имя IANA, где начинается сегодня.';
comment on column access.account.must_change_password is
  'Must change password: until then the account may do nothing else. | Сменить пароль: до этого ничего другого делать нельзя.';
comment on column access.account.password_changed_at is
  'Password changed at: when it was last set. | Пароль изменён: когда задан последний раз.';
comment on column access.account.locked_at is
  'Locked at: since when it may not sign in. | Заблокирована: с какого времени вход закрыт.';
comment on constraint account_login_key on access.account is
  'This login is taken. | Такой логин уже занят.';
comment on constraint account_login_form on access.account is
  'A login begins with a letter or digit and has letters, digits, . _ @ - (at most 100). | Логин начинается с буквы или цифры и содержит буквы, цифры, . _ @ - (не более 100).';
comment on constraint account_name_length on access.account is
  'The name must have 1 to 200 characters. | Имя должно содержать от 1 до 200 знаков.';
comment on constraint account_email_form on access.account is
  'An e-mail address looks like name@example.com. | Адрес почты выглядит как name@example.com.';
comment on constraint account_kind_known on access.account is
  'The kind is person or service. | Вид: person или service.';
comment on constraint account_language_known on access.account is
  'The language is en or ru. | Язык: en или ru.';
comment on constraint account_time_zone_known on access.account is
  'There is no such time zone. | Такого часового пояса нет.';
comment on constraint account_department_fkey on access.account is
  'There is no such department. | Такого отдела нет.';
comment on table access.password is
  'Password: its hash; nobody but the sign-in functions reads it. | Пароль: его хеш; читают только функции входа.';
comment on column access.password.account_id is 'Account: whose it is. | Учётная запись: чей.';
comment on column access.password.hash is
  'Hash: scrypt with its parameters (RFC 7914). | Хеш: scrypt с параметрами (RFC 7914).';
comment on column access.password.changed_at is 'Changed at: when it was set. | Изменён: когда задан.';
comment on constraint password_hash_form on access.password is
  'The hash is not scrypt. | Хеш не scrypt.';
comment on column access.account.archived_at is
  'Archived at: since when it is put away. | В архиве с: с какого времени.';
comment on constraint database_login_account_fkey on access.database_login is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint password_account_fkey on access.password is
  'There is no such account. | Такой учётной записи нет.';
