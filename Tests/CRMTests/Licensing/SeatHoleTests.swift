import CRM
import Foundation
import Postgres
import Support
import Testing

/// What would leave somebody at work without a seat, or take it from him while he works.
@Suite struct `A seat and the sessions on it` {
  private static func open(_ token: String) -> SQL {
    """
    select access.open(a.id, sha256(\(Array(token.utf8))), 'session', \(token), null,
      now() + interval '1 hour', null, null) as id
    from access.account as a where a.login = 'person-1'
    """
  }

  private static func close(_ token: String) -> SQL {
    "delete from access.session where token_hash = sha256(\(Array(token.utf8)))"
  }

  /// Ends the session `first` while `body` is not yet committed.
  private func signOut(_ database: TestDatabase, beside body: SQL) async throws {
    try await withClient(database.migration) { leaving in
      let left = try await withClient(database.migration) { coming in
        try await coming.transaction { transaction in
          _ = try await transaction.rows(body)
          let leave = Task { try await leaving.rows(Self.close("first")) }
          let isHeld = try await eventually { try await database.blocked() == 1 }
          #expect(isHeld)
          return leave
        }
      }
      _ = try await left.value
    }
  }

  @Test func `stay when one session ends while another is opened`() async throws {
    try await withDatabase { database in
      try await database.people(1)
      try await withClient(database.migration) { _ = try await $0.rows(Self.open("first")) }
      try await signOut(database, beside: Self.open("second"))
      #expect(try await database.holders() == ["person-1"])
      #expect(try await database.seatEvents("release") == 0)
    }
  }

  @Test func `stay when one session ends while one that has lapsed takes its seat again`()
    async throws
  {
    try await withDatabase { database in
      try await database.people(1)
      try await withClient(database.migration) { client in
        _ = try await client.batch([Self.open("first"), Self.open("second")])
        _ = try await client.execute(
          """
          update access.session set seat_until = now()
          where token_hash = sha256(\(Array("second".utf8)))
          """)
      }
      try await signOut(
        database,
        beside: """
          select access.reseat(id) from access.session
          where token_hash = sha256(\(Array("second".utf8)))
          """)
      #expect(try await database.holders() == ["person-1"])
      #expect(try await database.seatEvents("release") == 0)
    }
  }

  @Test func `are given back when the last two end at once`() async throws {
    try await withDatabase { database in
      try await database.people(1)
      try await withClient(database.migration) { client in
        _ = try await client.batch([Self.open("first"), Self.open("second")])
      }
      try await signOut(database, beside: Self.close("second"))
      #expect(try await database.holders() == [])
      #expect(try await database.chainFaults() == [])
    }
  }

  @Test func `end together, though a shorter lease was set meanwhile`() async throws {
    try await withCRM { crm in
      try await crm.database.people(2, role: "sales")
      try await crm.database.license(seats: 2)
      let chief = try await crm.as(.administrator)
      #expect(try await chief.put("license/lease", ["minutes": 240]).status == 200)
      let first = crm.anyone.with(token: try await crm.anyone.signIn("person-1")["token"]?.string)
      #expect(try await first.get("parties").status == 200)
      #expect(try await chief.put("license/lease", ["minutes": 10]).status == 200)
      #expect(try await crm.anyone.signIn("person-1").status == 201)
      // As after the end of the short lease; the first session has been told of four hours.
      let outlives = try await crm.observed(
        """
        select max(s.seat_until) <= t.lease_until and t.lease_until > now() + interval '3 hours' as answer
        from access.session as s
        join licensing.seat as t on t.account_id = s.account_id
        join access.account as a on a.id = s.account_id
        where a.login = 'person-1' group by t.lease_until
        """)
      #expect(try outlives.single.bool("answer"))
      #expect(try await crm.anyone.signIn("person-2").status == 402)
    }
  }

  /// Tokens of a program need no seat; a person's do.
  @Test func `are judged anew when a person becomes a program, and back`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let sales = try await crm.as(.sales)
      let path = "accounts/\(sales.account)"
      #expect(try await chief.patch(path, ["kind": "service"]).status == 200)
      #expect(try await sales.get("parties").status == 401)
      #expect(try await crm.database.holders() == ["administrator-office-1"])
      try await crm.arrange(
        """
        select access.open(\(sales.account), sha256('program'), 'token', 'Program', null,
          now() + interval '1 hour', null, null)
        """)
      let free = try await crm.observed(
        "select from access.session where name = 'Program' and seat_until = 'infinity'")
      #expect(free.count == 1)
      #expect(try await chief.patch(path, ["kind": "person"]).status == 200)
      let left = try await crm.observed("select from access.session where name = 'Program'")
      #expect(left.isEmpty)
    }
  }

  @Test func `of the console end when another has signed in to it`() async throws {
    try await withCRM { crm in
      try await crm.database.people(1, role: "sales")
      let (first, second) = (
        try await crm.as(.administrator), try await crm.as(.administrator, number: 2)
      )
      for session in [first, second] {
        #expect(try await session.delete("sessions/current", ifMatch: nil).status == 204)
      }
      try await crm.database.license(seats: 1)
      #expect(try await crm.anyone.signIn("person-1").status == 201)
      let entered = try await crm.anyone.signIn("administrator-office-1")
      #expect(entered["console"]?.bool == true, "\(entered.text)")
      let former = crm.anyone.with(token: entered["token"]?.string)
      #expect(try await former.get("license").status == 200)
      let taken = try await crm.anyone.signIn("administrator-office-2")
      #expect(taken["console"]?.bool == true, "\(taken.text)")
      let latter = crm.anyone.with(token: taken["token"]?.string)
      #expect(try await latter.get("license").status == 200)
      // Nor does it take the console back; only who signs in does.
      #expect(try await former.get("license").status == 402)
      #expect(try await latter.get("license").status == 200)
      #expect(try await crm.anyone.signIn("administrator-office-1").status == 201)
      #expect(try await latter.get("license").status == 402)
    }
  }
}
