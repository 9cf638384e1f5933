-- 0006_access_role: roles, what they permit and who has them when.
-- Why: rights are data and effective at once; several roles add up, a deny wins. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table access.role (
  id bigint generated always as identity constraint role_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  code text not null constraint role_code_form check (code ~ '^[a-z][a-z0-9_]{0,49}$')
    constraint role_code_key unique,
  name_en text not null constraint role_name_en_length check (length(name_en) between 1 and 200),
  name_ru text not null constraint role_name_ru_length check (length(name_ru) between 1 and 200),
  archived_at timestamptz
);

create table access.permission (
  id bigint generated always as identity constraint permission_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  role_id bigint not null constraint permission_role_fkey references access.role on delete cascade,
  resource text not null constraint permission_resource_form check (resource ~ '^[a-z][a-z0-9_]{0,62}$'),
  action text not null constraint permission_action_form check (action ~ '^[a-z][a-z0-9_]{0,62}$'),
  scope text not null
    constraint permission_scope_known check (scope in ('none', 'own', 'team', 'department', 'below', 'all')),
  effect text not null default 'allow'
    constraint permission_effect_known check (effect in ('allow', 'deny')),
  constraint permission_once unique (role_id, resource, action, effect)
);

create table access.account_role (
  id bigint generated always as identity constraint account_role_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  account_id bigint not null constraint account_role_account_fkey references access.account,
  role_id bigint not null constraint account_role_role_fkey references access.role,
  valid_from timestamptz not null default now(),
  valid_until timestamptz,
  constraint account_role_dates check (valid_from < valid_until),
  constraint account_role_once exclude using gist (
    account_id with =, role_id with =, tstzrange(valid_from, valid_until) with &&)
);
create index account_role_account_idx on access.account_role (account_id);
create index account_role_role_idx on access.account_role (role_id);

-- 0 none … 5 all.
create function access.scope_level(scope text) returns integer
language sql immutable strict parallel safe
return array_position(array['none', 'own', 'team', 'department', 'below', 'all'], scope) - 1;
comment on function access.scope_level is
  'The number of a scope: 0 none, 1 own, 2 team, 3 department, 4 below, 5 all. | Номер охвата: 0 нет … 5 всё.';

comment on table access.role is
  'Role: a set of permissions that accounts are given. | Роль: набор прав, который дают учётным записям.';
comment on column access.role.code is 'Code: stable name of the role. | Код: постоянное имя роли.';
comment on column access.role.name_en is 'Name (English): of the role. | Название (англ.): роли.';
comment on column access.role.name_ru is 'Name (Russian): of the role. | Название (рус.): роли.';
comment on constraint role_code_key on access.role is
  'Another role has this code. | Такой код уже есть у другой роли.';
comment on constraint role_code_form on access.role is
  'A code has small letters, digits and _ (at most 50). | Код: строчные латинские буквы, цифры и _ (не более 50).';
comment on constraint role_name_en_length on access.role is
  'The name must have 1 to 200 characters. | Название должно содержать от 1 до 200 знаков.';
comment on constraint role_name_ru_length on access.role is
  'The name must have 1 to 200 characters. | Название должно содержать от 1 до 200 знаков.';
comment on table access.permission is
  'Permission: what a role may do to which records. | Право: что роль может делать с какими записями.';
comment on column access.permission.role_id is 'Role: whose permission. | Роль: чьё право.';
comment on column access.permission.resource is
  'Resource: the kind of record, parties for one. | Ресурс: вид записей, например parties.';
comment on column access.permission.action is
  'Action: read, create, update, delete, export, import or a verb. | Действие: read, create, update, delete, export, import или глагол.';
comment on column access.permission.scope is
  'Scope: which records. | Охват: какие записи. {none=None/Нет, own=Own/Свои, team=Team/Группы, department=Department/Отдела, below=Department and below/Отдела и ниже, all=All/Все}';
comment on column access.permission.effect is
  'Effect: a deny wins over every allow. | Действие права: запрет сильнее любого разрешения. {allow=Allow/Разрешить, deny=Deny/Запретить}';
comment on constraint permission_once on access.permission is
  'The role has this permission already. | У роли уже есть это право.';
comment on constraint permission_role_fkey on access.permission is
  'There is no such role. | Такой роли нет.';
comment on constraint permission_resource_form on access.permission is
  'A resource is named in small letters, digits and _. | Ресурс: строчные латинские буквы, цифры и _.';
comment on constraint permission_action_form on access.permission is
  'An action is named in small letters, digits and _. | Действие: строчные латинские буквы, цифры и _.';
comment on constraint permission_scope_known on access.permission is
  'The scope is none, own, team, department, below or all. | Охват: none, own, team, department, below или all.';
comment on constraint permission_effect_known on access.permission is
  'The effect is allow or deny. | Эффект: allow или deny.';
comment on table access.account_role is
  'Account role: a role that an account has for a time. | Роль учётной записи: на какое время дана.';
comment on column access.account_role.account_id is 'Account: who. | Учётная запись: кто.';
comment on column access.account_role.role_id is 'Role: which. | Роль: какая.';
comment on column access.account_role.valid_from is
  'From: since when. | С: с какого момента.';
comment on column access.account_role.valid_until is
  'Until: up to when, not included; without end if empty. | По: до какого момента, не включая; пусто: бессрочно.';
comment on constraint account_role_dates on access.account_role is
  'The end lies before the beginning. | Конец раньше начала.';
comment on constraint account_role_once on access.account_role is
  'The account has this role in that time already. | Эта роль на это время уже дана.';
comment on constraint account_role_account_fkey on access.account_role is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint account_role_role_fkey on access.account_role is
  'There is no such role. | Такой роли нет.';
comment on column access.role.archived_at is
  'Archived at: since when it permits nothing. | В архиве с: с какого времени ничего не разрешает.';
