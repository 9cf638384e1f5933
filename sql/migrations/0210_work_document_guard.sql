-- 0210_work_document_guard: what is checked out, or is to be kept, stays as it is.
-- Why: two people who write into one contract lose the work of one; and what the law wants kept for years must not go,
-- nor its files. Kind: expand. Locks: work.document, system.file, system.file_link, for milliseconds.
-- Time: milliseconds. Reversible: drop the triggers and functions.

-- Who works on it now takes it for himself and gives it back; who may change all documents gives it back for him. Until
-- then nobody else changes it, but for a function of the owner, which hands over what a leaver had.
create function work.judge_checkout() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  me constant bigint := access.account_id();
  before bigint;
begin
  if tg_op = 'UPDATE' then
    before := old.checked_out_by;
  end if;
  if me is null or coalesce(before, me) = me and coalesce(new.checked_out_by, me) = me
    or pg_has_role(current_user, 'crm_owner', 'member')
    or new.checked_out_by is null and access.everything('documents', 'update')
    or tg_op = 'INSERT' and new.checked_out_by is null
  then
    return null;
  end if;
  raise exception 'checked out by somebody else' using errcode = 'check_violation', schema = 'work',
    table = 'document', column = 'checked_out_by', constraint = 'document_checked_out',
    hint = (select a.name from access.account as a where a.id = coalesce(before, new.checked_out_by));
end
$$;
comment on function work.judge_checkout is
  'Keeps others from what somebody has checked out. | Не даёт другим менять взятое в работу.';
create constraint trigger document_checked_out after insert or update on work.document
  for each row when (new.checked_out_by is not null) execute function work.judge_checkout();
comment on trigger document_checked_out on work.document is
  'The document is checked out by somebody else, and everybody checks out for himself: {value}. | Документ в работе у другого, и каждый берёт документ только себе: {value}.';
create constraint trigger document_given_back after update on work.document
  for each row when (old.checked_out_by is not null and new.checked_out_by is null)
  execute function work.judge_checkout();
comment on trigger document_given_back on work.document is
  'The document is checked out by somebody else: {value}. | Документ в работе у другого: {value}.';

-- What is to be kept may be kept longer, never shorter, and does not go; nor do its files. It is held as by a
-- reference, so that whoever deletes it puts it into the archive.
create function work.judge_retention() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'to be kept' using schema = 'work', table = 'document', column = 'kept_until',
    errcode = case tg_op when 'DELETE' then 'foreign_key_violation' else 'check_violation' end,
    constraint = 'document_kept', hint = old.kept_until::text;
end
$$;
comment on function work.judge_retention is
  'Keeps what is to be kept. | Сохраняет то, что надо хранить.';
create constraint trigger document_kept after update on work.document
  for each row when (old.kept_until >= current_date and (new.kept_until is null or new.kept_until < old.kept_until))
  execute function work.judge_retention();
comment on trigger document_kept on work.document is
  'The document is to be kept until this day; it can be kept longer: {value}. | Документ надо хранить до этого дня, можно дольше: {value}.';
create constraint trigger document_kept_whole after delete on work.document
  for each row when (old.kept_until >= current_date) execute function work.judge_retention();
comment on trigger document_kept_whole on work.document is
  'The document is to be kept. | Документ надо хранить.';

create function work.guard_document_file() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  home record;
  holder text;
begin
  select * into home from system.home_of_file(new.id);
  if home.table_name = 'work.document' then
    select a.name into holder from work.document as d join access.account as a on a.id = d.checked_out_by
    where d.id = home.record_id and d.checked_out_by <> coalesce(access.account_id(), d.checked_out_by);
    if holder is not null then
      raise exception 'checked out by somebody else' using errcode = 'check_violation', schema = 'system',
        table = 'file', column = 'content_id', constraint = 'file_checked_out', hint = holder;
    end if;
  end if;
  return null;
end
$$;
comment on function work.guard_document_file is
  'Keeps others from the files of a document that somebody has checked out. | Не даёт другим менять файлы взятого в работу документа.';
create constraint trigger file_checked_out after update on system.file
  for each row when ((old.content_id, old.name, old.is_shared) is distinct from (new.content_id, new.name, new.is_shared))
  execute function work.guard_document_file();
comment on trigger file_checked_out on system.file is
  'The document of this file is checked out by somebody else: {value}. | Документ этого файла в работе у другого: {value}.';

create function work.guard_document_link() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from work.document as d where d.id = old.record_id and d.kept_until >= current_date) then
    raise exception 'to be kept' using errcode = 'check_violation', schema = 'system', table = 'file_link',
      column = 'record_id', constraint = 'file_link_kept';
  end if;
  return null;
end
$$;
comment on function work.guard_document_link is
  'Keeps the files of a document that is to be kept. | Сохраняет файлы документа, который надо хранить.';
create constraint trigger file_link_kept after delete on system.file_link
  for each row when (old.table_name = 'work.document') execute function work.guard_document_link();
comment on trigger file_link_kept on system.file_link is
  'The document of this file is to be kept, and its files with it. | Документ этого файла надо хранить вместе с файлами.';

create function work.guard_checked_out_link() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  holder text;
begin
  select a.name into holder from work.document as d join access.account as a on a.id = d.checked_out_by
  where d.id = case tg_op when 'INSERT' then new.record_id else old.record_id end
    and d.checked_out_by <> coalesce(access.account_id(), d.checked_out_by);
  if holder is not null then
    raise exception 'checked out by somebody else' using errcode = 'check_violation', schema = 'system',
      table = 'file_link', column = 'record_id', constraint = tg_name, hint = holder;
  end if;
  return null;
end
$$;
comment on function work.guard_checked_out_link is
  'Keeps others from putting files to a document that somebody has checked out, and from taking them. | Не даёт другим добавлять и убирать файлы взятого в работу документа.';
create constraint trigger file_link_checked_out after insert on system.file_link
  for each row when (new.table_name = 'work.document') execute function work.guard_checked_out_link();
comment on trigger file_link_checked_out on system.file_link is
  'The document is checked out by somebody else: {value}. | Документ в работе у другого: {value}.';
create constraint trigger file_unlink_checked_out after delete on system.file_link
  for each row when (old.table_name = 'work.document') execute function work.guard_checked_out_link();
comment on trigger file_unlink_checked_out on system.file_link is
  'The document of this file is checked out by somebody else: {value}. | Документ этого файла в работе у другого: {value}.';
