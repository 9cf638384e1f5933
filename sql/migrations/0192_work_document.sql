-- 0192_work_document: documents in folders, over the files there are.
-- Why: a contract is more than its bytes: it has a place, an end, somebody who works on it now, and a time for which
-- it must be kept. Its files are linked to it, so that who sees the document sees them; versions and downloads are
-- those of files. What is checked out or kept is guarded by 0210. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
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
