-- 0203_clients_mail_kept: the files of a message stay with it.
-- Why: its bytes are all that can be gone back to when somebody says that it read otherwise. Kind: expand.
-- Locks: system.file, system.file_link, for milliseconds. Time: milliseconds. Reversible: drop the triggers.
create function clients.guard_mail_link() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from clients.mail_message as m where m.id = old.record_id) then
    raise exception 'a file of a message' using errcode = 'check_violation', schema = 'system', table = 'file_link',
      column = 'record_id', constraint = 'file_link_of_mail';
  end if;
  return null;
end
$$;
comment on function clients.guard_mail_link is
  'Keeps the files of a message. | Сохраняет файлы письма.';
create constraint trigger file_link_of_mail after delete on system.file_link
  for each row when (old.table_name = 'clients.mail_message') execute function clients.guard_mail_link();
comment on trigger file_link_of_mail on system.file_link is
  'The files of a message stay with it. | Файлы письма остаются при нём.';

create function clients.guard_mail_file() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if (select h.table_name from system.home_of_file(new.id) as h) = 'clients.mail_message' then
    raise exception 'a file of a message' using errcode = 'check_violation', schema = 'system', table = 'file',
      column = 'content_id', constraint = 'file_of_mail';
  end if;
  return null;
end
$$;
comment on function clients.guard_mail_file is
  'Keeps what a message has brought as it was. | Сохраняет полученное с письмом как есть.';
create constraint trigger file_of_mail after update of name, content_id on system.file
  for each row when ((old.content_id, old.name) is distinct from (new.content_id, new.name))
  execute function clients.guard_mail_file();
comment on trigger file_of_mail on system.file is
  'The files of a message stay as they were received. | Файлы письма остаются такими, как получены.';
