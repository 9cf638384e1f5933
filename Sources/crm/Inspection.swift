import CRM
import Postgres

/// The checks, told one by one.
struct Inspection {
  let client: Client
  let files: SQLFiles

  /// - Returns: The number of faults.
  func run() async throws -> Int {
    try await connection()
    let readiness = try await Readiness.check(client, files: files)
    for warning in readiness.warnings { Progress.say("warning  \(warning)") }
    tell("role and schema", readiness.faults)
    let history = try await migrations()
    let granted = try await grants()
    let fields = try await customFields()
    let rules = try await verify()
    return readiness.faults.count + history + granted + fields + rules
  }

  private func connection() async throws {
    let rows = try await client.rows(
      """
      select session_user::text as role, current_database()::text as database,
        current_setting('server_version') as version
      """)
    guard let row = rows.first else { return }
    let version = try row.string("version")
    Progress.say(
      "ok       connection as \(try row.string("role")) to \(try row.string("database")), "
        + "PostgreSQL \(version)")
  }

  private func migrations() async throws -> Int {
    do {
      _ = try MigrationStatus(
        files: try files.migrations(), applied: try await AppliedMigration.all(client),
        allowNewer: true)
      tell("migrations", [])
      return 0
    } catch let error as MigrationError {
      tell("migrations", [error.description])
      return 1
    }
  }

  /// Only of the schema that this release makes: another one has grants of its own.
  private func grants() async throws -> Int {
    let schema = try await SchemaVersion.check(client, files: files)
    guard schema.applied == schema.needed else { return 0 }
    let missing = try await ExpectedGrants(files: files).missing(in: client)
    tell(
      "grants", missing.map { "a right was taken away; as crm_migrator: set role crm_owner; \($0)" }
    )
    return missing.count
  }

  /// Only of the schema that this release makes.
  private func customFields() async throws -> Int {
    let schema = try await SchemaVersion.check(client, files: files)
    guard schema.applied == schema.needed else { return 0 }
    let faults = try await client.rows(
      "select object, fault_text from system.custom_field_faults()")
    tell(
      "custom fields",
      try faults.map { "\(try $0.string("object")): \(try $0.string("fault_text"))" })
    return faults.count
  }

  private func verify() async throws -> Int {
    let text = try files.deployText("verify.sql")
    var faults: [String] = []
    for statement in Script(text).statements {
      let rows = try await client.rows("\(raw: statement.text)")
      for row in 0..<rows.count {
        let cells = rows.columnNames.indices.compactMap { rows.string(row, $0) }
        faults.append(cells.joined(separator: ": "))
      }
    }
    tell("deploy/verify.sql", faults)
    return faults.count
  }

  private func tell(_ name: String, _ faults: [String]) {
    if faults.isEmpty { Progress.say("ok       \(name)") }
    for fault in faults { Progress.say("FAULT    \(fault)") }
  }
}
