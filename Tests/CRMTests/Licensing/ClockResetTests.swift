import CRM
import Foundation
import License
import Postgres
import Support
import Testing

@Suite struct `A clock reset` {
  /// A token for the instance, or another one, of the vendor's for tests.
  private func token(
    _ database: TestDatabase, instance: UUID? = nil, issuedHoursAgo: Double = 1, daysLeft: Int = 7
  ) async throws -> [UInt8] {
    let row = try await database.observed("select instance_id from licensing.instance").single
    let own = try row.decode("instance_id", as: UUID.self)
    return try TestLicence.sign(
      ClockToken(
        kid: "test", instance: instance ?? own,
        issued: Date(timeIntervalSinceNow: -issuedHoursAgo * 3600),
        until: Zone.standard.day(of: Date()).adding(days: daysLeft), nonce: UUID(),
        reason: "the battery was empty"))
  }

  /// The machine's clock was three years ahead for so long that it was believed, and is right now.
  private func advance(_ database: TestDatabase) async throws {
    try await withClient(database.migration) { client in
      _ = try await client.execute(
        """
        update licensing.clock set line = clock_timestamp() + interval '3 years',
          looked_at = clock_timestamp() + interval '3 years'
        """)
      _ = try await client.rows("select mode from licensing.judge(null, true)")
    }
  }

  /// Whether the believed time is the machine's.
  private func isRight(_ database: TestDatabase) async throws -> Bool {
    try await database.observed(
      """
      select c.line between clock_timestamp() - interval '1 hour' and clock_timestamp()
        and c.doubt_passed is null as answer
      from licensing.clock as c
      """
    ).single.bool("answer")
  }

  private func used(_ database: TestDatabase) async throws -> Rows {
    try await database.observed("select used_by, kid, reason from licensing.clock_token")
  }

  private func put(_ session: TestSession, _ file: [UInt8]) async throws -> Reply {
    try await session.send(
      "PUT", "license", headers: [("Content-Type", "text/plain")], body: file)
  }

  @Test func `lets the machine's clock be believed again, once`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await advance(crm.database)
      #expect(try await crm.database.mode() == "WARN")
      let file = try await token(crm.database)
      let reply = try await put(chief, file)
      #expect(reply.status == 200 && reply["mode"]?.string == "FULL", "\(reply.text)")
      #expect(try await isRight(crm.database))
      let row = try await used(crm.database).single
      #expect(try row.int("used_by") == chief.account)
      #expect(try row.string("kid") == "test")
      #expect(try row.string("reason") == "the battery was empty")
      let events = try await crm.observed(
        "select detail ->> 'reason' as reason from licensing.event where kind = 'clock_reset'")
      #expect(try events.single.string("reason") == "the battery was empty")
      try await advance(crm.database)
      let again = try await put(chief, file)
      #expect(again.status == 422 && again.problem == "license_clock_used", "\(again.text)")
      #expect(try await isRight(crm.database) == false)
    }
  }

  @Test func `is refused elsewhere, before and after its time, and damaged`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await advance(crm.database)
      var damaged = try await token(crm.database)
      damaged[60] = damaged[60] == 0x41 ? 0x42 : 0x41
      let bad: [([UInt8], String)] = [
        (try await token(crm.database, instance: UUID()), "license_clock_instance"),
        (try await token(crm.database, issuedHoursAgo: -1), "license_clock_early"),
        (
          try await token(crm.database, issuedHoursAgo: 9 * 24, daysLeft: -1),
          "license_clock_late"
        ), (damaged, "license_bad_signature"),
      ]
      for (file, code) in bad {
        let reply = try await put(chief, file)
        #expect(reply.status == 422 && reply.problem == code, "\(code): \(reply.text)")
        #expect(reply["detail"]?.string?.isEmpty == false)
      }
      #expect(try await isRight(crm.database) == false)
      #expect(try await used(crm.database).isEmpty)
    }
  }

  @Test func `is no licence, and a licence is no clock reset`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let leave = try Armor(try await token(crm.database), as: .clock)
      let licence = try Armor(try TestLicence.file(seats: 9, revision: 2), as: .license)
      let refused = [
        try await crm.sql(
          chief, "select licensing.install(\(leave.payload), \(leave.signature))"),
        try await crm.sql(
          chief, "select licensing.reset_clock(\(licence.payload), \(licence.signature))"),
      ]
      #expect(refused.map { $0.error?.constraint } == ["unknown_key", "unknown_key"])
    }
  }

  @Test func `is installed by who manages the licence alone`() async throws {
    try await withCRM { crm in
      try await advance(crm.database)
      let file = try await token(crm.database)
      let armor = try Armor(file, as: .clock)
      let seller = try await crm.as(.sales)
      #expect(try await put(seller, file).status == 403)
      let refused = try await crm.sql(
        seller, "select licensing.reset_clock(\(armor.payload), \(armor.signature))")
      #expect(refused.error?.sqlState == "42501")
      #expect(try await isRight(crm.database) == false)
    }
  }

  @Test func `is installed by the command too, and of the test key only for trying out`()
    async throws
  {
    try await withDatabase { database in
      try await advance(database)
      let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      defer { try? FileManager.default.removeItem(at: file) }
      try Data(try await token(database)).write(to: file)
      func environment(_ name: String) async throws {
        try await withClient(database.migration) {
          _ = try await $0.execute("update licensing.instance set environment = \(name)")
        }
      }
      let arguments = ["license", "install", file.path, "--database", database.migrator]
      try await environment("production")
      let refused = try await CommandRun(arguments, sql: false)
      #expect(refused.status == 1 && refused.output.contains("key for tests"), "\(refused.output)")
      #expect(try await isRight(database) == false)
      try await environment("test")
      let run = try await CommandRun(arguments, sql: false)
      #expect(run.status == 0 && run.output.contains("mode: FULL"), "\(run.output)")
      #expect(try await isRight(database))
    }
  }
}
