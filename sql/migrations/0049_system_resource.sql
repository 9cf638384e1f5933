-- 0049_system_resource: which table serves which resource, as the service tells it.
-- Why: notifications and custom fields speak of resources, and only the service knows their tables.
-- Kind: expand. Locks: none on existing tables. Time: milliseconds. Reversible: drop the table and the function.

-- What the API calls the records of a table and by which column people know them: the service declares it
-- at its start, since only it knows. What is told wrongly leads to another business table at most, under the
-- rights of who asks.
create table system.resource (
  name text constraint resource_pkey primary key
    constraint resource_name_form check (name ~ '^[a-z][a-z0-9-]{0,99}$'),
  table_name text not null
    constraint resource_table_form check (table_name ~ '^[a-z_0-9]+\.[a-z_0-9]+$'),
  label text not null
);
create index resource_table_idx on system.resource (table_name);

create function system.declare_resources(p_names text[], p_tables text[], p_labels text[]) returns void
language sql security definer set search_path = pg_catalog
begin atomic
  insert into system.resource as r (name, table_name, label)
  select d.name, d.table_name, d.label from unnest(p_names, p_tables, p_labels) as d (name, table_name, label)
  order by d.name
  on conflict (name) do update set table_name = excluded.table_name, label = excluded.label
  where (r.table_name, r.label) <> (excluded.table_name, excluded.label);
end;
comment on function system.declare_resources is
  'Notes which tables serve which resources, and their labels. | Запоминает таблицы и подписи ресурсов.';
grant execute on function system.declare_resources to crm_service;

alter table system.resource enable row level security;
select access.make_policy('system.resource'::regclass, 'select', '(select access.account_id()) is not null');
grant select on system.resource to crm_service, crm_limited, crm_reader;
comment on table system.resource is
  'Resource: what the API serves, and its table. | Ресурс: что отдаёт API, и его таблица.';
comment on column system.resource.name is 'Name: in the API. | Имя: в API.';
comment on column system.resource.table_name is 'Table: with its schema. | Таблица: со схемой.';
comment on column system.resource.label is
  'Label: the column by which people know a record. | Подпись: столбец, по которому узнают запись.';
comment on constraint resource_name_form on system.resource is
  'A name in small letters, digits and hyphens. | Имя: строчные латинские буквы, цифры, дефисы.';
comment on constraint resource_table_form on system.resource is
  'A table with its schema. | Таблица со схемой.';
