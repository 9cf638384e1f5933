-- 0059_system_custom_rules: what a custom field may not be, and what is done behind it.
-- Why: the owner changes tables here for who asks, so the database judges each wish. Kind: expand.
-- Locks: none. Time: milliseconds. Forward only.

create function system.prepare_custom_field() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    new.table_name := (select r.table_name from system.resource as r where r.name = new.resource);
    new.target_table := (select r.table_name from system.resource as r where r.name = new.target);
    new.index_state := 'none';
  end if;
  if to_regclass(new.table_name) is null then
    return new;
  end if;
  if tg_op = 'INSERT' and (new.is_unique or new.is_indexed or new.type in ('reference', 'money'))
      or tg_op = 'UPDATE' and new.is_indexed and not old.is_indexed then
    new.index_state := case when system.is_small(new.table_name::regclass) then 'ready' else 'pending' end;
  elsif not (new.is_unique or new.is_indexed or new.type in ('reference', 'money')) then
    new.index_state := 'none';
  end if;
  return new;
end
$$;
comment on function system.prepare_custom_field is
  'Finds the tables of a custom field and how it is indexed. | Находит таблицы своего поля и способ индексации.';
create trigger custom_field_prepared before insert or update of is_indexed on system.custom_field
  for each row execute function system.prepare_custom_field();

create function system.refuse_custom_field(p_rule text, p_column text) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'the custom field breaks the rule %', p_rule using errcode = 'check_violation',
    constraint = p_rule, schema = 'system', table = 'custom_field', column = p_column;
end
$$;
comment on function system.refuse_custom_field is
  'Names the rule that a custom field breaks. | Называет нарушенное своим полем правило.';

-- Rows of a table that the owner protects and audits, and no one's rights: what is told by the service is judged.
create function system.is_extensible(p_table regclass) returns boolean
language sql stable set search_path = pg_catalog
return exists (
  select from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  where c.oid = p_table and c.relkind = 'r' and c.relrowsecurity and not c.relispartition
    and pg_get_userbyid(c.relowner) = 'crm_owner'
    and n.nspname not in ('access', 'system', 'audit')
    and (select count(distinct g.tgfoid) = 2 from pg_trigger as g
      where g.tgrelid = c.oid and g.tgenabled = 'O'
        and g.tgfoid in ('system.touch()'::regprocedure, 'audit.record()'::regprocedure)));
comment on function system.is_extensible is
  'Whether a table may have custom fields. | Могут ли быть у таблицы свои поля.';

create function system.judge_custom_table() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.table_name is not null and not coalesce(system.is_extensible(to_regclass(new.table_name)), false) then
    perform system.refuse_custom_field('custom_field_business', 'resource');
  end if;
  return null;
end
$$;
comment on function system.judge_custom_table is
  'Refuses fields of what is no business record. | Не даёт полей тому, что не деловая запись.';
create constraint trigger custom_field_business after insert on system.custom_field
  for each row execute function system.judge_custom_table();
comment on trigger custom_field_business on system.custom_field is
  'The records of this resource cannot have fields of your own. | Записям этого ресурса нельзя добавить свои поля.';

create function system.judge_custom_target() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.target_table is not null and not exists (
      select from pg_index as i join pg_class as c on c.oid = i.indrelid
      where i.indrelid = to_regclass(new.target_table) and i.indisprimary and i.indnatts = 1
        and c.relkind = 'r' and c.relnamespace <> 'audit'::regnamespace
        and has_any_column_privilege('crm_service', c.oid, 'SELECT')) then
    perform system.refuse_custom_field('custom_field_referable', 'target');
  end if;
  return null;
end
$$;
comment on function system.judge_custom_target is
  'Refuses references to what has no key. | Не даёт ссылок на то, у чего нет ключа.';
create constraint trigger custom_field_referable after insert on system.custom_field
  for each row execute function system.judge_custom_target();
comment on trigger custom_field_referable on system.custom_field is
  'Records of this resource cannot be referred to. | На записи этого ресурса нельзя сослаться.';

create function system.count_custom_fields() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock(6517357, 5);
  if (select count(*) from system.custom_field as f where f.table_name = new.table_name) > 100 then
    perform system.refuse_custom_field('custom_field_few', 'resource');
  end if;
  return null;
end
$$;
comment on function system.count_custom_fields is
  'Keeps the number of fields within bounds. | Ограничивает число полей.';
create constraint trigger custom_field_few after insert on system.custom_field
  for each row execute function system.count_custom_fields();
comment on trigger custom_field_few on system.custom_field is
  'A resource has at most 100 fields of your own, retired ones among them. | Своих полей у ресурса не больше 100, считая снятые.';

-- The locks of several would be held while the next are waited for.
create function system.judge_custom_pace() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if coalesce(current_setting('crm.custom_field', true), '') not in ('', new.id::text) then
    perform system.refuse_custom_field('custom_field_alone', 'name');
  end if;
  perform set_config('crm.custom_field', new.id::text, true);
  return null;
end
$$;
comment on function system.judge_custom_pace is
  'Lets a transaction change one field. | Позволяет транзакции изменить одно поле.';
create constraint trigger custom_field_alone after insert or update on system.custom_field
  for each row execute function system.judge_custom_pace();
comment on trigger custom_field_alone on system.custom_field is
  'One field at a time: send the next when this one is done. | По одному полю за раз: следующее — когда готово это.';

-- Before the lock, so that nobody waits for the search.
create function system.judge_custom_choices() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  used boolean;
begin
  execute format('select exists (select from %s where %I <> all ($1))', new.table_name::regclass, new.name)
    into used using new.choices;
  if used then
    perform system.refuse_custom_field('custom_field_choices_used', 'choices');
  end if;
  return null;
end
$$;
comment on function system.judge_custom_choices is
  'Refuses to take away a choice that records have. | Не даёт убрать значение, которое есть у записей.';
create constraint trigger custom_field_choices_used after update of choices on system.custom_field
  for each row when (not new.choices @> old.choices) execute function system.judge_custom_choices();
comment on trigger custom_field_choices_used on system.custom_field is
  'Records have a choice that you leave out: change them first. | У записей есть убранное значение: сначала измените их.';

-- 23503, as for any record that others refer to: it goes into the archive, its column and values stay.
create function system.keep_custom_field() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'a custom field is retired, not deleted' using errcode = 'foreign_key_violation',
    schema = 'system', table = 'custom_field';
end
$$;
comment on function system.keep_custom_field is
  'Refuses to delete a custom field. | Не даёт удалить своё поле.';
create trigger custom_field_kept before delete on system.custom_field
  for each row execute function system.keep_custom_field();

-- What the service compares to know whether its catalogue is still that of the database.
create function system.schema_stamp() returns bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(sum(f.version), 0)::bigint from system.custom_field as f;
end;
comment on function system.schema_stamp is
  'Grows with every change of a custom field. | Растёт с каждым изменением своего поля.';

-- Reads the table while others read and write it. A demand that old records do not meet yet stays as it is.
create function system.validate_custom_field(p_id bigint) returns integer
language plpgsql security definer set search_path = pg_catalog set lock_timeout = '100ms' as $$
declare
  rule record;
  done integer := 0;
begin
  perform system.hurry();
  for rule in
    select k.conrelid::regclass as target, k.conname, k.conname = f.name || '_required' as is_demand
    from system.custom_field as f join pg_constraint as k on k.conrelid = to_regclass(f.table_name)
    where f.id = p_id and not k.convalidated and k.contype = 'c'
      and k.conname in (f.name || '_length', f.name || '_known', f.name || '_required', f.name || '_whole')
  loop
    begin
      execute format('alter table %s validate constraint %I', rule.target, rule.conname);
      done := done + 1;
    exception when check_violation then
      if not rule.is_demand then
        raise;
      end if;
    end;
  end loop;
  return done;
end
$$;
comment on function system.validate_custom_field is
  'Validates the rules of a custom field. | Проверяет правила своего поля по всей таблице.';

-- For the migrator, who alone may build an index while others write.
create function system.pending_custom_indexes()
returns table (field_id bigint, area text, name text, is_built boolean, is_broken boolean, statement text)
language sql stable set search_path = pg_catalog
begin atomic
  select f.id, w.area, w.name, coalesce(i.indisvalid, false), not coalesce(i.indisvalid, true),
    format('create %s index concurrently %I %s', case when w.is_unique then 'unique' else '' end, w.name, w.body)
  from system.custom_field as f cross join lateral system.custom_indexes(f) as w
  left join pg_index as i on i.indexrelid = to_regclass(format('%I.%I', w.area, w.name))
  where f.index_state = 'pending' order by f.id, w.name;
end;
comment on function system.pending_custom_indexes is
  'The indexes that wait for the migrator. | Индексы, которые должен построить мигратор.';

-- For crm check: where columns and fields do not agree.
create function system.custom_field_faults() returns table (object text, fault_text text)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select a.attrelid::regclass::text || '.' || a.attname, 'is no custom field, yet named like one'
  from pg_attribute as a join pg_class as c on c.oid = a.attrelid and c.relkind = 'r'
  join pg_namespace as n on n.oid = c.relnamespace and pg_get_userbyid(n.nspowner) = 'crm_owner'
  where a.attname ~ '^x_' and a.attnum > 0 and not a.attisdropped
    and not exists (
      select from system.custom_field as f
      where to_regclass(f.table_name) = a.attrelid and a.attname = any (system.custom_columns(f)))
  union all
  select f.table_name || '.' || w.name, 'is missing or has another type than its custom field'
  from system.custom_field as f cross join lateral unnest(system.custom_columns(f)) as w (name)
  left join pg_attribute as a on a.attrelid = to_regclass(f.table_name) and a.attname = w.name
    and not a.attisdropped
  where a.attnum is null or w.name = f.name
    and format_type(a.atttypid, a.atttypmod)
      <> replace(replace(system.custom_type(f), ' collate "C"', ''), 'timestamptz', 'timestamp with time zone')
  union all
  select f.table_name || '.' || f.name, 'waits for an index: crm migrate builds it'
  from system.custom_field as f where f.index_state = 'pending';
end;
comment on function system.custom_field_faults is
  'Where columns and custom fields do not agree. | Где столбцы не соответствуют своим полям.';
grant execute on function system.schema_stamp to crm_service, crm_limited, crm_reader;
grant execute on function system.custom_field_faults to crm_service, crm_limited, crm_reader, crm_monitor;
grant execute on function system.validate_custom_field to crm_service;
