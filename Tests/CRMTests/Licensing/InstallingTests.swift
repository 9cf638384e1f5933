import CRM
import Foundation
import License
import Postgres
import Support
import Testing

@Suite struct `A licence is installed` {
  private func put(_ session: TestSession, _ file: [UInt8]) async throws -> Reply {
    try await session.send(
      "PUT", "license", headers: [("Content-Type", "text/plain")], body: file)
  }

  @Test func `over HTTP, and counts at once`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let reply = try await put(chief, try TestLicence.file(seats: 7, revision: 2))
      #expect(reply.status == 200, "\(reply.text)")
      #expect(reply["mode"]?.string == "FULL" && reply["seats"]?["count"]?.int == 7)
      #expect(reply["license"]?["revision"]?.int == 2)
      let state = try await crm.observed("select cap from licensing.state").single
      #expect(try state.int("cap") == 7)
      let again = try await put(chief, try TestLicence.file(seats: 7, revision: 2))
      #expect(again.status == 200)
      let count = try await crm.observed("select count(*) as n from licensing.licence").single
      #expect(try count.int("n") == 2)
    }
  }

  @Test func `by who may manage it alone`() async throws {
    try await withCRM { crm in
      for role in [TestCRM.Role.sales, .auditor] {
        let reply = try await put(crm.as(role), try TestLicence.file(seats: 7, revision: 2))
        #expect(reply.status == 403 && reply["permission"]?.string == "license.manage")
      }
    }
  }

  @Test func `unless it is damaged, old or another's, and every refusal says why`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await crm.database.license(seats: 5, revision: 3)
      var damaged = try TestLicence.file(seats: 9, revision: 4)
      damaged[60] = damaged[60] == 0x41 ? 0x42 : 0x41
      let bad: [([UInt8], String)] = [
        (Array("hello".utf8), "license_armor_missing"), (damaged, "license_bad_signature"),
        (try TestLicence.file(seats: 9, revision: 2), "license_rollback"),
        (try TestLicence.file(seats: 9, revision: 3), "license_revision"),
        (
          try TestLicence.file(
            seats: 9, revision: 4, from: "2024-01-01", until: "2024-12-31"), "license_ended"
        ),
        (
          try TestLicence.file(seats: 9, revision: 4, environment: .production),
          "license_environment"
        ),
        (
          try TestLicence.file(
            seats: 9, serial: "CRM-2025-000009", issued: Date(timeIntervalSince1970: 1_700_000_000)),
          "license_rollback"
        ),
        (
          try TestLicence.file(
            seats: 9, revision: 4, issued: Date(timeIntervalSinceNow: 100 * 86_400)),
          "license_issued_ahead"
        ),
        (
          try TestLicence.sign(
            RevocationList(
              kid: "test", sequence: 9, issued: Date(timeIntervalSinceNow: 100 * 86_400),
              entries: [])), "license_issued_ahead"
        ),
      ]
      for (file, code) in bad {
        let reply = try await put(chief, file)
        #expect(reply.status == 422 && reply.problem == code, "\(code): \(reply.text)")
        #expect(reply["detail"]?.string?.isEmpty == false)
        let isOfRealWork = reply["detail"]?.string?.contains("The file is for real work") == true
        #expect(isOfRealWork == (code == "license_environment"))
      }
      let state = try await crm.observed("select cap from licensing.state").single
      #expect(try state.int("cap") == 5)
      // Nor has any of them moved the believed time.
      let clock = try await crm.observed(
        "select line < now() + interval '1 day' as answer from licensing.clock")
      #expect(try clock.single.bool("answer"))
      // The vendor's clock may be ahead by some days.
      let soon = try TestLicence.file(
        seats: 9, revision: 4, issued: Date(timeIntervalSinceNow: 86_400))
      #expect(try await put(chief, soon).status == 200)
    }
  }

  /// What the service's own log-in could try past the service.
  @Test func `by its signature alone, whoever writes`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let armor = try Armor(try TestLicence.file(seats: 9, revision: 2), as: .license)
      var payload = armor.payload
      let place = try #require(payload.firstRange(of: Array("\"count\":9".utf8)))
      payload[place.upperBound - 1] = 0x38
      let forged = try await crm.sql(
        chief, "select licensing.install(\(payload), \(armor.signature))")
      #expect(forged.error?.constraint == "unknown_key")
      for statement: SQL in [
        "update licensing.state set cap = 100", "insert into licensing.seat (slot_no) values (9)",
        "delete from licensing.seat", "update licensing.clock set line = '2020-01-01'",
        "update licensing.instance set environment = 'test'", "delete from licensing.seat_event",
        "insert into licensing.trusted_key (kid, public_key, status, test) values ('x', '\\x00', 'active', false)",
        "select licensing.trust('{}', '{}', '{}', '{}')", "select licensing.make_test()",
        "select * from licensing.admit(1)", "select * from licensing.take(1, 'user:1', 1, now())",
        "select licensing.not_before('infinity')", "select access.seat(1, 'job', false)",
        "update access.session set seat_until = 'infinity'",
      ] {
        let refused = try await crm.sql(chief, statement)
        #expect(refused.error?.sqlState == "42501", "\(statement)")
      }
      let honest = try await crm.sql(
        chief, "select licensing.install(\(armor.payload), \(armor.signature))")
      #expect(honest.error == nil)
    }
  }

  @Test func `by the test key only where the instance is for trying out`() async throws {
    try await withDatabase { database in
      try await database.unlicense()
      try await withClient(database.migration) {
        _ = try await $0.execute("update licensing.instance set environment = 'production'")
      }
      await #expect(throws: Problem.self) { try await database.license(seats: 5) }
      #expect(try await database.mode() == "FREE")
      do {
        try await database.license(seats: 5)
      } catch let problem as Problem {
        #expect(problem.code == "license_test_key" && problem.detail.ru.contains("тестовым"))
      }
    }
  }

  @Test func `and a lower revision only as a signed correction`() async throws {
    try await withDatabase { database in
      try await database.license(seats: 5, revision: 4)
      var grant = try Verifier(trust: .testing).verify(
        try TestLicence.file(seats: 3, revision: 3), as: LicenseGrant.self
      ).payload
      grant.corrects = 4
      try await database.license(try TestLicence.sign(grant))
      let row = try await database.observed("select cap from licensing.state").single
      #expect(try row.int("cap") == 3)
    }
  }

  @Test func `and none that counts workstations, which would be counted as users`() async throws {
    try await withDatabase { database in
      var grant = try Verifier(trust: .testing).verify(
        try TestLicence.file(seats: 9, revision: 2), as: LicenseGrant.self
      ).payload
      grant.seats.subject = .workstation
      let file = try TestLicence.sign(grant)
      do {
        try await database.license(file)
        Issue.record("it was installed")
      } catch let problem as Problem {
        #expect(problem.code == "license_field" && problem.detail.en.contains("users only"))
        #expect(problem.detail.ru.contains("только пользователей"))
      }
      let armor = try Armor(file, as: .license)
      try await withClient(database.migration) { client in
        let tried = try await client.attempt([
          "select licensing.install(\(armor.payload), \(armor.signature))"
        ])
        #expect(tried.error?.constraint == "field")
      }
    }
  }

  /// The vendor takes revision 4 back; revision 5 was signed before that, and is larger.
  @Test func `and nothing that was signed before a correction comes back after it`() async throws {
    try await withDatabase { database in
      let day = { (number: Double) in Date(timeIntervalSince1970: 1_767_225_600 + number * 86_400) }
      try await database.license(try TestLicence.file(seats: 50, revision: 4, issued: day(2)))
      var grant = try Verifier(trust: .testing).verify(
        try TestLicence.file(seats: 3, revision: 3, issued: day(3)), as: LicenseGrant.self
      ).payload
      grant.corrects = 4
      try await database.license(try TestLicence.sign(grant))
      do {
        try await database.license(try TestLicence.file(seats: 60, revision: 5, issued: day(1)))
        Issue.record("it came back")
      } catch let problem as Problem {
        #expect(problem.code == "license_rollback")
      }
      let row = try await database.observed("select cap from licensing.state").single
      #expect(try row.int("cap") == 3)
      try await database.license(try TestLicence.file(seats: 7, revision: 5, issued: day(4)))
      let after = try await database.observed("select cap from licensing.state").single
      #expect(try after.int("cap") == 7)
    }
  }

  @Test func `and revocations end it on their day, never by an older list`() async throws {
    try await withDatabase { database in
      try await database.license(seats: 5)
      let list = { (number: Int, day: String, serial: String) in
        try TestLicence.sign(
          RevocationList(
            kid: "test", sequence: number, issued: Date(timeIntervalSince1970: 1_767_225_600),
            entries: [
              .init(serial: serial, revision: nil, effective: Day(day)!, reason: "resold")
            ]))
      }
      try await database.license(try list(2, TestDatabase.day(40), "CRM-2026-000001"))
      #expect(try await database.mode() == "WARN")
      await #expect(throws: Problem.self) {
        try await database.license(try list(1, TestDatabase.day(40), "CRM-2026-000777"))
      }
      try await database.license(try list(3, TestDatabase.day(0), "CRM-2026-000001"))
      #expect(try await database.mode() == "READ_ONLY")
      try await database.license(try list(4, TestDatabase.day(0), "CRM-2026-000777"))
      #expect(try await database.mode() == "FULL")
    }
  }

  @Test func `and a list of the test key revokes nothing where real work is done`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) {
        _ = try await $0.execute("update licensing.instance set environment = 'production'")
      }
      let list = RevocationList(
        kid: "test", sequence: 9, issued: Date(timeIntervalSince1970: 1_767_225_600), entries: [])
      await #expect(throws: Problem.self) {
        try await database.license(try TestLicence.sign(list))
      }
      let lists = try await database.observed("select from licensing.revocation_list")
      #expect(lists.count == 0)
    }
  }
}
