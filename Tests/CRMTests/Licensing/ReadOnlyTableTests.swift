import CRM
import Postgres
import Support
import Testing

/// Every table against every log-in of the product: what an attacker could do who has the log-in's password.
@Suite struct `READ_ONLY in the database` {
  /// Tables that a log-in may write to and that are no business records: what people need to look, to take out and
  /// to be told, and jobs, whose own writing is refused.
  private static let kept: Set<String> = [
    // Locking and archiving go on; what else is done to an account is refused row by row.
    "access.account", "system.content", "system.content_piece", "system.export",
    "system.file_download", "system.follow", "system.idempotency", "system.import",
    "system.import_refusal", "system.job", "system.job_record", "system.job_refusal",
    "system.notification", "system.notification_mute",
  ]

  /// One way to write to a table.
  private struct Writing: Sendable {
    let table: String
    let operation: String
    /// Whether grants let the log-in do it.
    let isGranted: Bool
    let isGuarded: Bool
    let statement: SQL
  }

  /// For each table and operation the statement that needs the least: one column that the log-in may write.
  private static func writings(_ database: TestDatabase, _ role: String) async throws -> [Writing] {
    let rows = try await withClient(database.superuser) { client in
      try await client.rows(
        """
        select n.nspname || '.' || c.relname as name, o.operation,
          coalesce(granted.attname, anyone.attname)::text as field,
          case o.operation when 'delete' then has_table_privilege(\(role), c.oid, 'delete')
            else granted.attname is not null end as granted,
          exists (
            select from pg_trigger as g
            where g.tgrelid = c.oid and g.tgfoid = 'licensing.refuse_writing'::regproc
              and g.tgtype & case o.operation when 'insert' then 4 when 'delete' then 8 else 16 end > 0)
            as guarded
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        cross join (values ('insert'), ('update'), ('delete')) as o (operation)
        cross join lateral (
          select a.attname from pg_attribute as a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          order by a.attnum limit 1) as anyone
        left join lateral (
          select a.attname from pg_attribute as a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and o.operation <> 'delete'
            and has_column_privilege(\(role), c.oid, a.attnum, replace(o.operation, 'delete', 'update'))
          order by a.attnum limit 1) as granted on true
        where n.oid in (\(sql: TestDatabase.areas)) and c.relkind in ('r', 'p') and not c.relispartition
        order by 1, 2
        """)
    }
    return try rows.map { row in
      let (table, field) = (try row.string("name"), SQL.quoted(try row.string("field")))
      let operation = try row.string("operation")
      let text =
        switch operation {
        case "insert": "insert into \(table) (\(field)) values (default)"
        case "update": "update \(table) set \(field) = default"
        default: "delete from \(table)"
        }
      return Writing(
        table: table, operation: operation, isGranted: try row.bool("granted"),
        isGuarded: try row.bool("guarded"), statement: SQL(raw: text))
    }
  }

  private static let logins = [
    "crm_service", "crm_limited", "crm_reader", "crm_report", "crm_monitor", "crm_backup",
    "crm_license",
  ]

  /// Whoever only reads can switch that off for himself, so that grants alone have to hold him.
  @Test func `lets no log-in write to a business table`() async throws {
    try await withDatabase { database in
      try await database.endLicense()
      await each(Self.logins) { role in
        let writings = try await Self.writings(database, role)
        #expect(writings.count > 150, "\(role)")
        let conninfo =
          database.conninfo(as: role) + " options='-c default_transaction_read_only=off'"
        try await withClient(conninfo) { client in
          for writing in writings { try await Self.expectRefusal(of: writing, by: role, client) }
        }
      }
    }
  }

  private static func expectRefusal(
    of writing: Writing, by role: String, _ client: Client
  ) async throws {
    let isFree = writing.isGranted && !writing.isGuarded
    if isFree, kept.contains(writing.table) { return }
    // Whoever takes roles away gives nobody work.
    if isFree, (writing.table, writing.operation) == ("access.account_role", "delete") { return }
    let state = try await client.attempt([writing.statement]).error?.sqlState
    #expect(
      state == (writing.isGranted ? "CL001" : "42501"),
      "\(role): \(writing.operation) \(writing.table): \(state ?? "done")")
  }

  /// A table that is written to is guarded, or stands on the list above; and the list names none that is not.
  @Test func `guards every table that the service writes to, but for those that are listed`()
    async throws
  {
    try await withDatabase { database in
      let written = try await Self.writings(database, "crm_service").filter(\.isGranted)
      #expect(Set(written.filter(\.isGuarded).map(\.table)).count > 15)
      let free = Set(written.filter { !$0.isGuarded }.map { $0.table })
      #expect(free == Self.kept.union(["access.account_role"]))
      let others = ["crm_reader", "crm_report", "crm_monitor", "crm_backup", "crm_license"]
      for role in others {
        let granted = try await Self.writings(database, role).filter(\.isGranted)
        #expect(granted.isEmpty, "\(role)")
      }
    }
  }

  @Test func `is held to the rules of verify sql`() async throws {
    try await withDatabase { database in
      let rules = try Script(TestDatabase.files.deployText("verify.sql")).statements
      let rule = try #require(rules.first)
      try await withClient(database.migration) { client in
        _ = try await client.execute("drop trigger licence_party on clients.party")
        let faults = try await client.rows("\(raw: rule.text)")
        let told = try faults.map { try $0.string("rule") + " " + $0.string("object") }
        #expect(told == ["licence clients.party"])
      }
    }
  }
}
