import ArgumentParser
import CRM
import Foundation
import Logging
import Postgres

struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check connection, roles, schema and grants; exit code 2 when there are faults.",
    discussion: "Runs deploy/verify.sql too: every row it returns is a fault.")

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var sql: SQLOption

  func run() async throws {
    try await Failure.reporting {
      let files = try sql.files()
      let conninfo = try database.conninfo(as: "crm_service")
      let faults = try await Maintenance.run(conninfo) {
        client in
        try await Inspection(client: client, files: files).run()
      }
      Progress.say(faults == 0 ? "no faults" : "\(faults) faults")
      if faults > 0 { throw ExitCode(Failure.faults) }
    }
  }
}

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
    let rules = try await verify()
    return readiness.faults.count + history + rules
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
        files: try files.migrations(), applied: try await AppliedMigration.all(client))
      tell("migrations", [])
      return 0
    } catch let error as MigrationError {
      tell("migrations", [error.description])
      return 1
    }
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
