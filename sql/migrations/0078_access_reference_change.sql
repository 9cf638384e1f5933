-- 0078_access_reference_change: whether a reference leads to something one may see is judged where it changes.
-- Why: a policy judges every row that is written, so who did not see a record's parent could not change even its
-- notes. Policies know no old row; a trigger does. And the administrator had no right to the imports of others,
-- though the policy foresees it. Kind: expand. Locks: clients.party, contact, relation and
-- interaction, and tables with custom references, for milliseconds. Time: milliseconds. Forward only.

-- Behind the write, so that it judges what all the other triggers have made of the row. What is hidden and what does
-- not exist are told alike: as a breach of the foreign key.
create function access.judge_reference() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if not access.sees(tg_argv[2], (to_jsonb(new) ->> tg_argv[0])::bigint) then
    raise exception 'a reference to what is not seen' using errcode = 'foreign_key_violation',
      schema = tg_table_schema, table = tg_table_name, column = tg_argv[0], constraint = tg_argv[1];
  end if;
  return null;
end
$$;
comment on function access.judge_reference is
  'Refuses a reference to what the caller does not see. | Не даёт сослаться на то, чего вызывающий не видит.';

create function access.guard_reference(p_table regclass, p_column text) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  key record;
begin
  select k.conname, n.nspname || '.' || c.relname as target into strict key
  from pg_constraint as k
  join pg_attribute as a on a.attrelid = k.conrelid and k.conkey = array[a.attnum]
  join pg_class as c on c.oid = k.confrelid join pg_namespace as n on n.oid = c.relnamespace
  where k.contype = 'f' and k.conrelid = p_table and a.attname = p_column;
  execute format(
    'create trigger %1$I after update on %2$s for each row
     when (new.%3$I is not null and new.%3$I is distinct from old.%3$I)
     execute function access.judge_reference(%4$L, %5$L, %6$L)',
    p_column || '_visible', p_table, p_column, p_column, key.conname, key.target);
  execute format('comment on trigger %I on %s is %L', p_column || '_visible', p_table,
    'A record that one may not see cannot be named. | Нельзя указать запись, которой не видно.');
end
$$;
comment on function access.guard_reference is
  'Lets a reference be changed only to what the caller sees. | Даёт изменить ссылку лишь на видимое вызывающему.';

-- Every reference that a policy has judged: whatever a table has, built in or added by the enterprise.
do $$
declare
  rule record;
begin
  for rule in
    select p.polrelid::regclass as target, p.polname, a.attname::text as name
    from pg_policy as p
    join pg_depend as d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refobjid = p.polrelid
    join pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where p.polcmd = 'w' and not p.polpermissive and p.polname ~ '_visible_update$'
  loop
    perform access.guard_reference(rule.target, rule.name);
    execute format('drop policy %I on %s', rule.polname, rule.target);
  end loop;
end
$$;

create or replace function system.open_custom_column(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  target constant regclass := p_field.table_name;
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
    execute format('create policy %I on %s as restrictive for insert with check (%I is null or access.sees(%L, %I))',
      p_field.name || '_visible_insert', target, p_field.name, p_field.target_table, p_field.name);
    execute format('comment on policy %I on %s is %L', p_field.name || '_visible_insert', target,
      'A record that one may not see cannot be named. | Нельзя указать запись, которой не видно.');
    perform access.guard_reference(target, p_field.name);
  end if;
end
$$;

create or replace function system.close_custom_column(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  execute (
    select string_agg(format('revoke all (%I) on %s from crm_service, crm_limited, crm_reader, crm_report;',
      c.name, p_field.table_name::regclass), ' ')
    from unnest(system.custom_columns(p_field)) as c (name));
  execute format('drop policy if exists %I on %s', p_field.name || '_visible_insert', p_field.table_name::regclass);
  execute format('drop trigger if exists %I on %s', p_field.name || '_visible', p_field.table_name::regclass);
end
$$;

-- As with jobs.
insert into access.permission (role_id, resource, action, scope)
select r.id, 'imports', 'read', 'all' from access.role as r where r.code = 'administrator'
on conflict do nothing;
