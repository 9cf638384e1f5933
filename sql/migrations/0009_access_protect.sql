-- 0009_access_protect: how a table comes under the rights, said once for all tables.
-- Why: a policy written by hand for every table would be wrong in one of them. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: drop the functions.

-- Who may do what at all: the service writes the columns that are its to write, the rest only read.
create function access.grant_columns(target regclass) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  kept constant text[] := array['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by'];
  writable text;
begin
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into writable
  from pg_attribute as a
  where a.attrelid = target and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and a.attidentity = '' and a.attname <> all (kept);
  execute format('grant select on %s to crm_service, crm_limited, crm_reader, crm_report', target);
  execute format('grant insert (%1$s), update (%1$s), delete on %2$s to crm_service', writable, target);
end
$$;
comment on function access.grant_columns is
  'Grants a table to the service''s log-ins, column by column. | Даёт службе права на таблицу по столбцам.';

create function access.make_policy(
  target regclass, command text, seen text, roles text default 'public') returns void
language plpgsql set search_path = pg_catalog as $$
declare
  noun constant text := (select relname from pg_class where oid = target);
  name constant text := noun || '_' || command || case roles when 'crm_report' then '_report' else '' end;
begin
  execute format(
    case command
      when 'select' then 'create policy %1$I on %2$s for select to %3$s using (%4$s)'
      when 'insert' then 'create policy %1$I on %2$s for insert to %3$s with check (%4$s)'
      when 'update' then 'create policy %1$I on %2$s for update to %3$s using (%4$s) with check (%4$s)'
      else 'create policy %1$I on %2$s for delete to %3$s using (%4$s)' end,
    name, target, roles, seen);
  execute format('comment on policy %I on %s is %L', name, target,
    'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.');
end
$$;
comment on function access.make_policy is
  'Makes one policy. | Создаёт одну политику.';

-- How far a right reaches over rows with an owner and a department. The subqueries become
-- initplans, evaluated once per query.
create function access.reach(resource text, action_name text) returns text
language sql immutable set search_path = pg_catalog
return format(
  '(select access.everything(%1$L, %2$L))'
  ' or department_id = any ((select access.departments(%1$L, %2$L))::bigint[])'
  ' or owner_id = any ((select access.owners(%1$L, %2$L))::bigint[])', resource, action_name);
comment on function access.reach is
  'The condition of a policy for rows with owner and department. | Условие политики для строк с владельцем и отделом.';

-- The same for the service's own log-ins only, whose settings need no proof. Setting up expressions
-- is what a short statement pays for most, used or not: the first is asked always and short, the
-- others are calls that only callers who see a part come to.
create function access.service_reach(resource text, action_name text) returns text
language sql immutable set search_path = pg_catalog
return format(
  '(select strpos(current_setting(%3$L, true), %4$L) > 0)'
  ' or department_id = any ((select access.departments(%1$L, %2$L))::bigint[])'
  ' or owner_id = any ((select access.owners(%1$L, %2$L))::bigint[])',
  resource, action_name, 'crm.' || action_name, ' ' || resource || '=5 ');
comment on function access.service_reach is
  'The condition for the service''s log-ins. | То же условие для имён входа службы.';

-- Records with an owner and a department.
create function access.protect(target regclass, resource text) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  services constant text := 'crm_service, crm_limited, crm_reader';
begin
  execute format('alter table %s enable row level security', target);
  perform access.make_policy(target, 'select', access.service_reach(resource, 'read'), services);
  perform access.make_policy(target, 'select', access.reach(resource, 'read'), 'crm_report');
  perform access.make_policy(target, 'insert', access.service_reach(resource, 'create'), services);
  perform access.make_policy(target, 'update', access.service_reach(resource, 'update'), services);
  perform access.make_policy(target, 'delete', access.service_reach(resource, 'delete'), services);
  execute format(
    'create trigger %I before insert on %s for each row execute function system.own()',
    'own_' || (select relname from pg_class where oid = target), target);
  perform access.grant_columns(target);
end
$$;
comment on function access.protect is
  'Row security of a table whose records have owner and department. | Защита таблицы, у записей которой есть владелец и отдел.';

-- The resource that a table is by its name: channel is channels, address is addresses.
create function access.plural(noun text) returns text
language sql immutable strict set search_path = pg_catalog
return noun || case when noun ~ '(s|x|ch|sh)$' then 'es' else 's' end;
comment on function access.plural is
  'The resource named by a table''s noun. | Ресурс по названию таблицы.';

-- Records that belong to another: seen with it by who may read them at all; written by who has the
-- right to them and whose right to update RESOURCE reaches their parent, which must have an owner.
create function access.protect_child(
  target regclass, resource text, parent_column text, parent regclass) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  noun constant text := (select relname from pg_class where oid = target);
  own constant text := access.plural(noun);
  visible constant text := format(
    'exists (select from %s as parent where parent.id = %I.%I', parent, noun, parent_column);
  held constant text := '(select access.level(%L, %L)) > 0 and ';
  -- A right that reaches nothing is not in the setting.
  service_held constant text := '(select strpos(current_setting(''crm.read'', true), %L) > 0) and ';
  command text;
begin
  execute format('alter table %s enable row level security', target);
  perform access.make_policy(
    target, 'select', format(service_held, ' ' || own || '=') || visible || ')',
    'crm_service, crm_limited, crm_reader');
  perform access.make_policy(
    target, 'select', format(held, own, 'read') || visible || ')', 'crm_report');
  foreach command in array array['insert', 'update', 'delete'] loop
    perform access.make_policy(target, command,
      format(held, own, case command when 'insert' then 'create' else command end)
      || visible || ' and (' || access.reach(resource, 'update') || '))');
  end loop;
  perform access.grant_columns(target);
end
$$;
comment on function access.protect_child is
  'Row security of a table whose records belong to a parent''s. | Защита таблицы, записи которой принадлежат другой записи.';

-- Records without an owner: read with any scope of the permission, written with the scope all.
create function access.protect_shared(target regclass, resource text) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  execute format('alter table %s enable row level security', target);
  perform access.make_policy(target, 'select',
    format('(select access.level(%L, %L)) > 0', resource, 'read'));
  perform access.make_policy(target, 'insert',
    format('(select access.everything(%L, %L))', resource, 'create'));
  perform access.make_policy(target, 'update',
    format('(select access.everything(%L, %L))', resource, 'update'));
  perform access.make_policy(target, 'delete',
    format('(select access.everything(%L, %L))', resource, 'delete'));
  perform access.grant_columns(target);
end
$$;
comment on function access.protect_shared is
  'Row security of a table whose records belong to all. | Защита таблицы, записи которой общие.';
