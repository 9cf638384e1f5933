import Foundation
import Postgres
import Support
import Testing

/// `kill -9` of the program itself, at the two moments that matter.
@Suite struct `A service that is killed while it admits somebody` {
  @Test func `leaves the seat free where nothing was committed`() async throws {
    try await withDatabase { database in
      try await database.people(2)
      try await database.license(seats: 1)
      try await withService(Self.patient(database)) { service in
        let answer = try await Self.heldUp(database, at: service) {
          await service.end()
          let isOver = try await eventually { try await !Self.isAdmitting(database) }
          #expect(isOver)
        }
        #expect(await answer.value?.status == nil)
      }
      #expect(try await database.holders() == [])
      #expect(try await database.seatEvents("admit") == 0)
      let next = try await withService(database.service) {
        try await $0.anyone.signIn("person-2")
      }
      #expect(next.status == 201, "\(next.text)")
      #expect(try await database.holders() == ["person-2"])
    }
  }

  @Test func `leaves the seat to who was let in, until its lease ends`() async throws {
    try await withDatabase { database in
      try await database.people(2)
      try await database.license(seats: 1)
      try await withService(Self.patient(database)) { service in
        // It stands still while the database commits, and dies before it can tell.
        let answer = try await Self.heldUp(database, at: service) { service.send(SIGSTOP) }
        let isLent = try await eventually { try await database.holders() == ["person-1"] }
        #expect(isLent)
        await service.end()
        #expect(await answer.value?.status == nil)
      }
      let before = try await Self.seats(database)
      try await withService(database.service) { service in
        #expect(try await service.anyone.signIn("person-2").status == 402)
        #expect(try await service.anyone.signIn("person-1").status == 201)
        #expect(try await Self.seats(database) == before)
        #expect(try await database.seatEvents("admit") == 1)
        try await withClient(database.migration) {
          _ = try await $0.execute("update licensing.seat set lease_until = now()")
        }
        #expect(try await service.anyone.signIn("person-2").status == 201)
      }
      #expect(try await database.holders() == ["person-2"])
      #expect(try await database.chainFaults() == [])
    }
  }

  /// As the service connects, but that it waits long for a lock, and that the server soon notices when it is gone.
  private static func patient(_ database: TestDatabase) -> String {
    database.service
      + " options='-c lock_timeout=60s -c client_connection_check_interval=100ms'"
  }

  /// Has `person-1` sign in, holds that up where his seat is taken and nothing is committed, by a lock on the table
  /// that his session is to be entered in, and lets it go on when `body` has ended.
  ///
  /// - Returns: what he is answered; nil when the connection breaks.
  private static func heldUp(
    _ database: TestDatabase, at service: RunningService, _ body: () async throws -> Void
  ) async throws -> Task<Reply?, Never> {
    try await withClient(database.migration) { client in
      try await client.transaction { transaction in
        _ = try await transaction.execute("lock table access.session in share mode")
        let door = service.anyone
        let answer = Task { try? await door.signIn("person-1") }
        let isHeldUp = try await eventually { try await isAdmitting(database) }
        #expect(isHeldUp)
        try await body()
        return answer
      }
    }
  }

  /// Whether a transaction that has not ended has taken a seat: it holds the lock of the chain of events, which
  /// comes after the seat.
  private static func isAdmitting(_ database: TestDatabase) async throws -> Bool {
    try await !database.observed(
      """
      select from pg_catalog.pg_locks as l
      join pg_catalog.pg_database as d on d.oid = l.database and d.datname = current_database()
      where l.locktype = 'advisory' and l.granted and l.classid = 6517357 and l.objid = 80
      """
    ).isEmpty
  }

  /// Who holds which seat since when, in which epoch.
  private static func seats(_ database: TestDatabase) async throws -> [String] {
    try await database.observed(
      """
      select row(s.slot_no, s.account_id, s.epoch, s.taken_at)::text as seat
      from licensing.seat as s where s.subject is not null order by s.slot_no
      """
    ).map { try $0.string("seat") }
  }
}
