-- 0100_system_file_rights: a file is changed by who may change the record that it was linked to first, and is linked
-- to business records alone.
-- Why: whoever could read a file could link it to something of his own, and then write into it, read it when the
-- record was his no more, and keep everybody from deleting it. Kind: expand. Locks: system.file, system.file_link,
-- for milliseconds. Time: milliseconds; one read of file_link. Forward only.
--
-- The oldest link of a file is its home. Who may change the record at home may change name and content, and may say
-- that the file is not shared: then its further links go and none come. Who may change any record that it is linked
-- to may link it further; of an unlinked file all this is its sender's.
alter table system.file add column is_shared boolean not null default true;
comment on column system.file.is_shared is
  'Shared: whether it may be linked to further records; no removes all links but the first. | Общий: можно ли связать с другими записями; «нет» удаляет все связи, кроме первой.';
grant update (is_shared) on system.file to crm_service;

create function system.home_of_file(p_file bigint, out table_name text, out record_id bigint)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select l.table_name, l.record_id from system.file_link as l where l.file_id = p_file order by l.id limit 1;
end;
comment on function system.home_of_file is
  'The record that a file was linked to first. | Запись, с которой файл связан первой.';

create or replace function system.changes_file(p_file bigint) returns boolean
language plpgsql set search_path = pg_catalog as $$
declare
  home record;
begin
  select * into home from system.home_of_file(p_file);
  return home.table_name is not null and access.changes(home.table_name, home.record_id);
end
$$;
comment on function system.changes_file is
  'Whether the caller may change the record that the file was linked to first. | Может ли вызывающий изменить запись, с которой файл связан первой.';

create function system.may_link(p_file bigint) returns boolean
language plpgsql set search_path = pg_catalog as $$
begin
  return exists (
    select from system.file as f where f.id = p_file and (
      f.account_id = access.account_id() and not system.is_linked(f.id)
      or exists (
        select from system.file_link as l where l.file_id = f.id and access.changes(l.table_name, l.record_id))));
end
$$;
comment on function system.may_link is
  'Whether the caller may link the file to further records. | Может ли вызывающий связать файл с другими записями.';

-- The file's row is held: of a first link and a second, or of a second and the end of sharing, one comes after the
-- other.
create function system.judge_link() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  shared boolean;
begin
  if not coalesce(system.is_extensible(to_regclass(nullif(new.table_name, ''))), false) then
    raise exception 'no business record' using errcode = 'check_violation',
      constraint = 'file_link_table_form', table = 'file_link', schema = 'system', column = 'resource';
  end if;
  select f.is_shared into shared from system.file as f where f.id = new.file_id for share;
  if not shared and system.is_linked(new.file_id) then
    raise exception 'a file that is not shared' using errcode = 'check_violation',
      constraint = 'file_link_target', table = 'file_link', schema = 'system', column = 'file_id';
  end if;
  return new;
end
$$;
comment on function system.judge_link is
  'Refuses links to what is no business record, and further ones of what is not shared. | Не даёт связывать с тем, что не деловая запись, и делиться закрытым файлом.';
create trigger file_link_target before insert on system.file_link
  for each row execute function system.judge_link();
comment on trigger file_link_target on system.file_link is
  'The file is not shared: it stays at its first record. | Файл не общий: он остаётся при первой записи.';
comment on constraint file_link_table_form on system.file_link is
  'Files are linked to business records, such as parties. | Файлы связывают с деловыми записями, например с клиентами.';

create function system.unshare_file() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from system.file_link as l using system.file_link as home
  where l.file_id = new.id and home.file_id = new.id and l.id > home.id;
  return null;
end
$$;
comment on function system.unshare_file is
  'Removes the further links of a file. | Удаляет остальные связи файла.';
create trigger file_unshared after update of is_shared on system.file
  for each row when (old.is_shared and not new.is_shared) execute function system.unshare_file();
comment on trigger file_unshared on system.file is
  'Leaves a file that is not shared at its first record. | Оставляет необщий файл при первой записи.';

alter policy file_link_insert on system.file_link with check (
  (select access.level('file_links', 'create')) > 0 and system.may_link(file_id)
  and access.changes(table_name, record_id));
grant execute on function system.home_of_file, system.may_link to crm_service, crm_limited, crm_reader;

-- What was linked to somebody's views and the like is no record's.
delete from system.file_link as l
where l.table_name like 'system.%' and not coalesce(system.is_extensible(to_regclass(l.table_name)), false);
