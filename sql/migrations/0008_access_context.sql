-- 0008_access_context: what an account may do now, and the accessors that row policies read.
-- Why: the database decides; policies must cost an initplan only. Kind: expand. Locks: none. Time: ms.
-- Forward only.

create function access.teammates(p_account bigint) returns bigint[]
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(array_agg(distinct m.account_id), array[p_account])
  from access.team_member as me
  join access.team as t on t.id = me.team_id and t.archived_at is null
  join access.team_member as m on m.team_id = me.team_id
  where me.account_id = p_account;
end;
comment on function access.teammates is
  'The accounts of an account''s teams, itself included. | Учётные записи групп данной записи, включая её саму.';

create function access.subtree(p_department bigint) returns bigint[]
language sql stable security definer set search_path = pg_catalog
begin atomic
  with recursive tree (id) as (
    select p_department where p_department is not null
    union
    select d.id from access.department as d join tree on d.parent_id = tree.id
  )
  select coalesce(array_agg(tree.id order by tree.id), '{}') from tree;
end;
comment on function access.subtree is
  'A department and all below it. | Отдел и все нижестоящие.';

-- The context of an account: union of the allows of its roles valid now, minus every deny, narrowed.
-- Nobody who is locked or archived has rights, nor a person who must change the password first.
create function access.context(
  p_account bigint, p_narrowed text[],
  out department text, out team text, out below text, out may_read text, out may_create text,
  out may_update text, out may_delete text, out may_act text, out context_until timestamptz)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  home bigint;
  active boolean;
begin
  select a.department_id, not (a.must_change_password and a.kind = 'person') into home, active
  from access.account as a
  where a.id = p_account and a.locked_at is null and a.archived_at is null;
  department := coalesce('{' || home || '}', '{}');
  team := access.teammates(p_account)::text;
  below := access.subtree(home)::text;
  with held as (
    select p.resource, p.action, p.effect, access.scope_level(p.scope) as level
    from access.account_role as r
    join access.role as o on o.id = r.role_id and o.archived_at is null
    join access.permission as p on p.role_id = r.role_id
    where r.account_id = p_account and active and r.valid_from <= now()
      and (r.valid_until is null or r.valid_until > now())
  ), rights as (
    select resource, action, max(level) as level from held
    where p_narrowed is null or resource || '.' || action = any (p_narrowed)
    group by resource, action
    having not bool_or(effect = 'deny') and max(level) > 0
  ), words as (
    select case when action in ('read', 'create', 'update', 'delete') then action else 'act' end as kind,
      case when action in ('read', 'create', 'update', 'delete') then resource
        else resource || '.' || action end || '=' || level as word
    from rights
  )
  select ' ' || coalesce(string_agg(word, ' ' order by word) filter (where kind = 'read') || ' ', ''),
    ' ' || coalesce(string_agg(word, ' ' order by word) filter (where kind = 'create') || ' ', ''),
    ' ' || coalesce(string_agg(word, ' ' order by word) filter (where kind = 'update') || ' ', ''),
    ' ' || coalesce(string_agg(word, ' ' order by word) filter (where kind = 'delete') || ' ', ''),
    ' ' || coalesce(string_agg(word, ' ' order by word) filter (where kind = 'act') || ' ', '')
  into may_read, may_create, may_update, may_delete, may_act from words;
  select coalesce(min(edge), 'infinity') into context_until
  from access.account_role as r cross join unnest(array[r.valid_from, r.valid_until]) as edge
  where r.account_id = p_account and edge > now();
end
$$;
comment on function access.context is
  'What an account may do now, and up to when that holds. | Что может учётная запись сейчас и до какого момента.';

-- One setting of the context for a person's own log-in, whose settings count for nothing.
create function access.login_setting(name text) returns text
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  account bigint := access.login_account();
  context record;
begin
  if account is null then
    return null;
  end if;
  select * into context from access.context(account, null);
  return case name
    when 'department' then context.department when 'team' then context.team
    when 'below' then context.below when 'read' then context.may_read
    when 'create' then context.may_create when 'update' then context.may_update
    when 'delete' then context.may_delete when 'act' then context.may_act end;
end
$$;
comment on function access.login_setting is
  'A setting of the context of a person''s own log-in. | Настройка контекста личного имени входа.';

create function access.setting(name text) returns text
language sql stable
return case when access.trusted() then current_setting('crm.' || name, true)
  else access.login_setting(name) end;
comment on function access.setting is
  'A setting of the context that can be trusted. | Настройка контекста, которой можно верить.';

create function access.level(resource text, action_name text) returns integer
language sql stable
return coalesce(nullif(left(split_part(
  case when action_name in ('read', 'create', 'update', 'delete') then access.setting(action_name)
    else access.setting('act') end,
  case when action_name in ('read', 'create', 'update', 'delete') then ' ' || resource || '='
    else ' ' || resource || '.' || action_name || '=' end, 2), 1), ''), '0')::integer;
comment on function access.level is
  'How far the caller''s permission reaches, 0 to 5. | Как далеко простирается право, от 0 до 5.';

-- What policies ask is plpgsql on purpose. An SQL function would be inlined, and every statement that
-- touches a protected table would build three long expressions of which it evaluates one: measured,
-- that was a third of a read of a record with its lists, and half of a list.
create function access.everything(resource text, action_name text) returns boolean
language plpgsql stable set search_path = pg_catalog as $$
begin
  return access.level(resource, action_name) = 5;
end
$$;
comment on function access.everything is
  'Whether the permission reaches all records. | Распространяется ли право на все записи.';

create function access.owners(resource text, action_name text) returns bigint[]
language plpgsql stable set search_path = pg_catalog as $$
begin
  return case access.level(resource, action_name)
    when 0 then '{}'::bigint[]
    when 1 then array[access.account_id()]
    else nullif(access.setting('team'), '')::bigint[] end;
end
$$;
comment on function access.owners is
  'The accounts whose records the permission reaches. | Учётные записи, на чьи записи распространяется право.';

create function access.departments(resource text, action_name text) returns bigint[]
language plpgsql stable set search_path = pg_catalog as $$
begin
  return case access.level(resource, action_name)
    when 3 then nullif(access.setting('department'), '')::bigint[]
    when 4 then nullif(access.setting('below'), '')::bigint[]
    else '{}'::bigint[] end;
end
$$;
comment on function access.departments is
  'The departments whose records the permission reaches. | Отделы, на записи которых распространяется право.';

-- Whether the caller may see a record, by the policies of its table.
create function access.sees(table_name text, record_id bigint) returns boolean
language plpgsql stable set search_path = pg_catalog as $$
declare
  seen boolean;
begin
  execute format('select exists (select from %s as r where r.id = $1)', table_name::regclass)
    into seen using record_id;
  return seen;
exception when undefined_table or insufficient_privilege then
  return false;
end
$$;
comment on function access.sees is
  'Whether the caller may see the record. | Видна ли вызывающему запись.';
grant execute on function access.login_setting, access.setting, access.level, access.everything,
  access.owners, access.departments, access.sees
  to crm_service, crm_limited, crm_reader, crm_report;
