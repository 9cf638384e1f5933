-- 0053_system_file_sweep: takes away files and bytes that nobody has any more.
-- Why: uploads break off, records go, drafts are never linked. What is linked is never taken: a link that comes
-- meanwhile holds its file's row, and the reference itself refuses the rest. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the function.

-- Links of records that are gone; a record that is only put away, or not seen, is there.
create function system.sweep_links(p_most integer) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  target text;
  gone integer;
  total integer := 0;
begin
  for target in select distinct l.table_name from system.file_link as l loop
    begin
      execute format(
        'delete from system.file_link where id in (
           select l.id from system.file_link as l
           where l.table_name = $1 and not exists (select from %s as r where r.id = l.record_id)
           limit $2 for update skip locked)', target::regclass)
      using target, p_most - total;
      get diagnostics gone = row_count;
      total := total + gone;
    exception when undefined_table or invalid_schema_name or undefined_column then
      -- A table that is not there tells nothing of its records.
      continue;
    end;
  end loop;
  return total;
end
$$;
comment on function system.sweep_links is
  'Deletes links of records that are gone. | Удаляет связи с удалёнными записями.';

create function system.sweep_files(p_most integer) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  candidate bigint;
  gone integer;
  total integer := system.sweep_links(p_most);
begin
  -- Locked first and judged again afterwards: the second statement sees what was linked meanwhile.
  for candidate in
    select f.id from system.file as f
    where f.kept_until < now() and not system.is_linked(f.id)
    order by f.kept_until limit p_most for update skip locked
  loop
    begin
      delete from system.file as f where f.id = candidate and not system.is_linked(f.id);
      get diagnostics gone = row_count;
      total := total + gone;
    exception when foreign_key_violation then
      continue;
    end;
  end loop;
  for candidate in
    select c.id from system.content as c
    where (c.kept_at is not null or c.created_at < now() - interval '1 day')
      and not exists (select from system.file_version as v where v.content_id = c.id)
    limit greatest(p_most / 20, 1) for update skip locked
  loop
    delete from system.content as c where c.id = candidate
      and not exists (select from system.file_version as v where v.content_id = c.id);
    get diagnostics gone = row_count;
    total := total + gone;
  end loop;
  return total;
end
$$;
comment on function system.sweep_files is
  'Deletes links of records that are gone, files that were never linked in their time, and contents that no file has. | Удаляет связи с удалёнными записями, вовремя не связанные файлы и ничьё содержимое.';
grant execute on function system.sweep_files to crm_service;
