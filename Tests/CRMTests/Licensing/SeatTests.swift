import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `A seat` {
  /// Signs in as somebody new, or as the person with that number.
  private func signIn(_ crm: TestCRM, _ login: String) async throws -> Reply {
    try await crm.anyone.post(
      "sessions", ["login": .string(login), "password": .string(TestCRM.password)])
  }

  private func held(_ crm: TestCRM) async throws -> [Int] {
    try await crm.observed(
      "select account_id from licensing.seat where slot_no > 0 and lease_until > now() order by 1"
    ).map { try $0.int("account_id") }
  }

  /// People who have not signed in yet.
  private func people(_ crm: TestCRM, _ count: Int, role: String = "sales") async throws {
    try await withClient(crm.database.migration) { client in
      // Who comes many times at once is counted as having failed until his password is known.
      _ = try await client.execute(
        "update access.sign_in_limit set to_login = 1000, from_network = 10000")
      _ = try await client.execute(
        """
        insert into access.account (login, name)
        select 'person-' || n, 'Person ' || n from generate_series(1, \(count)) as n
        """)
      _ = try await client.execute(
        """
        insert into access.password (account_id, hash)
        select id, \(TestCRM.passwordHash) from access.account where login like 'person-%'
        """)
      _ = try await client.execute(
        """
        insert into access.account_role (account_id, role_id)
        select a.id, r.id from access.account as a cross join access.role as r
        where a.login like 'person-%' and r.code = \(role)
        """)
    }
  }

  @Test func `is had by as many as were bought, however many come at once`() async throws {
    try await withCRM { crm in
      try await people(crm, 60)
      try await crm.database.license(seats: 5)
      let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
        for number in 1...60 { group.addTask { try await signIn(crm, "person-\(number)") } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(replies.count { $0.status == 201 } == 5)
      let refused = replies.filter { $0.status == 402 }
      #expect(refused.count == 55)
      for reply in refused {
        #expect(reply.problem == "seats_taken" && reply["seats"]?.int == 5, "\(reply.text)")
        #expect(reply["held"]?.int == 5 && reply["free_at"]?.string != nil)
        #expect(Int(reply[header: "retry-after"] ?? "") ?? 0 > 0)
      }
      #expect(try await held(crm).count == 5)
      let broken = try await crm.arrange("select licensing.broken_seat_event() as seq")
      #expect(try broken.single.intIfPresent("seq") == nil)
    }
  }

  @Test func `is one for one person, however often he signs in`() async throws {
    try await withCRM { crm in
      try await people(crm, 1)
      try await crm.database.license(seats: 5)
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 1...30 { group.addTask { try await signIn(crm, "person-1").status } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.allSatisfy { $0 == 201 })
      #expect(try await held(crm).count == 1)
    }
  }

  @Test func `is free when its holder signs out, and not before his last session ends`()
    async throws
  {
    try await withCRM { crm in
      try await people(crm, 2)
      try await crm.database.license(seats: 1)
      let first = crm.anyone.with(token: try await signIn(crm, "person-1")["token"]?.string)
      let second = crm.anyone.with(token: try await signIn(crm, "person-1")["token"]?.string)
      #expect(try await signIn(crm, "person-2").status == 402)
      #expect(try await first.delete("sessions/current", ifMatch: nil).status == 204)
      #expect(try await signIn(crm, "person-2").status == 402)
      #expect(try await second.delete("sessions/current", ifMatch: nil).status == 204)
      #expect(try await signIn(crm, "person-2").status == 201)
    }
  }

  @Test func `that has lapsed is asked for again by the next request`() async throws {
    try await withCRM { crm in
      try await people(crm, 2)
      try await crm.database.license(seats: 1)
      let person = crm.anyone.with(token: try await signIn(crm, "person-1")["token"]?.string)
      #expect(try await person.get("parties").status == 200)
      try await lapse(crm)
      #expect(try await person.get("parties").status == 200)
      try await lapse(crm)
      let other = crm.anyone.with(token: try await signIn(crm, "person-2")["token"]?.string)
      let refused = try await person.get("parties")
      #expect(refused.status == 402 && refused.problem == "seats_taken", "\(refused.text)")
      #expect(try await other.get("parties").status == 200)
      #expect(try await other.delete("sessions/current", ifMatch: nil).status == 204)
      #expect(try await person.get("parties").status == 200)
    }
  }

  private func lapse(_ crm: TestCRM) async throws {
    try await crm.arrange("update licensing.seat set lease_until = now() where subject is not null")
    try await crm.arrange(
      "update access.session set seat_until = now() where seat_epoch is not null")
  }

  @Test func `is renewed beside a request when half of its time has passed, else not`() async throws
  {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let renewed = {
        try await crm.observed(
          "select extract(epoch from lease_until - now()) > 1700 as answer from licensing.seat where account_id = \(sales.account)"
        ).single.bool("answer")
      }
      try await crm.arrange(
        "update licensing.seat set lease_until = now() + interval '20 minutes' where account_id = \(sales.account)"
      )
      #expect(try await sales.get("parties").status == 200)
      #expect(try await !renewed())
      try await crm.arrange(
        "update access.session set seat_renew_at = now() where account_id = \(sales.account)")
      #expect(try await sales.get("parties").status == 200)
      #expect(try await eventually { try await renewed() })
    }
  }

  @Test func `is taken away with a minute's notice, by who manages the licence`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let sales = try await crm.as(.sales)
      #expect(
        try await sales.delete("license/holders/\(chief.account)", ifMatch: nil).status == 403)
      let holders = try await chief.get("license/holders").data.compactMap { $0["account_id"]?.int }
      #expect(holders.contains(sales.account))
      let reply = try await chief.delete("license/holders/\(sales.account)", ifMatch: nil)
      #expect(reply.status == 200 && reply["free_at"]?.string != nil, "\(reply.text)")
      #expect(try await sales.get("parties").status == 200)
      try await lapse(crm)
      let refused = try await sales.get("parties")
      #expect(refused.status == 402, "\(refused.text)")
      let events = try await crm.observed(
        "select kind from licensing.seat_event where account_id = \(sales.account) order by seq")
      #expect(try events.map { try $0.string("kind") }.contains("force"))
    }
  }

  @Test func `is none for jobs, and none of service accounts`() async throws {
    try await withCRM { crm in
      try await crm.arrange(
        "insert into access.account (login, name, kind) values ('robot', 'Robot', 'service')")
      try await crm.database.license(seats: 1)
      try await crm.arrange(
        """
        select access.open(id, sha256('robot'), 'token', 'Robot', null, now() + interval '1 hour', null, null)
        from access.account where login = 'robot'
        """)
      #expect(try await held(crm) == [])
      let robot = try await crm.observed(
        "select seat_until = 'infinity' as answer from access.session where kind = 'token'")
      #expect(try robot.single.bool("answer"))
    }
  }

  @Test func `is not what limits service accounts, their number is`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await crm.database.license(
        try TestLicence.file(seats: 9, revision: 2, serviceAccounts: 1))
      let robot = { (number: Int) -> JSON in
        ["login": .string("robot-\(number)"), "name": "Robot", "kind": "service"]
      }
      #expect(try await chief.post("accounts", robot(1)).status == 201)
      let refused = try await chief.post("accounts", robot(2))
      #expect(refused.status == 402, "\(refused.text)")
      #expect(refused.problem == "license_service_accounts")
      let count = try await crm.observed("select from access.account where kind = 'service'")
      #expect(count.count == 1)
    }
  }

  @Test func `of a token is its owner's`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.post("me/tokens", ["name": "mine"])
      let program = sales.with(token: made["token"]?.string)
      #expect(try await program.get("parties").status == 200)
      #expect(try await held(crm) == [sales.account])
      #expect(try await sales.delete("sessions/current", ifMatch: nil).status == 204)
      #expect(try await held(crm) == [sales.account])
      try await crm.database.license(seats: 1)
      try await lapse(crm)
      try await people(crm, 1)
      #expect(try await signIn(crm, "person-1").status == 201)
      #expect(try await program.get("parties").status == 402)
    }
  }

  @Test func `is kept by who has one when fewer are bought`() async throws {
    try await withCRM { crm in
      try await people(crm, 6)
      try await crm.database.license(seats: 5)
      var sessions: [TestSession] = []
      for number in 1...5 {
        let reply = try await signIn(crm, "person-\(number)")
        sessions.append(crm.anyone.with(token: reply["token"]?.string))
      }
      try await crm.database.license(seats: 3, revision: 3)
      #expect(try await crm.database.mode() == "WARN")
      for session in sessions { #expect(try await session.get("parties").status == 200) }
      for session in sessions.prefix(2) {
        #expect(try await session.delete("sessions/current", ifMatch: nil).status == 204)
      }
      #expect(try await signIn(crm, "person-6").status == 402)
      #expect(try await sessions[2].delete("sessions/current", ifMatch: nil).status == 204)
      #expect(try await signIn(crm, "person-6").status == 201)
      #expect(try await held(crm).count == 3)
    }
  }

  @Test func `is not needed for the console of who manages the licence`() async throws {
    try await withCRM { crm in
      try await people(crm, 1)
      let chief = try await crm.as(.administrator)
      #expect(try await chief.delete("sessions/current", ifMatch: nil).status == 204)
      try await crm.database.license(seats: 1)
      #expect(try await signIn(crm, "person-1").status == 201)
      let entered = try await signIn(crm, "administrator-office-1")
      #expect(entered.status == 201 && entered["console"]?.bool == true, "\(entered.text)")
      let console = crm.anyone.with(token: entered["token"]?.string)
      #expect(try await console.get("me")["console"]?.bool == true)
      #expect(try await console.get("license")["seats"]?["held"]?.int == 1)
      #expect(try await console.get("license/holders").data.count == 2)
      let export = try await console.get("parties", headers: [("Accept", "text/csv")])
      #expect(export.status == 200, "\(export.text)")
      #expect(try await console.post("parties", ["kind": "company", "name": "Gull"]).status == 403)
      let file = try TestLicence.file(seats: 9, revision: 3)
      let installed = try await console.send(
        "PUT", "license", headers: [("Content-Type", "text/plain")], body: file)
      #expect(installed.status == 200, "\(installed.text)")
      try await lapse(crm)
      #expect(try await console.post("parties", ["kind": "company", "name": "Gull"]).status == 201)
      #expect(try await console.get("me")["console"]?.bool == false)
    }
  }

  @Test func `is one without any licence`() async throws {
    try await withCRM { crm in
      try await people(crm, 2)
      try await crm.database.unlicense()
      #expect(try await crm.database.mode() == "FREE")
      let first = try await signIn(crm, "person-1")
      #expect(first.status == 201)
      let person = crm.anyone.with(token: first["token"]?.string)
      #expect(try await person.post("parties", ["kind": "company", "name": "Gull"]).status == 201)
      let second = try await signIn(crm, "person-2")
      #expect(second.status == 402 && second["seats"]?.int == 1)
    }
  }

  @Test func `is not given under an isolation that does not see others`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) { client in
        _ = try await client.execute(
          "insert into access.account (login, name) values ('boris', 'B')")
        await #expect(throws: DatabaseError.self) {
          try await client.transaction { transaction in
            try await transaction.execute("set transaction isolation level repeatable read")
            _ = try await transaction.rows("select slot from licensing.admit(1)")
          }
        }
      }
    }
  }
}
