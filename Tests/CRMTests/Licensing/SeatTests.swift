import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `A seat` {
  private func held(_ crm: TestCRM) async throws -> [Int] {
    try await crm.observed(
      "select account_id from licensing.seat where slot_no > 0 and lease_until > now() order by 1"
    ).map { try $0.int("account_id") }
  }

  @Test func `is free when its holder signs out, and not before his last session ends`()
    async throws
  {
    try await withCRM { crm in
      try await crm.database.people(2, role: "sales")
      try await crm.database.license(seats: 1)
      let first = crm.anyone.with(token: try await crm.anyone.signIn("person-1")["token"]?.string)
      let second = crm.anyone.with(token: try await crm.anyone.signIn("person-1")["token"]?.string)
      #expect(try await crm.anyone.signIn("person-2").status == 402)
      #expect(try await first.delete("sessions/current", ifMatch: nil).status == 204)
      #expect(try await crm.anyone.signIn("person-2").status == 402)
      #expect(try await second.delete("sessions/current", ifMatch: nil).status == 204)
      #expect(try await crm.anyone.signIn("person-2").status == 201)
    }
  }

  @Test func `that has lapsed is asked for again by the next request`() async throws {
    try await withCRM { crm in
      try await crm.database.people(2, role: "sales")
      try await crm.database.license(seats: 1)
      let person = crm.anyone.with(token: try await crm.anyone.signIn("person-1")["token"]?.string)
      #expect(try await person.get("parties").status == 200)
      try await lapse(crm)
      #expect(try await person.get("parties").status == 200)
      try await lapse(crm)
      let other = crm.anyone.with(token: try await crm.anyone.signIn("person-2")["token"]?.string)
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

  /// What a clock leaves behind that ran ten years ahead and was put right.
  @Test func `that was lent under a wrong clock is given back, and a session on it asks anew`()
    async throws
  {
    try await withCRM { crm in
      try await crm.database.people(2, role: "sales")
      try await crm.database.license(seats: 1)
      let person = crm.anyone.with(token: try await crm.anyone.signIn("person-1")["token"]?.string)
      #expect(try await person.get("parties").status == 200)
      try await crm.arrange(
        """
        update licensing.seat set lease_until = now() + interval '10 years'
        where subject is not null
        """)
      try await crm.arrange(
        """
        update access.session set seat_until = now() + interval '10 years', seat_renew_at = 'infinity'
        where seat_epoch is not null
        """)
      let heldNow = try await crm.arrange("select licensing.held(clock_timestamp()) as held")
      #expect(try heldNow.single.int("held") == 0)
      let other = crm.anyone.with(token: try await crm.anyone.signIn("person-2")["token"]?.string)
      #expect(try await other.get("parties").status == 200)
      let refused = try await person.get("parties")
      #expect(refused.status == 402 && refused.problem == "seats_taken", "\(refused.text)")
      #expect(refused["held"]?.int == 1)
      #expect(try await other.delete("sessions/current", ifMatch: nil).status == 204)
      #expect(try await person.get("parties").status == 200)
      let left = try await crm.observed(
        """
        select lease_until < now() + interval '1 hour' as answer from licensing.seat
        where subject is not null
        """)
      #expect(try left.single.bool("answer"))
      #expect(try await crm.database.chainFaults() == [])
    }
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
      try await crm.database.people(1, role: "sales")
      #expect(try await crm.anyone.signIn("person-1").status == 201)
      #expect(try await program.get("parties").status == 402)
    }
  }

  @Test func `is kept by who has one when fewer are bought`() async throws {
    try await withCRM { crm in
      try await crm.database.people(6, role: "sales")
      try await crm.database.license(seats: 5)
      var sessions: [TestSession] = []
      for number in 1...5 {
        let reply = try await crm.anyone.signIn("person-\(number)")
        sessions.append(crm.anyone.with(token: reply["token"]?.string))
      }
      try await crm.database.license(seats: 3, revision: 3)
      #expect(try await crm.database.mode() == "WARN")
      for session in sessions { #expect(try await session.get("parties").status == 200) }
      for session in sessions.prefix(2) {
        #expect(try await session.delete("sessions/current", ifMatch: nil).status == 204)
      }
      #expect(try await crm.anyone.signIn("person-6").status == 402)
      #expect(try await sessions[2].delete("sessions/current", ifMatch: nil).status == 204)
      #expect(try await crm.anyone.signIn("person-6").status == 201)
      #expect(try await held(crm).count == 3)
    }
  }

  @Test func `is not needed for the console of who manages the licence`() async throws {
    try await withCRM { crm in
      try await crm.database.people(1, role: "sales")
      let chief = try await crm.as(.administrator)
      #expect(try await chief.delete("sessions/current", ifMatch: nil).status == 204)
      try await crm.database.license(seats: 1)
      #expect(try await crm.anyone.signIn("person-1").status == 201)
      let entered = try await crm.anyone.signIn("administrator-office-1")
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
      try await crm.database.people(2, role: "sales")
      try await crm.database.unlicense()
      #expect(try await crm.database.mode() == "FREE")
      let first = try await crm.anyone.signIn("person-1")
      #expect(first.status == 201)
      let person = crm.anyone.with(token: first["token"]?.string)
      #expect(try await person.post("parties", ["kind": "company", "name": "Gull"]).status == 201)
      let second = try await crm.anyone.signIn("person-2")
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
