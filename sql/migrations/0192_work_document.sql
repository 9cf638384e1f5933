-- 0192_work_document: documents in folders, with check-out and retention, over the files there are.
-- Why: a contract is more than its bytes: it has a place, an end, somebody who works on it now, and a time for which
-- it must be kept. Its files are linked to it, so that who sees the document sees them; versions and downloads are
-- those of files. Kind: expand. Locks: system.file, system.file_link, for milliseconds. Time: milliseconds. Forward only.
create table work.document_folder (
  id bigint generated always as identity constraint document_folder_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint document_folder_owner_fkey references access.account,
  department_id bigint constraint document_folder_department_fkey references access.department,
  parent_id bigint
    constraint document_folder_parent_fkey references work.document_folder
    constraint document_folder_not_itself check (parent_id <> id),
  name text not null constraint document_folder_name_length check (length(name) between 1 and 200),
  name_key text collate "C" generated always as (lower(name)) stored,
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint document_folder_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint document_folder_external_key unique (external_source, external_key)
);
create index document_folder_owner_idx on work.document_folder (owner_id, name_key, id);
create index document_folder_department_idx on work.document_folder (department_id, name_key, id);
create index document_folder_parent_idx on work.document_folder (parent_id, name_key, id);
create index document_folder_name_idx on work.document_folder (name_key, id);
create constraint trigger document_folder_no_circle
  after insert or update of parent_id on work.document_folder
  for each row when (new.parent_id is not null) execute function clients.refuse_cycle();
comment on trigger document_folder_no_circle on work.document_folder is
  'A folder cannot lie within itself. | Папка не может лежать внутри себя.';
comment on table work.document_folder is
  'Folder: where documents lie. | Папка: где лежат документы.';
comment on column work.document_folder.parent_id is 'Parent: the folder in which it lies. | В папке: в которой лежит.';
comment on column work.document_folder.name is 'Name: of the folder. | Название: папки.';
comment on column work.document_folder.name_key is
  'Name for sorting: the name in small letters. | Название для сортировки: название строчными буквами.';
comment on constraint document_folder_parent_fkey on work.document_folder is
  'There is no such folder, or others lie in it. | Такой папки нет, либо в ней лежат другие.';
comment on constraint document_folder_not_itself on work.document_folder is
  'A folder cannot lie within itself. | Папка не может лежать внутри себя.';
comment on constraint document_folder_name_length on work.document_folder is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
select clients.describe_common('work.document_folder'::regclass);
select system.business('work.document_folder'::regclass);
select access.protect('work.document_folder'::regclass, 'document_folders');
create policy document_folder_parent_visible_insert on work.document_folder as restrictive for insert
  with check (parent_id is null or access.sees('work.document_folder', parent_id));
create policy document_folder_parent_visible_update on work.document_folder as restrictive for update
  using (true) with check (parent_id is null or access.sees('work.document_folder', parent_id));
comment on policy document_folder_parent_visible_insert on work.document_folder is
  'A folder that one may not see cannot be named. | Нельзя указать папку, которой не видно.';
comment on policy document_folder_parent_visible_update on work.document_folder is
  'A folder that one may not see cannot be named. | Нельзя указать папку, которой не видно.';

create table work.document (
  id bigint generated always as identity constraint document_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint document_owner_fkey references access.account,
  department_id bigint constraint document_department_fkey references access.department,
  folder_id bigint constraint document_folder_fkey references work.document_folder,
  title text not null constraint document_title_length check (length(title) between 1 and 300),
  title_key text collate "C" generated always as (lower(title)) stored,
  code text constraint document_code_length check (length(code) between 1 and 100),
  notes text constraint document_notes_length check (length(notes) <= 10000),
  state text not null default 'draft'
    constraint document_state_known check (state in ('draft', 'in_force', 'ended')),
  dated_on date,
  expires_on date,
  kept_until date,
  checked_out_by bigint constraint document_checked_out_fkey references access.account,
  checked_out_at timestamptz,
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint document_checked_out_whole check (num_nonnulls(checked_out_by, checked_out_at) in (0, 2)),
  constraint document_dates check (dated_on <= expires_on),
  constraint document_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint document_external_key unique (external_source, external_key)
);
create index document_owner_idx on work.document (owner_id, title_key, id);
create index document_department_idx on work.document (department_id, title_key, id);
create index document_folder_idx on work.document (folder_id, title_key, id);
create index document_title_idx on work.document (title_key, id);
create index document_created_idx on work.document (created_at, id);
create index document_expires_idx on work.document (expires_on, id) where expires_on is not null;
create index document_checked_out_idx on work.document (checked_out_by) where checked_out_by is not null;

create function work.stamp_document() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  new.title := coalesce(clients.tidy(new.title), '');
  if new.checked_out_by is null then
    new.checked_out_at := null;
  elsif tg_op = 'INSERT' or old.checked_out_by is distinct from new.checked_out_by or new.checked_out_at is null then
    new.checked_out_at := now();
  end if;
  return new;
end
$$;
comment on function work.stamp_document is
  'Tidies the title and notes when a document was checked out. | Приводит название и отмечает, когда документ взят в работу.';
create trigger stamp_document before insert or update on work.document
  for each row execute function work.stamp_document();

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

-- What is to be kept may be kept longer, never shorter, and does not go; nor do its files.
create function work.judge_retention() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'to be kept' using errcode = 'check_violation', schema = 'work', table = 'document',
    column = 'kept_until', constraint = 'document_kept', hint = old.kept_until::text;
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

comment on table work.document is
  'Document: a contract, an order or the like, with its files. | Документ: договор, приказ и тому подобное, с файлами.';
comment on column work.document.folder_id is 'Folder: in which it lies. | Папка: в которой лежит.';
comment on column work.document.title is 'Title: what people call it. | Название: как его называют.';
comment on column work.document.title_key is
  'Title for sorting: the title in small letters. | Название для сортировки: название строчными буквами.';
comment on column work.document.code is 'Code: the number that stands on it. | Номер: который на нём стоит.';
comment on column work.document.notes is 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on column work.document.state is
  'State: whether it holds. | Состояние: действует ли. {draft=Draft/Черновик, in_force=In force/Действует, ended=Ended/Прекращён}';
comment on column work.document.dated_on is 'Date: that stands on it. | Дата: которая на нём стоит.';
comment on column work.document.expires_on is 'Expires on: the last day on which it holds. | Действует до: последний день.';
comment on column work.document.kept_until is
  'Kept until: the day until which neither it nor its files may go. | Хранить до: дня, до которого ни он, ни его файлы не могут быть удалены.';
comment on column work.document.checked_out_by is
  'Checked out by: who works on it now; nobody else changes it or its files. | В работе у: кто работает сейчас; другие не меняют ни его, ни файлы.';
comment on column work.document.checked_out_at is 'Checked out at: since when. | В работе с: с какого времени.';
comment on constraint document_folder_fkey on work.document is
  'There is no such folder, or documents lie in it. | Такой папки нет, либо в ней лежат документы.';
comment on constraint document_title_length on work.document is
  'The title must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';
comment on constraint document_code_length on work.document is
  'The code must have 1 to 100 characters. | Номер должен быть от 1 до 100 знаков.';
comment on constraint document_notes_length on work.document is
  'The notes must have at most 10,000 characters. | Заметки должны быть не длиннее 10 000 знаков.';
comment on constraint document_state_known on work.document is
  'The state must be draft, in_force or ended. | Состояние: draft, in_force или ended.';
comment on constraint document_checked_out_fkey on work.document is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint document_checked_out_whole on work.document is
  'What is checked out is so by somebody and since a time. | У взятого в работу есть кто и когда.';
comment on constraint document_dates on work.document is
  'A document cannot expire before its date. | Документ не может кончиться раньше своей даты.';
select clients.describe_common('work.document'::regclass);
comment on constraint document_folder_fkey on work.document is
  'There is no such folder, or documents lie in it. | Такой папки нет, либо в ней лежат документы.';
select system.business('work.document'::regclass);
select access.protect('work.document'::regclass, 'documents');
create policy document_folder_visible_insert on work.document as restrictive for insert
  with check (folder_id is null or exists (select from work.document_folder as f where f.id = folder_id));
create policy document_folder_visible_update on work.document as restrictive for update
  using (true)
  with check (folder_id is null or exists (select from work.document_folder as f where f.id = folder_id));
comment on policy document_folder_visible_insert on work.document is
  'A folder that one may not see cannot be named. | Нельзя указать папку, которой не видно.';
comment on policy document_folder_visible_update on work.document is
  'A folder that one may not see cannot be named. | Нельзя указать папку, которой не видно.';
select work.permit('{documents,document_folders}');
