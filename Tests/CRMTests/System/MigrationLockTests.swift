import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `Migrations and locks` {
  @Test func `behind a long reader a migration tries again and stalls nobody`() async throws {
    try await withMigrations { fixture in
      try fixture.write("0002_system_a", "create table system.a (id int);")
      try await fixture.migrator().run()
      try fixture.write("0003_system_a", "alter table system.a add column note text;")
      let reader = Task { try await fixture.holdReadLock(seconds: 30) }
      try await fixture.awaitReadLock()
      let run = Task { try await fixture.migrator().run() }
      let slowest = try await fixture.slowestRead(during: run)
      #expect(try await run.value == ["0003_system_a"])
      try await reader.value
      #expect(slowest < .seconds(20), "a read waited \(slowest)")
    }
  }

  @Test func `gives up after its tries and says so`() async throws {
    try await withMigrations { fixture in
      try fixture.write("0002_system_a", "create table system.a (id int);")
      try await fixture.migrator().run()
      try fixture.write("0003_system_a", "alter table system.a add column note text;")
      let reader = Task { try await fixture.holdReadLock(seconds: 3_600) }
      try await fixture.awaitReadLock()
      await #expect(throws: MigrationError.self) { try await fixture.migrator(tries: 2).run() }
      reader.cancel()
      _ = await reader.result
    }
  }

  @Test func `an index is built concurrently, and an invalid leftover is built again`() async throws
  {
    try await withMigrations { fixture in
      try fixture.write(
        "0002_system_a", "create table system.a as select 1 as id union all select 1;")
      try fixture.write(
        "0003_system_a_index",
        "-- crm: no-transaction\ncreate unique index concurrently a_id on system.a (id);")
      await #expect(throws: MigrationError.self) { try await fixture.migrator().run() }
      #expect(try await fixture.number("select count(*) from pg_index where not indisvalid") == 1)
      try await fixture.execute("delete from system.a where ctid = '(0,1)'")
      #expect(try await fixture.migrator().run() == ["0003_system_a_index"])
      #expect(try await fixture.number("select count(*) from pg_index where not indisvalid") == 0)
    }
  }

  @Test func `a run killed after its index was built only records it`() async throws {
    try await withMigrations { fixture in
      try fixture.write("0002_system_a", "create table system.a (id int);")
      try await fixture.migrator().run()
      try fixture.write(
        "0003_system_a_index",
        "-- crm: no-transaction\ncreate index concurrently a_id on system.a (id);")
      try await fixture.execute("create index a_id on system.a (id)")
      #expect(try await fixture.migrator().run() == ["0003_system_a_index"])
    }
  }
}

extension MigrationFixture {
  func holdReadLock(seconds: Int) async throws {
    try await withClient(database.superuser) { client in
      try await client.transaction(deadline: .seconds(seconds + 60)) { transaction in
        try await transaction.execute("select count(*) from system.a")
        try await transaction.execute("select pg_sleep(\(raw: String(seconds)))")
      }
    }
  }

  func awaitReadLock() async throws {
    let locks = """
      select count(*) from pg_locks
      where relation = 'system.a'::regclass and mode = 'AccessShareLock'
      """
    while try await number(locks) == 0 { try await Task.sleep(for: .milliseconds(20)) }
  }

  /// Reads the table again and again until the run has ended; the longest wait of all.
  func slowestRead(during run: Task<[String], any Error>) async throws -> Duration {
    let ended = Task { _ = try? await run.value }
    let reading = Task {
      try await withClient(database.superuser) { client in
        var slowest = Duration.zero
        while !Task.isCancelled {
          let start = ContinuousClock.now
          _ = try? await client.rows("select count(*) as n from system.a")
          slowest = max(slowest, start.duration(to: .now))
          try? await Task.sleep(for: .milliseconds(10))
        }
        return slowest
      }
    }
    await ended.value
    reading.cancel()
    return try await reading.value
  }
}
