import Postgres

/// The questions to `pg_catalog`, in one round trip.
enum CatalogueQuery {
  static func all(schemas: [String]) -> [SQL] {
    [tables(schemas), columns(schemas), constraints(schemas), functions(schemas)]
  }

  private static func tables(_ schemas: [String]) -> SQL {
    """
    select n.nspname || '.' || c.relname as name, obj_description(c.oid, 'pg_class') as comment,
      c.relkind = 'v' as is_view
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any (\(schemas)) and c.relkind in ('r', 'p', 'v') and not c.relispartition
      and has_any_column_privilege(c.oid, 'SELECT')
    """
  }

  private static func functions(_ schemas: [String]) -> SQL {
    """
    select n.nspname || '.' || p.proname as name
    from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = any (\(schemas)) and p.proretset and p.prorettype = 'bigint'::regtype
      and p.pronargs = 1 and p.proargtypes[0] = 'text'::regtype
    """
  }

  private static func columns(_ schemas: [String]) -> SQL {
    """
    select n.nspname || '.' || c.relname as "table", a.attnum::bigint as number, a.attname as name,
      t.typname as type,
      format_type(a.atttypid, a.atttypmod) as sql_type, a.atttypid::bigint as oid,
      a.attnotnull as not_null,
      a.atthasdef or a.attidentity <> '' as has_default,
      has_column_privilege(c.oid, a.attnum, 'SELECT') and \(sql: granted) as readable,
      a.attgenerated = '' and a.attidentity = ''
        and has_column_privilege(c.oid, a.attnum, 'INSERT') as insertable,
      a.attgenerated = '' and a.attidentity = ''
        and has_column_privilege(c.oid, a.attnum, 'UPDATE') as updatable,
      d.description as comment
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_type t on t.oid = a.atttypid
    left join pg_catalog.pg_description d
      on d.objoid = c.oid and d.objsubid = a.attnum
      and d.classoid = 'pg_catalog.pg_class'::regclass
    where n.nspname = any (\(schemas)) and c.relkind in ('r', 'p', 'v') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped
    order by c.oid, a.attnum
    """
  }

  /// A column of the enterprise's own is part of its records while it is granted itself, not only with its table.
  private static var granted: SQL {
    """
    (a.attname !~ '^x_' or exists (
      select from aclexplode(a.attacl) as g
      where g.privilege_type = 'SELECT' and pg_has_role(g.grantee, 'USAGE')))
    """
  }

  /// The first column that a rule of exclusion speaks of which is made of expressions alone.
  private static var expressed: SQL {
    """
    (select min(d.refobjsubid)::text from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = k.conindid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = k.conrelid
        and d.refobjsubid > 0)
    """
  }

  /// With the numbers of their columns; the text of a check alone, since PostgreSQL has to open a table for each. A reference
  /// to a table of partitions is its first column's; what it says besides is in which of them the record lies.
  private static func constraints(_ schemas: [String]) -> SQL {
    """
    select n.nspname || '.' || c.relname as "table", k.conname as name, k.contype::text as kind,
      coalesce(case when fc.relkind = 'p' then k.conkey[1]::text
        when k.contype = 'x' and 0 = all (k.conkey) then \(sql: expressed)
        else array_to_string(k.conkey, ',') end, '') as columns,
      case k.contype when 'c' then pg_get_constraintdef(k.oid) else '' end as definition,
      coalesce(gd.description, kd.description) as comment,
      fn.nspname || '.' || fc.relname as foreign_table, fa.attname as foreign_column
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_trigger g
      on k.contype = 't' and g.tgconstraint = k.oid and not g.tgisinternal
    left join pg_catalog.pg_description gd
      on gd.objoid = g.oid and gd.objsubid = 0
      and gd.classoid = 'pg_catalog.pg_trigger'::regclass
    left join pg_catalog.pg_description kd
      on kd.objoid = k.oid and kd.objsubid = 0
      and kd.classoid = 'pg_catalog.pg_constraint'::regclass
    left join pg_catalog.pg_class fc on fc.oid = k.confrelid
    left join pg_catalog.pg_namespace fn on fn.oid = fc.relnamespace
    left join pg_catalog.pg_attribute fa
      on fa.attrelid = k.confrelid and fa.attnum = k.confkey[1]
      and (cardinality(k.confkey) = 1 or fc.relkind = 'p')
    where n.nspname = any (\(schemas)) and not c.relispartition and k.conparentid = 0
    union all
    \(sql: policies(schemas))
    order by name
    """
  }

  /// The restrictive policies as rules over the columns that they speak of.
  private static func policies(_ schemas: [String]) -> SQL {
    """
    select n.nspname || '.' || c.relname, p.polname, 'y', (
        select coalesce(string_agg(distinct d.refobjsubid::text, ','), '')
        from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.pg_policy'::regclass and d.objid = p.oid
          and d.refobjid = p.polrelid and d.refobjsubid > 0
      ), '', obj_description(p.oid, 'pg_policy'), null, null
    from pg_catalog.pg_policy p
    join pg_catalog.pg_class c on c.oid = p.polrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any (\(schemas)) and not p.polpermissive
    """
  }
}
