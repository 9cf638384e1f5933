import CRM
import Postgres
import Support
import Testing

/// An area that keeps to no rule: its table is open to everybody who reads.
enum NewArea {
  static let statements = [
    "create schema depot", "grant usage on schema depot to crm_service",
    "create table depot.thing (id bigint)", "grant select on depot.thing to crm_service",
    "insert into depot.thing values (1)",
  ]
}

@Suite struct `A new area` {
  /// What verify.sql says of one object, as the service asks it.
  private func faults(_ database: TestDatabase, of object: String) async throws -> [String] {
    let rules = try Script(TestDatabase.files.deployText("verify.sql")).statements
    return try await withClient(database.service) { client in
      var faults: [String] = []
      for rule in rules {
        for row in try await client.rows("\(raw: rule.text)")
        where try row.string("object") == object {
          faults.append("\(try row.string("rule")): \(try row.string("fault"))")
        }
      }
      return faults
    }
  }

  @Test func `is held to the rules of verify sql`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) { arranger in
        for statement in NewArea.statements { try await arranger.execute("\(raw: statement)") }
      }
      let faults = try await faults(database, of: "depot.thing")
      #expect(faults.contains("row security: is off"), "\(faults)")
      #expect(faults.contains { $0.hasPrefix("comment: ") }, "\(faults)")
    }
  }

  @Test func `stays one when it is given away`() async throws {
    try await withDatabase { database in
      try await withClient(database.superuser) { superuser in
        _ = try await superuser.execute("alter schema clients owner to postgres")
      }
      let faults = try await faults(database, of: "clients")
      #expect(faults.contains { $0.contains("belongs to postgres") }, "\(faults)")
    }
  }
}
