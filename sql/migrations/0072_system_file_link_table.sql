-- 0072_system_file_link_table: the table of a linked record follows from its resource, as that of a followed one.
-- Why: whoever linked a file named the table beside the resource, and the two could differ. Kind: expand.
-- Locks: system.file_link, system.follow, for milliseconds. Time: milliseconds. Forward only.
-- The release before names the table too; what it names is not taken. Its grant goes with the next contract.
create function system.find_table() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  new.table_name := coalesce((select r.table_name from system.resource as r where r.name = new.resource), '');
  return new;
end
$$;
comment on function system.find_table is
  'Finds the table of a resource''s record. | Находит таблицу записи ресурса.';

create or replace trigger follow_table before insert on system.follow
  for each row execute function system.find_table();
drop function system.set_followed();

create trigger file_link_table before insert on system.file_link
  for each row execute function system.find_table();
comment on trigger file_link_table on system.file_link is
  'Finds the table of the record. | Находит таблицу записи.';
