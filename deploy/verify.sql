-- Rules of the catalogue. Every row is a fault: which rule, which object, what is wrong.
--   psql -X -d crm -f deploy/verify.sql
-- Runs as any log-in; needs no rights beyond pg_catalog. Objects of extensions are left out.
with areas (schema_id, schema_name) as (
  select oid, nspname from pg_catalog.pg_namespace
  where nspname in (
    'system', 'access', 'audit', 'clients', 'sales', 'purchasing', 'finance', 'staff', 'work',
    'reports', 'licensing')
),
tables (id, name, kind, owner, secured, partition) as (
  select c.oid, a.schema_name || '.' || c.relname, c.relkind, pg_get_userbyid(c.relowner),
    c.relrowsecurity, c.relispartition
  from pg_catalog.pg_class as c join areas as a on a.schema_id = c.relnamespace
  where c.relkind in ('r', 'p')
),
functions (id, name, owner, config, acl, definer, bound, result) as (
  select p.oid, p.oid::regprocedure::text, pg_get_userbyid(p.proowner), p.proconfig, p.proacl,
    p.prosecdef, p.prosqlbody is not null, p.prorettype
  from pg_catalog.pg_proc as p join areas as a on a.schema_id = p.pronamespace
  where not exists (
    select from pg_catalog.pg_depend as d where d.objid = p.oid and d.deptype = 'e')
),
services (name) as (
  values ('crm_service'), ('crm_limited'), ('crm_reader'), ('crm_report'), ('crm_monitor'),
    ('crm_license')
),
columns (id, number, name, type) as (
  select t.id, a.attnum, t.name || '.' || a.attname, format_type(a.atttypid, null)
  from tables as t
  join pg_catalog.pg_attribute as a on a.attrelid = t.id and a.attnum > 0 and not a.attisdropped
  where not t.partition
),
faults (rule, object, fault) as (
  select 'owner', name, 'belongs to ' || owner || ', not crm_owner' from tables
  where owner <> 'crm_owner'
  union all
  select 'owner', name, 'belongs to ' || owner || ', not crm_owner' from functions
  where owner <> 'crm_owner'
  union all
  select 'row security', name, 'is off' from tables where not secured
  union all
  select 'row security', t.name, 'has no policy' from tables as t
  where not t.partition and not exists (select from pg_catalog.pg_policy as p where p.polrelid = t.id)
  union all
  select 'grant', t.name, 'is granted to PUBLIC' from tables as t
  join pg_catalog.pg_class as c on c.oid = t.id
  where exists (select from aclexplode(c.relacl) as g where g.grantee = 0)
  union all
  select 'grant', f.name, 'may be executed by PUBLIC' from functions as f
  where f.acl is null or exists (select from aclexplode(f.acl) as g where g.grantee = 0)
  union all
  select 'grant', t.name, s.name || ' has ' || g.privilege_type
  from tables as t join pg_catalog.pg_class as c on c.oid = t.id
  cross join lateral aclexplode(c.relacl) as g
  join services as s on s.name = pg_get_userbyid(g.grantee)
  where g.privilege_type in ('TRUNCATE', 'TRIGGER', 'REFERENCES')
    or (s.name <> 'crm_service' and s.name <> 'crm_limited' and g.privilege_type <> 'SELECT')
  union all
  select 'grant', t.name, s.name || ' may write the audit'
  from tables as t cross join services as s
  where t.name like 'audit.%'
    and has_any_column_privilege(s.name, t.id, 'INSERT, UPDATE')
  union all
  select 'role', r.rolname, 'has attributes that the product''s roles must not have'
  from pg_catalog.pg_roles as r
  where r.rolname like 'crm\_%' and (r.rolsuper or r.rolcreaterole or r.rolcreatedb
    or (r.rolname <> 'crm_backup' and (r.rolreplication or r.rolbypassrls)))
  union all
  select 'role', r.rolname, 'may become the owner'
  from pg_catalog.pg_roles as r
  join services as s on s.name = r.rolname where pg_has_role(r.rolname, 'crm_owner', 'MEMBER')
  union all
  select 'function', name, 'has no pinned search_path' from functions
  where not bound and not coalesce(array_to_string(config, ',') like '%search_path=%', false)
  union all
  select 'function', name, 'SECURITY DEFINER, but belongs to ' || owner from functions
  where definer and owner <> 'crm_owner'
  union all
  select 'index', t.name || '.' || k.conname, 'the reference has no index'
  from tables as t join pg_catalog.pg_constraint as k on k.conrelid = t.id and k.contype = 'f'
  where not t.partition and not exists (
    select from pg_catalog.pg_index as i
    where i.indrelid = k.conrelid
      and (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey)
  union all
  select 'constraint', t.name || '.' || k.conname, 'was named by PostgreSQL, not by us'
  from tables as t join pg_catalog.pg_constraint as k on k.conrelid = t.id
  where not t.partition and k.contype in ('c', 'f', 'u')
    and k.conname ~ '_(check|fkey|key)[0-9]+$'
  union all
  select 'comment', t.name, 'has none in both languages' from tables as t
  where not t.partition and coalesce(obj_description(t.id, 'pg_class'), '') not like '% | %'
  union all
  select 'comment', c.name, 'has none in both languages' from columns as c
  where coalesce(col_description(c.id, c.number), '') not like '% | %'
    and c.name !~ '\.(id|version|created_at|created_by|updated_at|updated_by)$'
  union all
  select 'comment', t.name || '.' || k.conname, 'has none in both languages'
  from tables as t join pg_catalog.pg_constraint as k on k.conrelid = t.id
  where not t.partition and k.contype in ('c', 'x', 't')
    and coalesce(obj_description(k.oid, 'pg_constraint'), '') not like '% | %'
  union all
  select 'type', name, 'floating point cannot hold money or quantities' from columns
  where type in ('real', 'double precision', 'money')
  union all
  select 'type', name, 'a time without a zone' from columns
  where type in ('timestamp without time zone', 'time without time zone')
  union all
  select 'type', name, 'an enum''s operators keep policies from indexes: text and CHECK' from columns
  join pg_catalog.pg_type as y on y.typtype = 'e' and format_type(y.oid, null) = type
  union all
  select 'name', c.name, 'is a reserved word' from columns as c
  join pg_get_keywords() as k on k.word = substring(c.name from '[^.]+$') and k.catcode = 'R'
  union all
  select 'trigger', t.name || '.' || g.tgname, 'is disabled'
  from tables as t join pg_catalog.pg_trigger as g on g.tgrelid = t.id where g.tgenabled = 'D'
  union all
  select 'audit', t.name, 'has ' || coalesce(string_agg(p.proname, ', '), 'no trigger')
    || ', needs touch and record'
  from tables as t
  join pg_catalog.pg_attribute as v on v.attrelid = t.id and v.attname = 'updated_by'
  left join pg_catalog.pg_trigger as g on g.tgrelid = t.id and not g.tgisinternal
  left join pg_catalog.pg_proc as p on p.oid = g.tgfoid and p.proname in ('touch', 'record')
  where not t.partition
  group by t.name having count(distinct p.proname) < 2
)
select rule, object, fault from faults order by rule, object, fault;
