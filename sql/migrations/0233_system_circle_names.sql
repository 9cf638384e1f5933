-- 0233_system_circle_names: circles of departments, folders, groups and parties name their members.
-- Why: whoever is told that a tree would close a circle has to find where; the names are those that he may see.
-- Kind: expand. Locks: none. Time: milliseconds. Reversible: the functions and comments as they were.

-- The way from a record up to itself over a parent that it is to have; null where there is none. It looks past the
-- policies and answers numbers alone; one lock keeps two writers from closing a circle together, under READ COMMITTED, which sees what the last
-- holder of the lock has committed.
create function system.parent_circle(p_table text, p_id bigint, p_parent bigint) returns bigint[]
language plpgsql security definer set search_path = pg_catalog as $$
declare
  way bigint[] := array[p_id];
  step bigint := p_parent;
begin
  if not exists (
    select from pg_trigger as t
    where t.tgrelid = to_regclass(p_table)
      and t.tgfoid in ('clients.refuse_cycle'::regproc, 'access.refuse_department_cycle'::regproc))
  then
    return null;
  end if;
  perform system.demand_read_committed();
  perform pg_advisory_xact_lock(to_regclass(p_table)::oid::bigint);
  while step is not null loop
    way := way || step;
    exit when step = p_id;
    -- A circle of others, from before there was a rule, has no end.
    if step = any (way[2:cardinality(way) - 1]) then
      return null;
    end if;
    execute format('select t.parent_id from %s as t where t.id = $1', p_table::regclass) into step using step;
  end loop;
  return case when step is not null then way end;
end
$$;
comment on function system.parent_circle is
  'The circle that a parent would close. | Круг, который замкнула бы вышестоящая запись.';
grant execute on function system.parent_circle to crm_service, crm_limited;

-- Runs as who writes: he is told the names that he may see. Of a long circle the beginning and the end.
create function system.circle_names(p_table text, p_way bigint[]) returns text
language plpgsql stable set search_path = pg_catalog as $$
declare
  names text;
begin
  execute format(
    'select string_agg(case w.id when 0 then ''…'' else coalesce(t.name, ''…'') end, '' → '' order by w.n)
     from unnest($1) with ordinality as w (id, n) left join %s as t on t.id = w.id', p_table::regclass)
    into names
    using case when cardinality(p_way) > 20 then p_way[:10] || 0::bigint || p_way[cardinality(p_way) - 8:] else p_way end;
  return names;
end
$$;
comment on function system.circle_names is
  'The names along a circle, as far as the caller may see them. | Названия по кругу, видимые вызывающему.';
grant execute on function system.circle_names to crm_service, crm_limited;

create or replace function access.refuse_department_cycle() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  way constant bigint[] := system.parent_circle('access.department', new.id, new.parent_id);
begin
  if way is not null then
    raise exception 'a department below itself' using errcode = 'check_violation',
      schema = 'access', table = 'department', column = 'parent_id',
      constraint = 'department_no_circle', hint = system.circle_names('access.department', way);
  end if;
  return null;
end
$$;

create or replace function clients.refuse_cycle() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  place constant text := format('%I.%I', tg_table_schema, tg_table_name);
  way constant bigint[] := system.parent_circle(place, new.id, new.parent_id);
begin
  if way is not null then
    raise exception 'a record cannot stand above itself'
      using errcode = 'check_violation', schema = tg_table_schema, table = tg_table_name,
        column = 'parent_id', constraint = tg_name, hint = system.circle_names(place, way);
  end if;
  return null;
end
$$;

comment on trigger department_no_circle on access.department is
  'A department cannot stand below itself: {value}. | Отдел не может подчиняться самому себе: {value}.';
comment on trigger party_group_no_circle on clients.party_group is
  'The groups would form a circle: {value}. | Группы замкнулись бы в круг: {value}.';
comment on trigger document_folder_no_circle on work.document_folder is
  'A folder cannot lie within itself: {value}. | Папка не может лежать внутри себя: {value}.';
comment on trigger party_no_circle on clients.party is
  'The parent companies would form a circle: {value}. | Головные организации замкнулись бы в круг: {value}.';
