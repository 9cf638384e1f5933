import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `The migrator` {
  @Test func `runs pending files in order, once`() async throws {
    try await withMigrations { fixture in
      try fixture.write("0003_system_b", "insert into system.a values (1), (2);")
      try fixture.write(
        "0002_system_a", "create table system.a (id int); comment on table system.a is 'A;';")
      let first = try await fixture.migrator().run()
      let second = try await fixture.migrator().run()
      #expect(first == ["0001_system_migration", "0002_system_a", "0003_system_b"])
      #expect(second.isEmpty)
      #expect(try await fixture.number("select count(*) from system.a") == 2)
      #expect(try await fixture.number("select count(*) from system.migration") == 3)
    }
  }

  @Test func `stops at a file that was changed after it was applied`() async throws {
    try await withMigrations { fixture in
      try fixture.write("0002_system_a", "create table system.a (id int);")
      try await fixture.migrator().run()
      try fixture.write("0002_system_a", "create table system.a (id bigint);")
      try fixture.write("0003_system_b", "create table system.b (id int);")
      await #expect(throws: MigrationError.self) { try await fixture.migrator().run() }
      #expect(try await fixture.number("select count(*) from system.migration") == 2)
    }
  }

  @Test func `stops at a migration that this release does not know`() async throws {
    try await withMigrations { fixture in
      try fixture.write("0002_system_a", "create table system.a (id int);")
      try await fixture.migrator().run()
      try fixture.remove("0002_system_a")
      await #expect(throws: MigrationError.self) { try await fixture.migrator().run() }
    }
  }

  @Test func `stops at a file whose number is before the last applied one`() async throws {
    try await withMigrations { fixture in
      try fixture.write("0005_system_a", "create table system.a (id int);")
      try await fixture.migrator().run()
      try fixture.write("0003_system_b", "create table system.b (id int);")
      await #expect(throws: MigrationError.self) { try await fixture.migrator().run() }
    }
  }

  @Test func `leaves nothing of a file that fails in the middle`() async throws {
    try await withMigrations { fixture in
      try fixture.write("0002_system_a", "create table system.a (id int);\nselect 1 / 0;")
      do {
        try await fixture.migrator().run()
        Issue.record("it did not fail")
      } catch MigrationError.failed(let file, let line, let cause) {
        #expect(file == "0002_system_a" && line == 2 && cause.sqlState == "22012")
      }
      #expect(try await fixture.number("select count(*) from system.migration") == 1)
      #expect(try await fixture.number("select count(to_regclass('system.a'))") == 0)
    }
  }

  @Test func `killed between two statements, it finishes when it is run again`() async throws {
    try await withMigrations { fixture in
      try fixture.write(
        "0002_system_a",
        "create table system.a (id int); select pg_sleep(30); create table system.b ();")
      let run = Task { try await fixture.migrator().run() }
      try await fixture.kill(during: "pg_sleep(30)")
      await #expect(throws: (any Error).self) { try await run.value }
      #expect(try await fixture.number("select count(to_regclass('system.a'))") == 0)
      try fixture.write(
        "0002_system_a", "create table system.a (id int); create table system.b ();")
      #expect(try await fixture.migrator().run() == ["0002_system_a"])
    }
  }

  @Test func `rehearses in a transaction that it rolls back`() async throws {
    try await withMigrations { fixture in
      try await fixture.migrator().run()
      try fixture.write("0002_system_a", "create table system.a (id int);")
      try fixture.write("0003_system_b", "insert into system.a values (1);")
      #expect(try await fixture.migrator().run(.dryRun) == ["0002_system_a", "0003_system_b"])
      #expect(try await fixture.number("select count(to_regclass('system.a'))") == 0)
      #expect(try await fixture.number("select count(*) from system.migration") == 1)
    }
  }

  @Test func `records what a DBA ran by psql`() async throws {
    try await withMigrations { fixture in
      try await fixture.migrator().run()
      try fixture.write("0002_system_a", "create table system.a (id int);")
      try await fixture.execute("set role crm_owner")
      try await fixture.execute("create table system.a (id int)")
      #expect(try await fixture.migrator().run(.adopt) == ["0002_system_a"])
      #expect(try await fixture.migrator().run().isEmpty)
    }
  }

  @Test func `plans with the SQL, the locks and the sizes of the tables they hit`() async throws {
    try await withMigrations { fixture in
      try fixture.write("0002_system_a", "create table system.a (id int);")
      try await fixture.migrator().run()
      try fixture.write("0003_system_a", "alter table system.a add column note text;")
      let plan = try await fixture.migrator().plan()
      #expect(plan.contains("alter table system.a add column note text;"))
      #expect(plan.contains("ACCESS EXCLUSIVE on system.a (0 bytes, about 0 rows)"))
      #expect(try await fixture.number("select count(*) from system.migration") == 2)
    }
  }

  @Test func `plans a comment on a column as a lock of its table`() async throws {
    try await withMigrations { fixture in
      try fixture.write("0002_system_a", "create table system.a (id int);")
      try await fixture.migrator().run()
      try fixture.write("0003_system_a", "comment on column system.a.id is 'A;';")
      let plan = try await fixture.migrator().plan()
      #expect(plan.contains("SHARE UPDATE EXCLUSIVE on system.a (0 bytes, about 0 rows)"))
    }
  }

  @Test func `plans this release for a new database`() async throws {
    try await withEmptyDatabase { database in
      let plan = try await Migrator(conninfo: database.migrator, files: TestDatabase.files).plan()
      #expect(plan.contains("-- == 0001_system_foundation.sql: one transaction"))
    }
  }
}

extension MigrationFixture {
  /// Ends the server process that runs the statement, as a lost connection would.
  func kill(during statement: String) async throws {
    for _ in 0..<200 {
      let killed = try await number(
        """
        select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and state = 'active' and pid <> pg_backend_pid()
          and query like '%\(statement)%'
        """)
      if killed > 0 { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("nothing ran \(statement)")
  }
}
