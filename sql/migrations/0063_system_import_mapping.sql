-- 0063_system_import_mapping: how the columns of a kind of file become fields, by a name.
-- Why: the same files come again, from the same banks and shops, to the same people. Kind: expand.
-- Locks: access.permission, for milliseconds. Time: milliseconds. Forward only.
create table system.import_mapping (
  id bigint generated always as identity constraint import_mapping_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  account_id bigint not null default access.account_id()
    constraint import_mapping_account_fkey references access.account,
  name text not null
    constraint import_mapping_name_length check (length(name) between 1 and 100),
  name_key text collate "C" generated always as (lower(name)) stored,
  resource text generated always as (mapping ->> 'resource') stored,
  mapping jsonb not null constraint import_mapping_form check (
    jsonb_typeof(mapping) = 'object' and jsonb_typeof(mapping -> 'resource') = 'string'
    and length(mapping::text) <= 65536),
  role_ids bigint[] not null default '{}'
    constraint import_mapping_roles_few check (cardinality(role_ids) <= 50),
  constraint import_mapping_name_key unique (account_id, name_key)
);
create index import_mapping_resource_idx on system.import_mapping (resource, name_key);

-- One shares with those among whom one is; who may change all mappings shares with everybody.
create function system.judge_import_mapping_roles() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (
    select from unnest(new.role_ids) as w (id)
    where tg_op = 'INSERT' or not w.id = any (old.role_ids)
    group by w.id
    having not coalesce(bool_and(
      exists (select from access.role as r where r.id = w.id and r.archived_at is null)
      and (w.id = any (access.role_ids()) or access.everything('import_mappings', 'update'))), false)) then
    raise exception 'a role that is not the caller''s' using errcode = 'check_violation',
      constraint = 'import_mapping_roles_own', table = 'import_mapping', schema = 'system',
      column = 'role_ids';
  end if;
  return new;
end
$$;
comment on function system.judge_import_mapping_roles is
  'Refuses to share with roles that one has not. | Не даёт делиться с чужими ролями.';
create constraint trigger import_mapping_roles_own after insert or update of role_ids
  on system.import_mapping
  for each row execute function system.judge_import_mapping_roles();
comment on trigger import_mapping_roles_own on system.import_mapping is
  'You can share with the roles that you have. | Делиться можно с ролями, которые есть у вас.';

select system.business('system.import_mapping'::regclass);
alter table system.import_mapping enable row level security;
select access.make_policy('system.import_mapping'::regclass, 'select',
    'account_id = (select access.account_id()) or role_ids && (select access.role_ids())'
    ' or (select access.everything(''import_mappings'', ''read''))'),
  access.make_policy('system.import_mapping'::regclass, 'insert',
    'account_id = (select access.account_id()) and (select access.level(''import_mappings'', ''create'')) > 0');
select access.make_policy('system.import_mapping'::regclass, command, format(
  'account_id = (select access.account_id()) and (select access.level(''import_mappings'', %1$L)) > 0'
  ' or (select access.everything(''import_mappings'', %1$L))', command))
from unnest(array['update', 'delete']) as command;
grant select on system.import_mapping to crm_service, crm_limited, crm_reader;
grant insert (name, mapping, role_ids), update (name, mapping, role_ids), delete
  on system.import_mapping to crm_service;

insert into access.permission (role_id, resource, action, scope)
select r.id, 'import_mappings', action, case r.code when 'administrator' then 'all' else 'own' end
from access.role as r cross join unnest(array['read', 'create', 'update', 'delete', 'export']) as action
where r.code in ('administrator', 'head_of_department', 'sales', 'purchasing', 'accountant', 'hr')
  or action = 'read' and r.code in ('read_only', 'auditor');

comment on table system.import_mapping is
  'Import mapping: how columns become fields, by a name. | Сопоставление: как столбцы становятся полями, под названием.';
comment on column system.import_mapping.account_id is
  'Account: whose it is. | Учётная запись: чьё оно.';
comment on column system.import_mapping.name is 'Name: of the mapping. | Название: сопоставления.';
comment on column system.import_mapping.name_key is
  'Name for sorting: the name in small letters. | Название для сортировки: строчными буквами.';
comment on column system.import_mapping.resource is
  'Resource: what is loaded by it. | Ресурс: что по нему загружается.';
comment on column system.import_mapping.mapping is
  'Mapping: as POST /imports takes it. | Сопоставление: как его принимает POST /imports.';
comment on column system.import_mapping.role_ids is
  'Roles: that it is shared with. | Роли: которым оно доступно.';
comment on constraint import_mapping_account_fkey on system.import_mapping is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint import_mapping_name_length on system.import_mapping is
  'The name must have 1 to 100 characters. | Название должно быть от 1 до 100 знаков.';
comment on constraint import_mapping_form on system.import_mapping is
  'An object with a resource, at most 64 KB. | Объект с resource, не больше 64 КБ.';
comment on constraint import_mapping_roles_few on system.import_mapping is
  'At most 50 roles. | Не больше 50 ролей.';
comment on constraint import_mapping_name_key on system.import_mapping is
  'You have a mapping of this name already. | Сопоставление с таким названием у вас уже есть.';
