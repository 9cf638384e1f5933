import Foundation
import License
import Postgres
import Support
import Testing

@testable import CRM

/// Maintenance decides about updates, never about running on.
@Suite struct `A build that the licence does not cover` {
  private static let later = Build(version: "9.0.0", seriesDate: "2100-01-01")

  /// Migrations of a later release: those of this one and one more.
  private func withLaterFiles(_ body: (SQLFiles) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.copyItem(atPath: TestDatabase.files.directory, toPath: folder.path)
    defer { try? FileManager.default.removeItem(at: folder) }
    try "create table system.later (id integer);".write(
      to: folder.appendingPathComponent("migrations/9000_system_later.sql"), atomically: true,
      encoding: .utf8)
    try await body(SQLFiles(directory: folder.path))
  }

  private func schema(_ database: TestDatabase) async throws -> String {
    try await database.observed(
      """
      select (select count(*) from system.migration) || ' '
        || md5(string_agg(c.oid || ' ' || c.relname, ',' order by c.oid)) as mark
      from pg_catalog.pg_class as c where c.relkind in ('r', 'i', 'v')
      """
    ).single.string("mark")
  }

  @Test func `changes nothing, and says what would be right`() async throws {
    try await withDatabase { database in
      try await withLaterFiles { files in
        let before = try await schema(database)
        let migrator = Migrator(
          conninfo: database.migrator, files: files, build: Self.later)
        for mode in [Migrator.Mode.apply, .dryRun, .adopt] {
          do {
            try await migrator.run(mode)
            Issue.record("it was migrated")
          } catch MigrationError.notCovered(let fault) {
            #expect(fault.contains("2099-12-31") && fault.contains("9.0.0"), "\(fault)")
          }
        }
        #expect(try await schema(database) == before)
        // The one that was there serves on.
        try await withCRM(on: database) { crm in
          let reply = try await crm.as(.sales).get("parties")
          #expect(reply.status == 200)
        }
        let covered = Migrator(conninfo: database.migrator, files: files)
        #expect(try await covered.run() == ["9000_system_later"])
      }
    }
  }

  @Test func `is refused by the program itself`() async throws {
    try await withDatabase { database in
      let old = try TestLicence.file(
        seats: 5, revision: 2, from: "2025-01-01", maintainedUntil: "2025-06-30")
      try await database.license(old)
      let run = try await CommandRun(["migrate", "--database", database.migrator])
      #expect(run.status == 78 && run.output.contains("2025-06-30"), "\(run.output)")
      let serve = try await CommandRun(["serve", "--database", database.service, "--port", "0"])
      #expect(serve.status == 78 && serve.output.contains("Nothing was changed"))
      let builds = try await database.observed("select count(*) as n from licensing.build")
      #expect(try builds.single.int("n") == 0)
    }
  }

  @Test func `runs on where it has run already, with a warning`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let old = try TestLicence.file(
        seats: 5, revision: 2, from: "2025-01-01", maintainedUntil: "2025-06-30")
      let reply = try await chief.send(
        "PUT", "license", headers: [("Content-Type", "text/plain")], body: old)
      #expect(reply["mode"]?.string == "WARN" && reply.text.contains("\"build\""), "\(reply.text)")
      try await withClient(crm.database.service) { client in
        #expect(try await Maintenance.fault(client) == nil)
        let next = try #require(try await Maintenance.fault(client, build: Self.later))
        #expect(next.contains("2025-06-30"))
        await #expect(throws: DatabaseError.self) {
          try await Maintenance.enter(client, build: Self.later)
        }
      }
      // A mend of the series that has run is no new build.
      try await withClient(crm.database.service) {
        try await Maintenance.enter($0, build: Build(version: "0.1.7", seriesDate: "2026-11-23"))
      }
      let build = try await crm.observed("select version from licensing.build").single
      #expect(try build.string("version") == "0.1.7")
    }
  }

  /// Else whoever has the service's log-in could enter all builds to come while the licence covers them.
  @Test func `is entered by nobody before its day`() async throws {
    try await withDatabase { database in
      try await withClient(database.service) { client in
        for day in ["infinity", "9999-12-31", TestDatabase.day(5), "-infinity"] {
          let attempt = try await client.attempt([
            "select licensing.enter_build('9.9.9', \(day)::text::date)"
          ])
          let rule = attempt.error?.constraint
          #expect(rule == (day == "-infinity" ? "build_series_finite" : "series_ahead"), "\(day)")
        }
      }
      let builds = try await database.observed("select from licensing.build")
      #expect(builds.isEmpty)
    }
  }
}
