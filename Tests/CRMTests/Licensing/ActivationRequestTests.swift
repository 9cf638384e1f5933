import CRM
import Foundation
import License
import Postgres
import Support
import Testing

/// The vendor's side reads what is asked and told by `Verifier`, as `crm-license activate` and `audit` do.
@Suite struct `What an instance tells the vendor` {
  private func request(_ bytes: [UInt8]) throws -> ActivationRequest {
    try Verifier.verifySelfSigned(bytes, as: ActivationRequest.self, key: \.key)
  }

  private func report(_ bytes: [UInt8]) throws -> UsageReport {
    try Verifier.verifySelfSigned(bytes, as: UsageReport.self, key: \.key)
  }

  /// What a command writes by `--output`.
  private func written(_ arguments: [String], _ database: TestDatabase) async throws -> [UInt8] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let run = try await CommandRun(
      ["license"] + arguments + ["--output", file.path, "--database", database.migrator],
      sql: false)
    #expect(run.status == 0, "\(run.output)")
    return Array(try Data(contentsOf: file))
  }

  /// The seat events as the database keeps them: their numbers and hashes.
  private func kept(_ database: TestDatabase) async throws -> [Int: String] {
    let rows = try await database.observed("select seq, hash from licensing.seat_event")
    return Dictionary(
      uniqueKeysWithValues: try rows.map { (try $0.int("seq"), try $0.string("hash")) })
  }

  @Test func `is a request for a licence of its own, signed by its own key`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let reply = try await chief.get("license/request")
      #expect(reply.status == 200, "\(reply.text)")
      #expect(reply[header: "content-type"]?.hasPrefix("text/plain") == true)
      let asked = try request(reply.body)
      #expect(asked.serial == "CRM-2026-000001")
      let row = try await crm.observed(
        """
        select i.instance_id, i.system_identifier::text as cluster, i.database_name, i.hosts[1] as host,
          i.timeline::text as timeline, k.seed, k.instance_id = i.instance_id as is_own
        from licensing.instance as i cross join licensing.self_key as k
        """
      ).single
      let instance = try row.decode("instance_id", as: UUID.self)
      #expect(asked.instance == instance)
      let facts = [
        "system_identifier": try row.string("cluster"),
        "database": try row.string("database_name"), "host": try row.string("host"),
        "timeline": try row.string("timeline"),
      ]
      #expect(asked.facts == facts)
      let key = try #require(SigningKey(kid: SelfSigned.kid, seed: try row.bytes("seed")))
      #expect(asked.key == key.publicKey)
      #expect(try row.bool("is_own"))
      let again = try request(try await written(["request"], crm.database))
      #expect(again.key == asked.key && again.instance == asked.instance)
    }
  }

  @Test func `leaves by who manages the licence alone, and the key by nobody`() async throws {
    try await withCRM { crm in
      for role in [TestCRM.Role.sales, .auditor] {
        for path in ["license/request", "license/usage"] {
          let reply = try await crm.as(role).get(path)
          #expect(reply.status == 403 && reply["permission"]?.string == "license.manage")
        }
        let refused = try await crm.sql(
          crm.as(role), "select licensing.own_seed('\\x00')", "select * from licensing.usage(null)")
        #expect(refused.error?.sqlState == "42501")
      }
      let chief = try await crm.as(.administrator)
      #expect(try await chief.get("license/request").status == 200)
      for statement: SQL in [
        "select * from licensing.self_key", "update licensing.self_key set seed = '\\x00'",
        "delete from licensing.self_key",
      ] {
        let refused = try await crm.sql(chief, statement)
        #expect(refused.error?.sqlState == "42501", "\(statement)")
      }
    }
  }

  @Test func `needs a licence that it can name`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await crm.database.unlicense()
      for path in ["license/request", "license/usage"] {
        let reply = try await chief.get(path)
        #expect(reply.status == 409 && reply.problem == "license_none", "\(reply.text)")
      }
      let run = try await CommandRun(
        ["license", "request", "--database", crm.database.migrator], sql: false)
      #expect(run.status == 1 && run.output.contains("No licence is installed"), "\(run.output)")
    }
  }

  @Test func `is the chain of seat events as the database keeps it`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let sales = try await crm.as(.sales)
      #expect(try await sales.delete("sessions/current", ifMatch: nil).status == 204)
      let told = try report(try await chief.get("license/usage").body)
      #expect(told.serial == "CRM-2026-000001" && told.revision == 1 && told.seats == 100_000)
      #expect(told.chain.after == 0 && told.chain.previous == UsageChain.origin)
      #expect(told.chain.firstBreak == nil)
      #expect(told.chain.events.map(\.kind) == ["admit", "admit", "release"])
      var hashes = told.chain.hashes
      hashes[0] = nil
      let events = try await kept(crm.database)
      #expect(events == hashes)
      let day = try #require(told.days.last)
      #expect(day.maximumHeld == 2 && day.distinctSubjects == 2 && day.denials == 0)
      let asked = try request(try await chief.get("license/request").body)
      #expect(asked.key == told.key && asked.instance == told.instance)
      let command = try report(try await written(["usage"], crm.database))
      #expect(command.chain == told.chain && command.days == told.days)
    }
  }

  @Test func `may be told in stretches that join`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      _ = try await crm.as(.sales)
      let rest = try report(try await chief.get("license/usage?after=1").body)
      let hashes = try await kept(crm.database)
      #expect(rest.chain.after == 1 && rest.chain.previous == hashes[1])
      #expect(rest.chain.events.map(\.number) == [2] && rest.chain.firstBreak == nil)
      let none = try report(try await written(["usage", "--after", "2"], crm.database))
      #expect(none.chain.events.isEmpty && none.chain.previous == hashes[2])
      for (query, code) in [
        ("after=3", "unknown_event"), ("after=-1", "malformed_after"),
        ("after=one", "malformed_after"), ("after=1&after=2", "repeated_parameter"),
        ("since=1", "unknown_parameter"),
      ] {
        let reply = try await chief.get("license/usage?\(query)")
        #expect(reply.status == 400 && reply.problem == code, "\(query): \(reply.text)")
      }
    }
  }

  @Test func `shows an event that was changed`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      _ = try await crm.as(.sales)
      try await crm.arrange("update licensing.seat_event set slot = 7 where seq = 2")
      let told = try report(try await chief.get("license/usage").body)
      #expect(told.chain.firstBreak == 2)
      try await crm.arrange("update licensing.seat_event set slot = 2 where seq = 2")
      let mended = try report(try await chief.get("license/usage").body)
      #expect(mended.chain.firstBreak == nil)
    }
  }

  @Test func `holds no day against a licence that had more seats on it`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      _ = try await crm.as(.sales)
      try await crm.database.license(seats: 1)
      let told = try report(try await chief.get("license/usage").body)
      #expect(told.revision == 2 && told.seats == 1 && told.days.isEmpty)
      try await crm.database.license(seats: 5, revision: 3)
      let more = try report(try await chief.get("license/usage").body)
      #expect(more.seats == 5 && more.days.isEmpty)
    }
  }

  @Test func `is signed by a new key once it is a test copy`() async throws {
    try await withDatabase { database in
      try await withClient(database.service) {
        _ = try await $0.rows("select mode from licensing.judge(md5('here'), true)")
      }
      try await withClient(database.migrator) { client in
        let register = LicenseRegister(client)
        let before = try request(Array(try await register.request().utf8))
        try await withClient(database.migration) {
          _ = try await $0.execute("update licensing.instance set database_oid = 1")
        }
        try await withClient(database.service) {
          _ = try await $0.rows("select mode from licensing.judge(md5('here'), true)")
        }
        try await register.claim("test")
        let after = try request(Array(try await register.request().utf8))
        #expect(before.instance != after.instance && before.key != after.key)
        let again = try request(Array(try await register.request().utf8))
        #expect(again.key == after.key)
      }
      let keys = try await database.observed("select instance_id from licensing.self_key")
      #expect(keys.count == 1)
    }
  }
}
