-- 0213_work_document_link: which records a document is about; who sees one of them sees the document and its files.
-- Why: a contract is made with a client, for a project; whoever works on these needs it, whichever department keeps it.
-- Kind: expand. Locks: work.document, for milliseconds. Time: milliseconds. Forward only.
create table work.document_link (
  id bigint generated always as identity constraint document_link_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  document_id bigint not null
    constraint document_link_document_fkey references work.document on delete cascade,
  resource text not null constraint document_link_resource_form check (resource ~ '^[a-z][a-z0-9-]*$'),
  table_name text not null,
  record_id bigint not null,
  label text constraint document_link_label_length check (length(label) between 1 and 200),
  external_source text,
  external_key text,
  constraint document_link_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint document_link_external_key unique (external_source, external_key),
  constraint document_link_key unique (document_id, table_name, record_id)
);
create index document_link_record_idx on work.document_link (table_name, record_id, document_id);
create index document_link_resource_idx on work.document_link (resource, record_id, id);
comment on table work.document_link is
  'Document link: a record that a document is about. | Связь документа: запись, к которой относится документ.';
comment on column work.document_link.document_id is 'Document: which. | Документ: какой.';
comment on column work.document_link.resource is 'Resource: of the record. | Ресурс: записи.';
comment on column work.document_link.table_name is 'Table: of the record. | Таблица: записи.';
comment on column work.document_link.record_id is 'Record: its number. | Запись: её номер.';
comment on column work.document_link.label is
  'Label: what the document is to the record. | Метка: чем документ служит записи.';
comment on constraint document_link_document_fkey on work.document_link is
  'There is no such document. | Такого документа нет.';
comment on constraint document_link_resource_form on work.document_link is
  'There is no such resource. | Такого ресурса нет.';
comment on constraint document_link_label_length on work.document_link is
  'The label must have 1 to 200 characters. | Метка должна быть от 1 до 200 знаков.';
comment on constraint document_link_key on work.document_link is
  'The document is linked to this record already. | Документ уже связан с этой записью.';
select clients.describe_common('work.document_link'::regclass);

-- The table follows from the resource, whatever was sent. Documents are not about documents: who sees one would have to
-- be asked of the other, round and round.
create function work.place_document_link() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  new.table_name := coalesce((select r.table_name from system.resource as r where r.name = new.resource), '');
  if new.table_name like 'work.document%'
    or not coalesce(system.is_extensible(to_regclass(nullif(new.table_name, ''))), false)
  then
    raise exception 'no business record' using errcode = 'check_violation', schema = 'work',
      table = 'document_link', column = 'resource', constraint = 'place_document_link';
  end if;
  return new;
end
$$;
comment on function work.place_document_link is
  'Finds the table of the record that a document is about. | Находит таблицу записи, к которой относится документ.';
create trigger place_document_link before insert or update on work.document_link
  for each row execute function work.place_document_link();
comment on trigger place_document_link on work.document_link is
  'Documents are about business records, such as parties, and not about documents. | Документы относятся к деловым записям, например к клиентам, но не к документам.';

-- Runs with the rights of who writes: what he may not see is told like what there is not.
create function work.judge_document_link() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if not access.sees(new.table_name, new.record_id) then
    raise exception 'no such record' using errcode = 'check_violation', schema = 'work',
      table = 'document_link', column = 'record_id', constraint = 'document_link_seen';
  end if;
  return null;
end
$$;
comment on function work.judge_document_link is
  'Links a document only to a record that the writer sees. | Связывает документ только с видимой записью.';
create constraint trigger document_link_seen after insert or update of resource, record_id on work.document_link
  for each row execute function work.judge_document_link();
comment on trigger document_link_seen on work.document_link is
  'There is no such record that you may see. | Такой записи нет, или она вам не видна.';

-- Numbers alone, which say neither what the documents are nor what the records are.
create function work.linked_tables() returns setof text
language sql stable security definer set search_path = pg_catalog
begin atomic
  with recursive linked (name) as (
    select min(l.table_name) from work.document_link as l
    union all
    select (select min(l.table_name) from work.document_link as l where l.table_name > linked.name)
    from linked where linked.name is not null
  )
  select name from linked where name is not null;
end;
comment on function work.linked_tables is
  'The tables that documents are linked to. | Таблицы, с записями которых связаны документы.';

create function work.documents_of_table(p_table text) returns table (document_id bigint, record_id bigint)
language sql stable security definer rows 100000 set search_path = pg_catalog
begin atomic
  select l.document_id, l.record_id from work.document_link as l where l.table_name = p_table;
end;
comment on function work.documents_of_table is
  'The documents at records of a table, by numbers alone. | Документы при записях таблицы, одни номера.';

create function work.records_of_document(p_document bigint) returns table (table_name text, record_id bigint)
language sql stable security definer rows 5 set search_path = pg_catalog
begin atomic
  select l.table_name, l.record_id from work.document_link as l where l.document_id = p_document;
end;
comment on function work.records_of_document is
  'The records that a document is about, by numbers alone. | Записи, к которым относится документ, одни номера.';

create function work.sees_document(p_document bigint) returns boolean
language plpgsql set search_path = pg_catalog as $$
begin
  perform system.count_look();
  return exists (
    select from work.records_of_document(p_document) as r where access.sees(r.table_name, r.record_id));
end
$$;
comment on function work.sees_document is
  'Whether the caller sees a record that the document is about. | Видит ли вызывающий запись, к которой относится документ.';

create function work.seen_documents() returns setof bigint
language plpgsql stable set search_path = pg_catalog as $$
declare
  target text;
begin
  for target in select * from work.linked_tables() loop
    begin
      return query execute format(
        'select d.document_id from work.documents_of_table($1) as d join %s as t on t.id = d.record_id',
        target::regclass) using target;
    exception when undefined_table or invalid_schema_name or insufficient_privilege then
      null;
    end;
  end loop;
end
$$;
comment on function work.seen_documents is
  'The documents about records that the caller sees. | Документы о записях, видимых вызывающему.';
grant execute on function work.linked_tables, work.documents_of_table, work.records_of_document, work.sees_document,
  work.seen_documents to crm_service, crm_limited, crm_reader, crm_report;

create policy document_concerned on work.document for select using (
  (select access.level('documents', 'read')) > 0
  and case when system.looks_ended() then id in (select work.seen_documents()) else work.sees_document(id) end);
comment on policy document_concerned on work.document is
  'Documents about a record that one sees. | Документы о записи, которую видишь.';

select system.business('work.document_link'::regclass, 'document_id', 'work.document'::regclass);
select access.protect_child('work.document_link'::regclass, 'documents', 'document_id', 'work.document'::regclass);
select work.permit('{document_links}');
