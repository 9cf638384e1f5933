-- 0058_system_custom_column: a custom field becomes a column x_name of its table, at the end of the
-- transaction that wrote it. Why: typed, bound by constraints, seen by BI. Kind: expand. Locks: none now;
-- later ACCESS EXCLUSIVE on the one table for milliseconds. Time: milliseconds. Forward only.
--
-- A waiting ALTER TABLE stops everybody behind it, so it waits at most 100 ms for each of its two locks and
-- then fails with 55P03; the service tries again. Nothing here reads or rewrites a large table: checks are NOT
-- VALID until a job has validated them, indexes of large tables are built CONCURRENTLY by the migrator.

-- Small enough to be indexed at once while nobody reads or writes: some 20 ms.
create function system.is_small(p_table regclass) returns boolean
language sql stable set search_path = pg_catalog
return pg_relation_size(p_table) < 16 * 1024 * 1024;
comment on function system.is_small is
  'Whether an index of the table is built in no time. | Строится ли индекс таблицы мгновенно.';

-- The sweeping of a table gives way to us within 50 ms instead of after a second; roles.sql allows it.
create function system.hurry() returns void
language plpgsql set search_path = pg_catalog as $$
begin
  if has_parameter_privilege('deadlock_timeout', 'SET') then
    perform set_config('deadlock_timeout', '50ms', true);
  end if;
end
$$;
comment on function system.hurry is
  'Lets automatic vacuum give way soon. | Чтобы автоочистка быстро уступила.';

create function system.custom_type(p_field system.custom_field) returns text
language plpgsql stable set search_path = pg_catalog as $$
begin
  return case p_field.type
    when 'integer' then 'bigint'
    when 'decimal' then 'numeric(20,6)'
    when 'money' then 'numeric(19,4)'
    when 'date' then 'date'
    when 'instant' then 'timestamptz'
    when 'boolean' then 'boolean'
    when 'reference' then (
      select format_type(a.atttypid, a.atttypmod) from pg_index as i
      join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where i.indrelid = p_field.target_table::regclass and i.indisprimary)
    -- Bytewise order: what = < and >= mean under row security, an index then finds.
    else 'text collate "C"' end;
end
$$;
comment on function system.custom_type is
  'The type of a custom field''s column. | Тип столбца своего поля.';

-- The columns of a field: money has a second one for its currency.
create function system.custom_columns(p_field system.custom_field) returns text[]
language sql immutable set search_path = pg_catalog
return case (p_field).type when 'money' then array[(p_field).name, (p_field).name || '_currency']
  else array[(p_field).name] end;
comment on function system.custom_columns is
  'The columns of a custom field. | Столбцы своего поля.';

create function system.custom_indexes(p_field system.custom_field)
returns table (area text, name text, is_unique boolean, body text)
language sql stable set search_path = pg_catalog
begin atomic
  select n.nspname::text, left(c.relname, 58 - length(w.column_name)) || '_' || w.column_name
      || case when w.is_unique then '_key' else '_idx' end, w.is_unique,
    format('on %I.%I (%I%s)%s', n.nspname, c.relname, w.column_name,
      case when w.is_unique or w.is_sparse then '' else ', id' end,
      case when w.is_sparse then format(' where %I is not null', w.column_name) else '' end)
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  cross join (
    select (p_field).name as column_name, (p_field).is_unique as is_unique, false as is_sparse
    where (p_field).is_unique or (p_field).is_indexed or (p_field).type = 'reference'
    union all
    select (p_field).name || '_currency', false, true where (p_field).type = 'money') as w
  where c.oid = (p_field).table_name::regclass;
end;
comment on function system.custom_indexes is
  'The indexes that a custom field wants. | Индексы, нужные своему полю.';

create function system.add_custom_column(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  target constant regclass := p_field.table_name;
begin
  execute format('alter table %s add column %I %s%s%s', target, p_field.name, system.custom_type(p_field),
    case when p_field.default_value is null then '' else format(' default %L', p_field.default_value) end,
    case when p_field.type = 'reference' then
      format(' constraint %I references %s', p_field.name || '_fkey', p_field.target_table::regclass)
    else '' end);
  case p_field.type
    when 'text', 'long_text' then
      execute format('alter table %s add constraint %I check (length(%I) <= %s) not valid', target,
        p_field.name || '_length', p_field.name, case p_field.type when 'text' then 300 else 10000 end);
    when 'money' then
      execute format('alter table %1$s add column %2$I text constraint %3$I references system.currency,
          add constraint %4$I check ((%5$I is null) = (%2$I is null)) not valid', target,
        p_field.name || '_currency', p_field.name || '_currency_fkey', p_field.name || '_whole', p_field.name);
    else null;
  end case;
end
$$;
comment on function system.add_custom_column is
  'Adds the columns of a custom field. | Добавляет столбцы своего поля.';

create function system.limit_custom_column(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  execute format('alter table %1$s drop constraint if exists %2$I,
      add constraint %2$I check (%3$I = any (array[%4$s])) not valid',
    p_field.table_name::regclass, p_field.name || '_known', p_field.name,
    (select string_agg(quote_literal(c.value), ', ' order by c.place)
      from unnest(p_field.choices) with ordinality as c (value, place)));
end
$$;
comment on function system.limit_custom_column is
  'Allows the choices of an enumeration. | Разрешает значения перечисления.';

-- Old records may lack it until they are changed: the rule is never validated while some do.
create function system.demand_custom_column(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  execute format('alter table %s drop constraint if exists %I', p_field.table_name::regclass,
    p_field.name || '_required');
  if p_field.is_required and p_field.archived_at is null then
    execute format('alter table %s add constraint %I check (%I is not null) not valid',
      p_field.table_name::regclass, p_field.name || '_required', p_field.name);
  end if;
end
$$;
comment on function system.demand_custom_column is
  'Demands a value, or no longer. | Требует значения или перестаёт.';

create function system.preset_custom_column(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  execute format('alter table %s alter column %I %s', p_field.table_name::regclass, p_field.name,
    case when p_field.default_value is null or p_field.archived_at is not null then 'drop default'
      else format('set default %L', p_field.default_value) end);
end
$$;
comment on function system.preset_custom_column is
  'Sets the default of a custom field''s column. | Задаёт значение столбца по умолчанию.';

-- The catalogue takes a custom column for a field while it is granted itself, not only with its table.
create function system.open_custom_column(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  target constant regclass := p_field.table_name;
  action text;
begin
  execute format((
    select string_agg(format('grant select (%1$I) on %2$s to crm_service, crm_limited, crm_reader, crm_report;',
        c.name, target)
      || case when has_any_column_privilege('crm_service', target, 'INSERT')
        then format('grant insert (%I) on %s to crm_service;', c.name, target) else '' end
      || case when has_any_column_privilege('crm_service', target, 'UPDATE')
        then format('grant update (%I) on %s to crm_service;', c.name, target) else '' end, ' ')
    from unnest(system.custom_columns(p_field)) as c (name)));
  if p_field.type = 'reference' and system.custom_type(p_field) = 'bigint' then
    foreach action in array array['insert', 'update'] loop
      execute format('create policy %I on %s as restrictive for %s %s with check (%I is null or access.sees(%L, %I))',
        p_field.name || '_visible_' || action, target, action,
        case action when 'update' then 'using (true)' else '' end,
        p_field.name, p_field.target_table, p_field.name);
      execute format('comment on policy %I on %s is %L', p_field.name || '_visible_' || action, target,
        'A record that one may not see cannot be named. | Нельзя указать запись, которой не видно.');
    end loop;
  end if;
end
$$;
comment on function system.open_custom_column is
  'Makes a custom field part of its records. | Делает своё поле частью записей.';

create function system.close_custom_column(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  execute (
    select string_agg(format('revoke all (%I) on %s from crm_service, crm_limited, crm_reader, crm_report;',
      c.name, p_field.table_name::regclass), ' ')
    from unnest(system.custom_columns(p_field)) as c (name));
  execute format('drop policy if exists %I on %s', p_field.name || '_visible_insert', p_field.table_name::regclass);
  execute format('drop policy if exists %I on %s', p_field.name || '_visible_update', p_field.table_name::regclass);
end
$$;
comment on function system.close_custom_column is
  'Takes a custom field out of its records; the values stay. | Убирает своё поле из записей; значения остаются.';

-- From labels: in what is said of columns and of rules.
create function system.describe_custom_field(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  target constant regclass := p_field.table_name;
  rule record;
begin
  execute format('comment on column %s.%I is %L', target, p_field.name,
    p_field.label_en || coalesce(': ' || p_field.description_en, '') || ' | '
    || p_field.label_ru || coalesce(': ' || p_field.description_ru, '')
    || coalesce((
      select ' {' || string_agg(format('%s=%s/%s', c.value, c.en, c.ru), ', ' order by c.place) || '}'
      from unnest(p_field.choices, p_field.choices_en, p_field.choices_ru)
        with ordinality as c (value, en, ru, place)), ''));
  if p_field.type = 'money' then
    execute format('comment on column %s.%I is %L', target, p_field.name || '_currency',
      p_field.label_en || ', currency | ' || p_field.label_ru || ', валюта');
  end if;
  for rule in
    select k.conname, w.en, w.ru from pg_constraint as k
    join (values
      ('_length', 'at most ' || case p_field.type when 'text' then '300' else '10,000' end || ' characters.',
        'не больше ' || case p_field.type when 'text' then '300' else '10 000' end || ' знаков.'),
      ('_known', 'one of ' || array_to_string(p_field.choices, ', ') || '.',
        'одно из ' || array_to_string(p_field.choices, ', ') || '.'),
      ('_required', 'this field is required.', 'поле обязательно.'),
      ('_whole', 'an amount and its currency go together.', 'сумма указывается вместе с валютой.'),
      ('_fkey', 'there is no such record.', 'такой записи нет.'),
      ('_currency_fkey', 'there is no such currency.', 'такой валюты нет.'),
      ('_key', 'another record has this value.', 'у другой записи такое же значение.')
    ) as w (ending, en, ru) on k.conname = p_field.name || w.ending
      or (w.ending = '_key' and right(k.conname, length(p_field.name) + 5) = '_' || p_field.name || '_key')
    where k.conrelid = target
  loop
    execute format('comment on constraint %I on %s is %L', rule.conname, target,
      p_field.label_en || ': ' || rule.en || ' | ' || p_field.label_ru || ': ' || rule.ru);
  end loop;
end
$$;
comment on function system.describe_custom_field is
  'Says what a custom field and its rules mean. | Описывает своё поле и его правила.';

-- On a large table they are there already, built by the migrator.
create function system.index_custom_column(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  target constant regclass := p_field.table_name;
  wanted record;
begin
  for wanted in select * from system.custom_indexes(p_field) loop
    execute format('create %s index if not exists %I %s', case when wanted.is_unique then 'unique' else '' end,
      wanted.name, wanted.body);
    if wanted.is_unique and not exists (
        select from pg_constraint as k where k.conrelid = target and k.conname = wanted.name) then
      execute format('alter table %s add constraint %I unique using index %I', target, wanted.name, wanted.name);
    end if;
  end loop;
end
$$;
comment on function system.index_custom_column is
  'Gives a custom field its indexes. | Даёт своему полю индексы.';

create function system.unindex_custom_column(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  gone record;
begin
  for gone in
    select i.area, i.name from system.custom_indexes(p_field) as i where not i.is_unique and i.body !~ ' where '
  loop
    execute format('drop index if exists %I.%I', gone.area, gone.name);
  end loop;
end
$$;
comment on function system.unindex_custom_column is
  'Takes from a custom field the index that it no longer wants. | Убирает ненужный больше индекс.';

-- Locks are few and in one order: first the target, whose readers go on, then the table.
create function system.lock_custom_table(p_field system.custom_field, p_new boolean, p_deep boolean) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  perform system.hurry();
  if p_new and p_field.target_table is not null then
    execute format('lock table %s in share row exclusive mode', p_field.target_table::regclass);
  end if;
  execute format('lock table %s in %s mode', p_field.table_name::regclass,
    case when p_deep then 'access exclusive' else 'share update exclusive' end);
end
$$;
comment on function system.lock_custom_table is
  'Locks what a change of a custom field touches. | Блокирует то, чего касается изменение своего поля.';

create function system.shape_custom_field() returns trigger
language plpgsql security definer set search_path = pg_catalog set lock_timeout = '100ms' as $$
declare
  is_new constant boolean := tg_op = 'INSERT';
  is_deep constant boolean := is_new or
    (new.choices, new.is_required, new.default_value, new.is_indexed, new.archived_at, new.index_state)
    is distinct from (old.choices, old.is_required, old.default_value, old.is_indexed, old.archived_at, old.index_state);
begin
  perform system.lock_custom_table(new, is_new, is_deep);
  if is_new then
    perform system.add_custom_column(new);
  end if;
  if new.choices is not null and (is_new or new.choices <> old.choices) then
    perform system.limit_custom_column(new);
  end if;
  if is_new or (new.is_required, new.archived_at) is distinct from (old.is_required, old.archived_at) then
    perform system.demand_custom_column(new);
  end if;
  if is_new or (new.default_value, new.archived_at) is distinct from (old.default_value, old.archived_at) then
    perform system.preset_custom_column(new);
  end if;
  if is_deep and new.index_state = 'ready' then
    perform system.index_custom_column(new);
  end if;
  if not is_new and old.is_indexed and not new.is_indexed and new.type <> 'reference' then
    perform system.unindex_custom_column(old);
  end if;
  if (is_new or old.state <> 'active') and new.state = 'active' then
    perform system.open_custom_column(new);
  elsif not is_new and old.state = 'active' and new.state <> 'active' then
    perform system.close_custom_column(new);
  end if;
  perform system.describe_custom_field(new);
  if is_deep then
    insert into system.job (kind, input, account_id)
    values ('custom-field', jsonb_build_object('id', new.id), null);
  end if;
  notify crm_schema;
  return null;
end
$$;
comment on function system.shape_custom_field is
  'Makes the column what the custom field says. | Приводит столбец к описанию своего поля.';

-- At the end of the transaction: locks are held for as long as the change itself takes.
create constraint trigger custom_field_shape after insert or update on system.custom_field
  deferrable initially deferred for each row execute function system.shape_custom_field();
comment on trigger custom_field_shape on system.custom_field is
  'Makes the column what the custom field says. | Приводит столбец к описанию своего поля.';
