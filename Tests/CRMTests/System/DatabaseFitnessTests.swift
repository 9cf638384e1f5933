import Postgres
import Support
import Testing

@testable import CRM

/// What a database can lack though its migrations are all there.
@Suite struct `A database that does not fit` {
  private static let revocations: [String] = [
    "revoke select on clients.party from crm_report",
    "revoke update (name) on clients.party from crm_service",
    "revoke delete on clients.channel from crm_service",
    "revoke usage on schema clients from crm_reader",
    "revoke execute on function access.lock_account(bigint, boolean) from crm_service",
  ]

  @Test func `is told the grant that gives back what was revoked`() async throws {
    try await withDatabase { database in
      let grants = try ExpectedGrants(files: TestDatabase.files)
      #expect(grants.count > 500)
      await each(Self.revocations) { revoked in
        let missing = try await withClient(database.migration) { arranger in
          #expect(try await grants.missing(in: arranger) == [], "\(revoked)")
          try await arranger.execute("\(raw: revoked)")
          return try await grants.missing(in: arranger)
        }
        try #require(missing.count == 1, "\(revoked): \(missing)")
        try await withClient(database.migration) { try await $0.execute("\(raw: missing[0])") }
        let left = try await withClient(database.service) { try await grants.missing(in: $0) }
        #expect(left == [], "\(revoked)")
      }
    }
  }

  @Test func `in a locale without Russian letters is neither migrated nor served`() async throws {
    try await withMigrations { fixture in
      try await fixture.execute(
        "update pg_database set datctype = 'C' where datname = current_database()")
      do {
        try await fixture.migrator().run()
        Issue.record("it was migrated")
      } catch MigrationError.encoding(let fault) {
        #expect(fault.contains("createdb -T template0 -E UTF8 --locale=C.UTF-8"))
      }
      #expect(try await fixture.number("select count(to_regclass('system.migration'))") == 0)
      try await withClient(fixture.database.service) { client in
        let faults = try await Readiness.check(client, files: fixture.files).faults
        #expect(faults.contains { $0.contains("locale C") }, "\(faults)")
      }
    }
  }

  @Test func `is not changed by a role that may not`() async throws {
    try await withMigrations { fixture in
      let migrator = Migrator(conninfo: fixture.database.service, files: fixture.files)
      do {
        try await migrator.run()
        Issue.record("it was changed")
      } catch MigrationError.role(let name) { #expect(name == "crm_service") }
    }
  }

  @Test func `of a newer release is no fault, of another one is`() throws {
    let newer = try MigrationStatus(
      files: [file(1), file(2)], applied: [row(1), row(2), row(3)], allowNewer: true)
    #expect(newer.pending.isEmpty && newer.applied == 3)
    #expect(throws: MigrationError.self) {
      try MigrationStatus(files: [file(1), file(3)], applied: [row(1), row(2)], allowNewer: true)
    }
    #expect(throws: MigrationError.self) {
      try MigrationStatus(files: [file(1)], applied: [row(1), row(2)])
    }
  }

  private func file(_ version: Int) throws -> MigrationFile {
    try MigrationFile(name: "000\(version)_system_a", text: "")
  }

  private func row(_ version: Int) -> AppliedMigration {
    AppliedMigration(
      version: version, name: "000\(version)_system_a", sha256: Digest.sha256("".utf8))
  }

  @Test func `adopted, has its reference data`() async throws {
    try await withEmptyDatabase { database in
      let migrator = Migrator(conninfo: database.migrator, files: TestDatabase.files)
      try await migrator.run(seeds: false)
      try await withClient(database.migration) { arranger in
        try await arranger.execute("delete from system.migration where version > 39")
        #expect(try await arranger.rows("select from system.country").count == 0)
      }
      let adopted = try await migrator.run(.adopt)
      #expect(!adopted.isEmpty)
      let countries = try await withClient(database.migration) {
        try await $0.rows("select from system.country").count
      }
      #expect(countries > 200)
    }
  }
}
