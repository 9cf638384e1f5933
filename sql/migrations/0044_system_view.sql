-- 0044_system_view: what somebody likes to see of a resource, by a name.
-- Why: people come back to the same lists, share them, and build segments on them. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table system.view (
  id bigint generated always as identity constraint view_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  account_id bigint not null default access.account_id()
    constraint view_account_fkey references access.account,
  resource text not null constraint view_resource_form check (resource ~ '^[a-z][a-z0-9-]*$'),
  kind text not null default 'list' constraint view_kind_known check (kind in ('list', 'summary')),
  name text not null constraint view_name_length check (length(name) between 1 and 100),
  name_key text collate "C" generated always as (lower(name)) stored,
  query jsonb not null default '{}' constraint view_query_form
    check (jsonb_typeof(query) = 'object' and length(query::text) <= 8192),
  layout jsonb not null default '{}' constraint view_layout_form
    check (jsonb_typeof(layout) = 'object' and length(layout::text) <= 65536),
  role_ids bigint[] not null default '{}'
    constraint view_roles_few check (cardinality(role_ids) <= 50),
  constraint view_name_key unique (account_id, resource, name_key)
);
create index view_resource_idx on system.view (resource, name_key);

-- The roles that the caller has now; from the database, since a context knows rights alone.
create function access.role_ids() returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return array(
    select r.role_id from access.account_role as r join access.role as o on o.id = r.role_id
    where r.account_id = access.account_id() and o.archived_at is null
      and r.valid_from <= now() and (r.valid_until is null or r.valid_until > now()));
end
$$;
comment on function access.role_ids is
  'The roles that the caller has now. | Роли, которые сейчас есть у вызывающего.';
grant execute on function access.role_ids to crm_service, crm_limited, crm_reader;

-- One shares with those among whom one is; who may change all views shares with everybody.
create function system.judge_view_roles() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (
    select from unnest(new.role_ids) as w (id)
    where tg_op = 'INSERT' or not w.id = any (old.role_ids)
    group by w.id
    having not coalesce(bool_and(
      exists (select from access.role as r where r.id = w.id and r.archived_at is null)
      and (w.id = any (access.role_ids()) or access.everything('views', 'update'))), false)) then
    raise exception 'a role that is not the caller''s' using errcode = 'check_violation',
      constraint = 'view_roles_own', table = 'view', schema = 'system', column = 'role_ids';
  end if;
  return new;
end
$$;
comment on function system.judge_view_roles is
  'Refuses to share with roles that one has not. | Не даёт делиться с чужими ролями.';
create constraint trigger view_roles_own after insert or update of role_ids on system.view
  for each row execute function system.judge_view_roles();
comment on trigger view_roles_own on system.view is
  'You can share with the roles that you have. | Делиться можно с ролями, которые есть у вас.';

select system.business('system.view'::regclass);
alter table system.view enable row level security;
select access.make_policy('system.view'::regclass, 'select',
    'account_id = (select access.account_id()) or role_ids && (select access.role_ids())'
    ' or (select access.everything(''views'', ''read''))'),
  access.make_policy('system.view'::regclass, 'insert',
    'account_id = (select access.account_id()) and (select access.level(''views'', ''create'')) > 0');
select access.make_policy('system.view'::regclass, command, format(
  'account_id = (select access.account_id()) and (select access.level(''views'', %1$L)) > 0'
  ' or (select access.everything(''views'', %1$L))', command))
from unnest(array['update', 'delete']) as command;
grant select on system.view to crm_service, crm_limited, crm_reader;
grant insert (resource, kind, name, query, layout, role_ids), update (name, query, layout, role_ids),
  delete on system.view to crm_service;

insert into access.permission (role_id, resource, action, scope)
select r.id, 'views', action, case r.code when 'administrator' then 'all' else 'own' end
from access.role as r cross join unnest(array['read', 'create', 'update', 'delete', 'export']) as action
where r.code in ('administrator', 'head_of_department', 'sales', 'purchasing', 'accountant', 'hr',
  'read_only', 'auditor');

comment on table system.view is
  'View: what somebody likes to see of a resource. | Представление: что кто-то хочет видеть в ресурсе.';
comment on column system.view.account_id is 'Account: whose it is. | Учётная запись: чьё оно.';
comment on column system.view.resource is 'Resource: of which. | Ресурс: какой.';
comment on column system.view.kind is
  'Kind: what its query asks for. | Вид: что запрашивает. {list=List/Список, summary=Summary/Сводка}';
comment on column system.view.name is 'Name: of the view. | Название: представления.';
comment on column system.view.name_key is
  'Name for sorting: the name in small letters. | Название для сортировки: строчными буквами.';
comment on column system.view.query is
  'Query: the parameters of the list or summary, as they are sent; a filter may be JSON. | Запрос: параметры списка или сводки, как в адресе; фильтр может быть в JSON.';
comment on column system.view.layout is
  'Layout: how the page shows it; the page''s own. | Вид на странице: дело самой страницы.';
comment on column system.view.role_ids is
  'Roles: that it is shared with. | Роли: которым оно доступно.';
comment on constraint view_account_fkey on system.view is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint view_resource_form on system.view is
  'There is no such resource. | Такого ресурса нет.';
comment on constraint view_kind_known on system.view is
  'The kind is list or summary. | Вид: list или summary.';
comment on constraint view_name_length on system.view is
  'The name must have 1 to 100 characters. | Название должно быть от 1 до 100 знаков.';
comment on constraint view_query_form on system.view is
  'An object of parameters, at most 8 KB. | Объект с параметрами, не больше 8 КБ.';
comment on constraint view_layout_form on system.view is
  'An object, at most 64 KB. | Объект не больше 64 КБ.';
comment on constraint view_roles_few on system.view is
  'At most 50 roles. | Не больше 50 ролей.';
comment on constraint view_name_key on system.view is
  'You have a view of this name already. | Представление с таким названием у вас уже есть.';
