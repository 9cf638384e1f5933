-- 0101_system_file_sets: which files somebody sees is asked one by one for the first, and at once for the rest.
-- Why: the policies asked of each row by a statement of its own: who saw few of a million files waited 15 s for a
-- list, and twelve who waited kept everybody else out. Kind: expand. Locks: system.file, system.file_link, for
-- milliseconds. Time: milliseconds. Forward only.
--
-- A record's files, and a page for who sees most, end before two hundred looks. Whatever goes on then takes the set of
-- all that is seen, table by table: at 1,000,000 links of 1,000,000 parties that is a second, however many are seen.

-- The settings choose the way alone: both ways answer the same, so whoever sets them wins nothing.
create function system.looks_ended() returns boolean
language sql stable
return current_setting('crm.looks_ended', true) = date_part('epoch', statement_timestamp())::text;
comment on function system.looks_ended is
  'Whether this statement has looked at enough single records. | Достаточно ли оператор просмотрел записей по одной.';

create function system.count_look() returns void
language plpgsql set search_path = pg_catalog as $$
declare
  stamp constant text := date_part('epoch', statement_timestamp())::text;
  said constant text := current_setting('crm.looks', true);
  looks constant integer := 1
    + case when split_part(said, '/', 1) = stamp then split_part(said, '/', 2)::integer else 0 end;
begin
  perform set_config('crm.looks', stamp || '/' || looks, true);
  if looks >= 200 then
    perform set_config('crm.looks_ended', stamp, true);
  end if;
end
$$;
comment on function system.count_look is
  'Counts the single records that a statement has looked at. | Считает записи, просмотренные оператором по одной.';

create function system.look(p_table text, p_record bigint) returns boolean
language plpgsql set search_path = pg_catalog as $$
begin
  perform system.count_look();
  return access.sees(p_table, p_record);
end
$$;
comment on function system.look is
  'Whether the caller sees a record, counted. | Видит ли вызывающий запись; с подсчётом.';

create or replace function system.sees_file(p_file bigint) returns boolean
language plpgsql set search_path = pg_catalog as $$
begin
  perform system.count_look();
  return exists (select from system.file_link as l where l.file_id = p_file);
end
$$;

create function system.sees_versions(p_file bigint) returns boolean
language plpgsql set search_path = pg_catalog as $$
begin
  perform system.count_look();
  return exists (select from system.file as f where f.id = p_file);
end
$$;
comment on function system.sees_versions is
  'Whether the caller sees a file, linked or his own. | Виден ли вызывающему файл, связанный или собственный.';

-- Numbers alone, which say neither what the files are nor what the records are.
create function system.linked_tables() returns setof text
language sql stable security definer set search_path = pg_catalog
begin atomic
  with recursive linked (name) as (
    select min(l.table_name) from system.file_link as l
    union all
    select (select min(l.table_name) from system.file_link as l where l.table_name > linked.name)
    from linked where linked.name is not null
  )
  select name from linked where name is not null;
end;
comment on function system.linked_tables is
  'The tables that files are linked to. | Таблицы, с записями которых связаны файлы.';

create function system.links_of_table(p_table text) returns table (id bigint, file_id bigint, record_id bigint)
language sql stable security definer rows 100000 set search_path = pg_catalog
begin atomic
  select l.id, l.file_id, l.record_id from system.file_link as l where l.table_name = p_table;
end;
comment on function system.links_of_table is
  'The links of files to records of a table. | Связи файлов с записями таблицы.';

create function system.seen_links() returns table (id bigint, file_id bigint)
language plpgsql stable set search_path = pg_catalog as $$
declare
  target text;
begin
  for target in select * from system.linked_tables() loop
    begin
      return query execute format(
        'select l.id, l.file_id from system.links_of_table($1) as l join %s as t on t.id = l.record_id',
        target::regclass) using target;
    exception when undefined_table or invalid_schema_name or insufficient_privilege then
      null;
    end;
  end loop;
end
$$;
comment on function system.seen_links is
  'The links whose records the caller sees. | Связи, записи которых видны вызывающему.';

create function system.own_files() returns setof bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select f.id from system.file as f
  where f.account_id = access.account_id()
    and not exists (select from system.file_link as l where l.file_id = f.id);
end;
comment on function system.own_files is
  'Files that the caller has sent and that are linked to nothing. | Переданные вызывающим и ни с чем не связанные файлы.';

create function system.seen_files() returns setof bigint
language sql stable
begin atomic
  select s.file_id from system.seen_links() as s
  union all
  select o.id from system.own_files() as o (id);
end;
comment on function system.seen_files is
  'The files that the caller sees. | Файлы, видимые вызывающему.';
grant execute on function system.looks_ended, system.count_look, system.look, system.sees_versions,
  system.linked_tables, system.links_of_table, system.seen_links, system.own_files, system.seen_files
  to crm_service, crm_limited, crm_reader;

alter policy file_link_select on system.file_link using (
  case when system.looks_ended() then id in (select s.id from system.seen_links() as s)
    else system.look(table_name, record_id) end);
alter policy file_select on system.file using (
  case when system.looks_ended() then id in (select system.seen_files())
    else account_id = (select access.account_id()) and not system.is_linked(id) or system.sees_file(id) end);
alter policy file_version_select on system.file_version using (
  case when system.looks_ended() then file_id in (select system.seen_files())
    else system.sees_versions(file_id) end);
