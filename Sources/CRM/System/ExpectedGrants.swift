import Postgres

/// The grants of a release, as `sql/schema.sql` gives them, held against those of a database.
public struct ExpectedGrants: Sendable {
  private var kinds: [String] = []
  private var targets: [String] = []
  /// Empty where the grant is for the whole table.
  private var columns: [String] = []
  private var privileges: [String] = []
  private var roles: [String] = []

  /// Reads the file.
  ///
  /// - Throws: ``MigrationError/file(_:)`` when it is missing.
  public init(files: SQLFiles) throws {
    self.init(schema: try files.schemaText())
  }

  /// Reads `GRANT` lines as `pg_dump` writes them.
  init(schema: String) {
    for line in schema.split(separator: "\n") {
      let grant = /GRANT (.+) ON (TABLE|FUNCTION|SCHEMA) (.+) TO (.+);/
      guard let match = line.wholeMatch(of: grant) else { continue }
      for privilege in match.1.split(separator: ",") {
        let words = privilege.split(whereSeparator: { $0 == "(" || $0 == ")" })
        kinds.append(String(match.2))
        targets.append(String(match.3))
        columns.append(words.count > 1 ? String(words[1]) : "")
        privileges.append(words[0] == "ALL" ? "EXECUTE" : String(words[0]))
        roles.append(String(match.4))
      }
    }
  }

  /// How many there are.
  public var count: Int { kinds.count }

  /// The statements that give again what was taken away; none when nothing is missing.
  ///
  /// - Throws: `DatabaseError` or `ClientError`.
  public func missing(in client: Client) async throws -> [String] {
    let rows = try await client.rows(
      """
      select distinct format('grant %s on %s %s to %s;',
        lower(g.privilege) || case g.name when '' then '' else ' (' || g.name || ')' end,
        lower(g.kind), g.target, g.role) as statement
      from unnest(\(kinds), \(targets), \(columns), \(privileges), \(roles))
        as g (kind, target, name, privilege, role)
      left join (
        select oid, quote_ident(rolname) from pg_catalog.pg_roles union all select 0, 'PUBLIC'
      ) as r (oid, role) on r.role = g.role
      where not coalesce(case
        when g.kind = 'SCHEMA' then (
          select has_schema_privilege(r.oid, n.oid, g.privilege)
          from pg_catalog.pg_namespace as n where n.nspname = g.target)
        when g.kind = 'FUNCTION' then (
          select has_function_privilege(r.oid, p.oid, g.privilege)
          from pg_catalog.pg_proc as p join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
          where p.proname = substring(g.target from '\\.([^(]+)')
            and g.target
              = format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)))
        when g.name = '' then has_table_privilege(r.oid, to_regclass(g.target), g.privilege)
        else (
          select has_column_privilege(r.oid, a.attrelid, a.attnum, g.privilege)
          from pg_catalog.pg_attribute as a
          where a.attrelid = to_regclass(g.target) and quote_ident(a.attname) = g.name) end, false)
      order by 1
      """)
    return try rows.map { try $0.string("statement") }
  }
}
