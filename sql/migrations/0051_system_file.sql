-- 0051_system_file: files with their versions, linked to records, whose policies decide about them.
-- Why: contracts, scans and letters belong to records, and nobody shall see more of them than of the record.
-- Kind: expand. Locks: access.permission, for milliseconds. Time: milliseconds. Forward only.
create table system.file (
  id bigint generated always as identity constraint file_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint constraint file_created_by_fkey references access.account,
  updated_at timestamptz not null default now(),
  updated_by bigint constraint file_updated_by_fkey references access.account,
  account_id bigint default access.account_id()
    constraint file_account_fkey references access.account,
  -- Neither a path nor what shows otherwise than it is.
  name text not null constraint file_name_form check (
    length(name) <= 255 and name !~ '[[:cntrl:]/\\\u202A-\u202E\u2066-\u2069]'
    and name ~ '\S' and name not in ('.', '..')),
  type text not null,
  size bigint not null,
  sha256 text not null,
  content_version integer not null default 1,
  content_id bigint not null constraint file_content_fkey references system.content,
  kept_until timestamptz not null default now() + interval '30 days'
);
create index file_account_idx on system.file (account_id, id);
create index file_created_by_idx on system.file (created_by);
create index file_updated_by_idx on system.file (updated_by);
create index file_content_idx on system.file (content_id);
create index file_sha256_idx on system.file (sha256, id);
create index file_kept_until_idx on system.file (kept_until);

create table system.file_version (
  id bigint generated always as identity constraint file_version_pkey primary key,
  created_at timestamptz not null default now(),
  created_by bigint default access.account_id()
    constraint file_version_created_by_fkey references access.account,
  file_id bigint not null
    constraint file_version_file_fkey references system.file on delete cascade,
  number integer not null constraint file_version_number_range check (number > 0),
  name text not null,
  type text not null,
  size bigint not null,
  sha256 text not null,
  content_id bigint not null constraint file_version_content_fkey references system.content,
  constraint file_version_number_key unique (file_id, number)
);
create index file_version_content_idx on system.file_version (content_id);
create index file_version_created_by_idx on system.file_version (created_by);

create table system.file_link (
  id bigint generated always as identity constraint file_link_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint constraint file_link_created_by_fkey references access.account,
  updated_at timestamptz not null default now(),
  updated_by bigint constraint file_link_updated_by_fkey references access.account,
  file_id bigint not null constraint file_link_file_fkey references system.file,
  resource text not null
    constraint file_link_resource_form check (resource ~ '^[a-z][a-z0-9-]*$'),
  -- A link to what is seen by links would have to be judged by itself.
  table_name text not null constraint file_link_table_form check (
    table_name ~ '^[a-z_]+\.[a-z_]+$' and table_name !~ '^(audit\.|system\.(file|content))'),
  record_id bigint not null,
  label text constraint file_link_label_length check (length(label) between 1 and 200),
  constraint file_link_key unique (file_id, table_name, record_id)
);
create index file_link_record_idx on system.file_link (table_name, record_id, id);
create index file_link_resource_idx on system.file_link (resource, record_id, id);
create index file_link_created_by_idx on system.file_link (created_by);
create index file_link_updated_by_idx on system.file_link (updated_by);

-- Whether the caller may change a record, by the policies of its table. It cannot go until he has done.
create function access.changes(table_name text, record_id bigint) returns boolean
language plpgsql set search_path = pg_catalog as $$
declare
  found_id bigint;
begin
  execute format('select r.id from %s as r where r.id = $1 for key share', table_name::regclass)
    into found_id using record_id;
  return found_id is not null;
exception when undefined_table or undefined_column or invalid_schema_name or insufficient_privilege
    or feature_not_supported or wrong_object_type then
  return false;
end
$$;
comment on function access.changes is
  'Whether the caller may change the record. | Может ли вызывающий изменить запись.';

create function system.is_linked(p_file bigint) returns boolean
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return exists (select from system.file_link as l where l.file_id = p_file);
end
$$;
comment on function system.is_linked is
  'Whether a file has links, seen or not. | Есть ли у файла связи, видимые или нет.';

create function system.sees_file(p_file bigint) returns boolean
language plpgsql stable set search_path = pg_catalog as $$
begin
  return exists (select from system.file_link as l where l.file_id = p_file);
end
$$;
comment on function system.sees_file is
  'Whether the caller sees a record that the file is linked to. | Видит ли вызывающий запись, с которой связан файл.';

create function system.changes_file(p_file bigint) returns boolean
language plpgsql set search_path = pg_catalog as $$
begin
  return exists (
    select from system.file_link as l
    where l.file_id = p_file and access.changes(l.table_name, l.record_id));
end
$$;
comment on function system.changes_file is
  'Whether the caller may change a record that the file is linked to. | Может ли вызывающий изменить запись, с которой связан файл.';

-- A new file, and a new content of an old one, come with what the caller has just sent.
create function system.take_content() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  content system.content;
begin
  content := system.keep_content(new.content_id);
  new.content_id := content.id;
  new.type := content.type;
  new.size := content.size;
  new.sha256 := content.sha256;
  new.content_version := case tg_op when 'INSERT' then 1 else old.content_version + 1 end;
  return new;
end
$$;
comment on function system.take_content is
  'Gives a file the content that has arrived for it. | Отдаёт файлу полученное для него содержимое.';
create trigger file_content_new before insert on system.file
  for each row execute function system.take_content();
comment on trigger file_content_new on system.file is
  'A file comes with its content. | Файл появляется вместе с содержимым.';
create trigger file_content_changed before update of content_id on system.file
  for each row when (new.content_id is distinct from old.content_id)
  execute function system.take_content();
comment on trigger file_content_changed on system.file is
  'Another content is another version. | Другое содержимое — другая версия.';

create function system.keep_version() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into system.file_version (file_id, number, name, type, size, sha256, content_id)
  values (new.id, new.content_version, new.name, new.type, new.size, new.sha256, new.content_id);
  return null;
end
$$;
comment on function system.keep_version is
  'Lists a version of a file. | Заносит версию файла.';
create trigger file_version_first after insert on system.file
  for each row execute function system.keep_version();
comment on trigger file_version_first on system.file is
  'The first version. | Первая версия.';
create trigger file_version_next after update on system.file
  for each row when (new.content_version is distinct from old.content_version)
  execute function system.keep_version();
comment on trigger file_version_next on system.file is
  'Every further version. | Каждая следующая версия.';

-- Whose last link is taken away by mistake must not be gone within the hour.
create function system.spare_file() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update system.file as f set kept_until = now() + interval '30 days'
  where f.id = old.file_id
    and not exists (select from system.file_link as l where l.file_id = old.file_id);
  return null;
end
$$;
comment on function system.spare_file is
  'Keeps a file for a time when its last link goes. | Сохраняет файл на время, когда уходит его последняя связь.';
create trigger file_link_gone after delete on system.file_link
  for each row execute function system.spare_file();
comment on trigger file_link_gone on system.file_link is
  'An unlinked file is kept for a time. | Несвязанный файл хранится ещё некоторое время.';

select system.business('system.file'::regclass), system.business('system.file_link'::regclass);

alter table system.content enable row level security;
alter table system.content_piece enable row level security;
alter table system.file enable row level security;
alter table system.file_version enable row level security;
alter table system.file_link enable row level security;
select access.make_policy('system.content'::regclass, 'select',
    'account_id = (select access.account_id())'
    ' or exists (select from system.file_version as v where v.content_id = content.id)'),
  access.make_policy('system.content'::regclass, 'insert',
    'account_id = (select access.account_id()) and (select access.level(''files'', ''create'')) > 0'),
  access.make_policy('system.content'::regclass, 'delete', 'account_id = (select access.account_id())'),
  access.make_policy('system.content_piece'::regclass, 'select',
    'exists (select from system.content as c where c.id = content_id)'),
  access.make_policy('system.content_piece'::regclass, 'insert',
    'exists (select from system.content as c where c.id = content_id'
    ' and c.account_id = (select access.account_id()))'),
  access.make_policy('system.file'::regclass, 'select',
    'account_id = (select access.account_id()) and not system.is_linked(id) or system.sees_file(id)'),
  access.make_policy('system.file'::regclass, 'insert',
    'account_id = (select access.account_id()) and (select access.level(''files'', ''create'')) > 0'),
  access.make_policy('system.file'::regclass, 'update',
    '(select access.level(''files'', ''update'')) > 0 and (system.changes_file(id)'
    ' or account_id = (select access.account_id()) and not system.is_linked(id))'),
  access.make_policy('system.file'::regclass, 'delete',
    '(select access.level(''files'', ''delete'')) > 0'
    ' and account_id = (select access.account_id())'),
  access.make_policy('system.file_version'::regclass, 'select',
    'exists (select from system.file as f where f.id = file_id)'),
  access.make_policy('system.file_link'::regclass, 'select', 'access.sees(table_name, record_id)'),
  access.make_policy('system.file_link'::regclass, 'insert',
    '(select access.level(''file_links'', ''create'')) > 0'
    ' and exists (select from system.file as f where f.id = file_id)'
    ' and access.changes(table_name, record_id)');
select access.make_policy('system.file_link'::regclass, command, format(
  '(select access.level(''file_links'', %L)) > 0 and access.changes(table_name, record_id)', command))
from unnest(array['update', 'delete']) as command;
grant select on system.content, system.content_piece, system.file, system.file_version,
  system.file_link to crm_service, crm_limited, crm_reader;
grant insert (type, size, sha256), delete on system.content to crm_service;
grant insert (content_id, start, bytes) on system.content_piece to crm_service;
grant insert (name, content_id), update (name, content_id), delete on system.file to crm_service;
grant insert (file_id, resource, table_name, record_id, label), update (label), delete
  on system.file_link to crm_service;
grant execute on function access.changes, system.is_linked, system.sees_file, system.changes_file
  to crm_service, crm_limited, crm_reader;

insert into access.permission (role_id, resource, action, scope)
select r.id, p.resource, action, 'all'
from access.role as r
cross join (values ('files'), ('file_links')) as p (resource)
cross join unnest(array['create', 'update', 'delete']) as action
where r.code in ('administrator', 'head_of_department', 'sales', 'purchasing', 'accountant', 'hr');
insert into access.permission (role_id, resource, action, scope)
select p.role_id, f.resource, 'export', 'all'
from access.permission as p
cross join (values ('files'), ('file_links'), ('file_versions')) as f (resource)
where p.resource = 'parties' and p.action = 'export' and p.effect = 'allow';

comment on table system.file is
  'File: what was sent, with its versions. | Файл: что было передано, с версиями.';
comment on column system.file.account_id is
  'Account: who sent it, and alone sees it while it is linked to nothing. | Учётная запись: кто передал; только он видит файл, пока тот ни с чем не связан.';
comment on column system.file.name is 'Name: without a path. | Имя: без пути.';
comment on column system.file.type is 'Type: its media type. | Тип: тип данных.';
comment on column system.file.size is 'Size: in bytes. | Размер: в байтах.';
comment on column system.file.sha256 is 'SHA-256: of its bytes. | SHA-256: его байтов.';
comment on column system.file.content_version is
  'Content version: how many contents it has had. | Версия содержимого: сколько их было.';
comment on column system.file.content_id is 'Content: its bytes. | Содержимое: его байты.';
comment on column system.file.kept_until is
  'Kept until: then it goes, unless it is linked. | Хранится до: потом удаляется, если ни с чем не связан.';
comment on constraint file_created_by_fkey on system.file is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint file_updated_by_fkey on system.file is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint file_account_fkey on system.file is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint file_content_fkey on system.file is
  'There is no such content. | Такого содержимого нет.';
comment on constraint file_name_form on system.file is
  'A name has 1 to 255 characters, no path and no control characters. | Имя: от 1 до 255 знаков, без пути и управляющих символов.';
comment on table system.file_version is
  'Version: a content that a file has or had. | Версия: содержимое, которое есть или было у файла.';
comment on column system.file_version.id is 'Number: of the version in all. | Номер: версии среди всех.';
comment on column system.file_version.created_at is 'Created: when it was sent. | Создано: когда передана.';
comment on column system.file_version.created_by is
  'Created by: the account that sent it. | Кем создано: передавшая учётная запись.';
comment on column system.file_version.file_id is 'File: whose. | Файл: чья версия.';
comment on column system.file_version.number is 'Version: of the file. | Версия: файла.';
comment on column system.file_version.name is 'Name: of the file then. | Имя: файла в то время.';
comment on column system.file_version.type is 'Type: its media type. | Тип: тип данных.';
comment on column system.file_version.size is 'Size: in bytes. | Размер: в байтах.';
comment on column system.file_version.sha256 is 'SHA-256: of its bytes. | SHA-256: её байтов.';
comment on column system.file_version.content_id is 'Content: its bytes. | Содержимое: её байты.';
comment on constraint file_version_created_by_fkey on system.file_version is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint file_version_file_fkey on system.file_version is
  'There is no such file. | Такого файла нет.';
comment on constraint file_version_content_fkey on system.file_version is
  'There is no such content. | Такого содержимого нет.';
comment on constraint file_version_number_range on system.file_version is
  'Versions count from 1. | Версии считаются с 1.';
comment on constraint file_version_number_key on system.file_version is
  'The file has this version already. | Такая версия у файла уже есть.';
comment on table system.file_link is
  'Link: a file at a record, whose policies decide who sees it. | Связь: файл при записи; кто видит запись, видит и файл.';
comment on column system.file_link.file_id is 'File: which. | Файл: какой.';
comment on column system.file_link.resource is 'Resource: of the record. | Ресурс: записи.';
comment on column system.file_link.table_name is 'Table: of the record. | Таблица: записи.';
comment on column system.file_link.record_id is 'Record: its number. | Запись: её номер.';
comment on column system.file_link.label is 'Label: what it is to the record. | Метка: чем файл служит записи.';
comment on constraint file_link_created_by_fkey on system.file_link is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint file_link_updated_by_fkey on system.file_link is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint file_link_file_fkey on system.file_link is
  'There is no such file. | Такого файла нет.';
comment on constraint file_link_resource_form on system.file_link is
  'There is no such resource. | Такого ресурса нет.';
comment on constraint file_link_table_form on system.file_link is
  'Files are linked to records, not to files or changes. | Файлы связывают с записями, а не с файлами и изменениями.';
comment on constraint file_link_label_length on system.file_link is
  'The label must have 1 to 200 characters. | Метка должна быть от 1 до 200 знаков.';
comment on constraint file_link_key on system.file_link is
  'The file is linked to this record already. | Файл уже связан с этой записью.';
