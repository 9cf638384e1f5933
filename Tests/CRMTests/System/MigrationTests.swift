import CRM
import Cluster
import Foundation
import Postgres
import Support
import Testing

/// The migrations of the product itself.
@Suite struct `The product's migrations` {
  @Test func `build an empty database once, by twenty runners at once, and again do nothing`()
    async throws
  {
    try await withEmptyDatabase { database in
      let answers = try await withThrowingTaskGroup { group in
        for _ in 0..<20 { group.addTask { try await Self.migrator(database).run() } }
        return try await group.reduce(into: [[String]]()) { $0.append($1) }
      }
      let later = try await Self.migrator(database).run()
      #expect(try answers.filter { !$0.isEmpty } == [TestDatabase.files.migrations().map(\.name)])
      #expect(later.isEmpty)
    }
  }

  @Test func `build what sql schema sql says`() async throws {
    try await withMigratedDatabase { database in
      let dump = try await Self.dump(database)
      let snapshot = try String(
        contentsOfFile: "\(TestDatabase.files.directory)/schema.sql", encoding: .utf8)
      let changes = Array(Self.lines(dump).difference(from: Self.lines(snapshot)).prefix(6))
      #expect(changes.isEmpty, "run deploy/schema-snapshot")
    }
  }

  @Test func `build the same in two steps as in one`() async throws {
    let files = try TestDatabase.files.migrations()
    let (fresh, upgraded) = try await (
      withMigratedDatabase { try await Self.dump($0) },
      withMigrations { fixture in
        try fixture.remove("0001_system_migration")
        for file in files.prefix(files.count / 2) { try fixture.write(file.name, file.text) }
        try await fixture.migrator().run()
        for file in files { try fixture.write(file.name, file.text) }
        try await fixture.migrator().run()
        return try await Self.dump(fixture.database)
      }
    )
    let changes = Array(Self.lines(fresh).difference(from: Self.lines(upgraded)).prefix(6))
    #expect(changes.isEmpty)
  }

  @Test func `break no rule of verify sql`() async throws {
    let rules = try String(
      contentsOfFile: TestDatabase.files.deploy("verify.sql"), encoding: .utf8)
    try await withDatabase { database in
      try await withClient(database.service) { client in
        for statement in Script(rules).statements {
          let rows = try await client.rows("\(raw: statement.text)")
          let faults = (0..<rows.count).map { row in
            (0..<rows.columnCount).map { rows.string(row, $0) ?? "" }.joined(separator: ": ")
          }
          #expect(faults == [])
        }
      }
    }
  }

  @Test func `each says at its head what it does and which locks it takes`() throws {
    for file in try TestDatabase.files.migrations() {
      let header = file.header.joined(separator: "\n").lowercased()
      #expect(header.contains("lock"), "\(file.name)")
      #expect(["expand", "migrate", "contract"].contains { header.contains($0) }, "\(file.name)")
    }
  }

  @Test func `let the service start on them, and only as a bound role`() async throws {
    try await withDatabase { database in
      let service = try await Self.faults(database.service)
      let limited = try await Self.faults(database.limited)
      let superuser = try await Self.faults(database.superuser)
      let migrator = try await Self.faults(database.migrator)
      #expect(service == [] && limited == [])
      #expect(!superuser.isEmpty && !migrator.isEmpty)
    }
  }

  @Test func `missing, they keep the service from starting`() async throws {
    try await withEmptyDatabase { database in
      let faults = try await Self.faults(database.service)
      #expect(faults.contains { $0.contains("crm migrate") })
    }
  }

  private static func migrator(_ database: TestDatabase) -> Migrator {
    Migrator(conninfo: database.migrator, files: TestDatabase.files)
  }

  private static func faults(_ conninfo: String) async throws -> [String] {
    try await withClient(conninfo) { client in
      try await Readiness.check(client, files: TestDatabase.files).faults
    }
  }

  private static func dump(_ database: TestDatabase) async throws -> String {
    try await Tool(
      try Programs.find().path("pg_dump"),
      [
        "--schema-only", "--restrict-key=crm", "--exclude-table=*.*_20??_??", "-d",
        database.superuser,
      ]
    ).output()
  }

  private static func lines(_ dump: String) -> [Substring] {
    dump.split(separator: "\n").filter { !$0.hasPrefix("-- Dumped ") }
  }
}
