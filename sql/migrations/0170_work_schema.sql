-- 0170_work_schema: the area of projects, tasks, meetings and documents, its module, and who may do what in it.
-- Why: a schema is an area, and an area is a module. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create schema work;
comment on schema work is
  'Work: projects, tasks, time, meetings and documents. | Работа: проекты, задачи, время, встречи и документы.';
grant usage on schema work
  to crm_service, crm_limited, crm_reader, crm_report, crm_monitor;
insert into licensing.module_table (place, module) values ('work', 'work');

-- The resource of a noun that ends in y: time_entry is time_entries.
create or replace function access.plural(noun text) returns text
language sql immutable strict set search_path = pg_catalog
return case when noun ~ '[^aeiou]y$' then left(noun, -1) || 'ies'
  else noun || case when noun ~ '(s|x|ch|sh)$' then 'es' else 's' end end;

-- Everybody works, whatever his trade: he reads and changes what is of his department, and makes what is his own.
create function work.permit(p_resources text[]) returns void
language sql set search_path = pg_catalog
begin atomic
  insert into access.permission (role_id, resource, action, scope)
  select r.id, resource, action, g.scope
  from (values
    ('{administrator}'::text[], '{read,create,update,delete,export,import}'::text[], 'all'),
    ('{head_of_department}', '{read,create,update,delete,export,import}', 'below'),
    ('{sales,purchasing,accountant,hr}', '{read,update,export}', 'department'),
    ('{sales,purchasing,accountant,hr}', '{create,delete,import}', 'own'),
    ('{read_only}', '{read}', 'all'),
    ('{auditor}', '{read,export}', 'all')) as g (roles, actions, scope)
  join access.role as r on r.code = any (g.roles)
  cross join unnest(p_resources) as resource
  cross join unnest(g.actions) as action
  on conflict on constraint permission_once do nothing;
end;
comment on function work.permit is
  'Gives the roles of the beginning their rights to resources of work. | Даёт исходным ролям права на ресурсы работы.';
