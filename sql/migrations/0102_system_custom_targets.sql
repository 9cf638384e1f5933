-- 0102_system_custom_targets: custom fields refer to business records, accounts, departments, countries and currencies.
-- Why: a reference to sessions, jobs, deliveries or files held each row that was named: nobody could end that session,
-- lock its account, or sweep; and a unique field told its rule in the words of another whose name ended alike.
-- Kind: expand. Locks: none. Time: milliseconds. Forward only.

-- What is kept for a time, or is taken away for safety's sake, must not be held by a reference; so of the tables that
-- are no business records these alone, whose rows stay.
create function system.is_referable(p_table regclass) returns boolean
language sql stable set search_path = pg_catalog
return system.is_extensible(p_table) and exists (
    select from pg_index as i where i.indrelid = p_table and i.indisprimary and i.indnatts = 1)
  or p_table::text in ('access.account', 'access.department', 'system.country', 'system.currency');
comment on function system.is_referable is
  'Whether a custom field may refer to the table. | Может ли своё поле ссылаться на таблицу.';

create or replace function system.judge_custom_target() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.target_table is not null and not coalesce(system.is_referable(to_regclass(new.target_table)), false) then
    perform system.refuse_custom_field('custom_field_referable', 'target');
  end if;
  return null;
end
$$;

create or replace function system.describe_custom_field(p_field system.custom_field) returns void
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
    ) as w (ending, en, ru) on k.conname = case w.ending
      when '_key' then (select i.name from system.custom_indexes(p_field) as i where i.is_unique)
      else p_field.name || w.ending end
    where k.conrelid = target
  loop
    execute format('comment on constraint %I on %s is %L', rule.conname, target,
      p_field.label_en || ': ' || rule.en || ' | ' || p_field.label_ru || ': ' || rule.ru);
  end loop;
end
$$;

-- As before, and fields from before this rule are told of.
create or replace function system.custom_field_faults() returns table (object text, fault_text text)
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
  select f.table_name || '.' || f.name, 'refers to ' || f.target_table || ', whose rows then cannot go'
  from system.custom_field as f
  where f.target_table is not null and not coalesce(system.is_referable(to_regclass(f.target_table)), false)
  union all
  select f.table_name || '.' || f.name, 'waits for an index: crm migrate builds it'
  from system.custom_field as f where f.index_state = 'pending';
end;
