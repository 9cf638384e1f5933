-- 0240_system_verb: what every verb of the areas to come begins with, and how it refuses.
-- Why: the licence, the right, the lock and the words of a refusal are the same for all of them; written anew for each,
-- one would be wrong. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the functions.

-- The rule that a trigger or a verb judges is broken; P_VALUE stands in its comment's place for it.
create function system.refuse(p_table regclass, p_rule text, p_column text, p_value text default null) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  place record;
begin
  select n.nspname as area, c.relname as noun into place
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.oid = p_table;
  raise exception '% is broken', p_rule using errcode = 'check_violation', schema = place.area, table = place.noun,
    column = coalesce(p_column, ''), constraint = p_rule, hint = coalesce(p_value, '');
end
$$;
comment on function system.refuse is
  'Refuses what breaks a rule of a trigger. | Отклоняет нарушение правила триггера.';
grant execute on function system.refuse to crm_service, crm_limited;

-- A rule that keeps what a document was when it got its state: the service answers 409 with P_STATE, the words of the
-- rule's comment, in which P_STATE stands in the place of a value.
create function system.refuse_frozen(p_table regclass, p_rule text, p_state text) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  place record;
begin
  select n.nspname as area, c.relname as noun into place
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.oid = p_table;
  raise exception '% is broken', p_rule using errcode = 'check_violation', schema = place.area, table = place.noun,
    column = 'state', constraint = p_rule, hint = p_state, detail = p_state;
end
$$;
comment on function system.refuse_frozen is
  'Refuses to change what its state keeps. | Отклоняет изменение того, что закреплено состоянием.';
grant execute on function system.refuse_frozen to crm_service, crm_limited;

-- CJ010: the service answers 409 with the state and those in which it is possible.
create function system.refuse_state(p_table regclass, p_state text, p_possible text[]) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  place record;
begin
  select n.nspname as area, c.relname as noun into place
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.oid = p_table;
  raise exception 'The record is %, not %.', p_state, array_to_string(p_possible, ' or ') using errcode = 'CJ010',
    schema = place.area, table = place.noun, column = 'state', detail = p_state,
    hint = array_to_string(p_possible, ',');
end
$$;
comment on function system.refuse_state is
  'Refuses what the state of a record does not allow. | Отклоняет то, чего состояние записи не допускает.';
grant execute on function system.refuse_state to crm_service, crm_limited;

-- Whether the caller's right reaches a record with owner and department, which is locked then until the end of the
-- transaction. First of all the licence is judged. What is archived is refused with its state.
create function system.begin_verb(p_table regclass, p_resource text, p_action text, p_id bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept record;
  archives constant boolean := exists (
    select from pg_attribute where attrelid = p_table and attname = 'archived_at' and not attisdropped);
begin
  perform licensing.demand_writing();
  perform system.demand_read_committed();
  execute format('select true as there, owner_id, department_id, %s as archived_at from %s where id = $1 for no key update',
    case when archives then 'archived_at' else 'null::timestamptz' end, p_table) into kept using p_id;
  if kept.there is null or not coalesce(access.everything(p_resource, p_action)
    or kept.department_id = any (access.departments(p_resource, p_action))
    or kept.owner_id = any (access.owners(p_resource, p_action)), false)
  then
    return false;
  elsif kept.archived_at is not null then
    perform system.refuse_state(p_table, 'archived', '{restored}');
  end if;
  return true;
end
$$;
comment on function system.begin_verb is
  'Begins a verb: licence, right, lock. | Начинает действие: лицензия, право, блокировка.';

-- What the roles of the beginning may do, said once for each table.
create function system.permit(roles text[], resources text[], actions text[], p_scope text) returns void
language sql set search_path = pg_catalog
begin atomic
  insert into access.permission (role_id, resource, action, scope)
  select r.id, resource, action, p_scope
  from access.role as r cross join unnest(resources) as resource cross join unnest(actions) as action
  where r.code = any (roles)
  on conflict on constraint permission_once do nothing;
end;
comment on function system.permit is
  'Permits roles of the beginning what a migration brings. | Даёт начальным ролям права на новое.';

-- What one may not see one cannot name: restrictive policies over the reference P_COLUMN of a table.
create function access.name_seen(p_table regclass, p_column text, p_target regclass) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  noun constant text := (select relname from pg_class where oid = p_table);
  seen constant text := format('%1$I is null or exists (select from %2$s as named where named.id = %3$I.%1$I)',
    p_column, p_target, noun);
  command text;
  name text;
begin
  foreach command in array array['insert', 'update'] loop
    name := left(noun || '_' || p_column, 48) || '_seen_' || command;
    execute format('create policy %I on %s as restrictive for %s %s with check (%s)', name, p_table, command,
      case command when 'update' then 'using (true)' else '' end, seen);
    execute format('comment on policy %I on %s is %L', name, p_table,
      'There is no such record that you may see. | Такой записи нет, или она вам не видна.');
  end loop;
end
$$;
comment on function access.name_seen is
  'Makes a reference name only what its writer may see. | Разрешает ссылаться только на видимое.';

-- A table whose rows verbs alone write: no log-in of the service does, not even column by column.
create function system.written_by_verbs(p_table regclass) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  execute format('revoke insert, update, delete on %s from crm_service', p_table);
  execute (select format('revoke insert (%1$s), update (%1$s) on %2$s from crm_service',
    string_agg(quote_ident(attname), ', '), p_table)
    from pg_attribute where attrelid = p_table and attnum > 0 and not attisdropped);
end
$$;
comment on function system.written_by_verbs is
  'Leaves writing of a table to verbs. | Оставляет запись в таблицу действиям.';
