import CRM
import Support
import Testing

@Suite struct `A service that only reads` {
  @Test(arguments: ["crm_reader", "crm_limited"])
  func `says so to who writes, and answers who reads`(role: String) async throws {
    try await withCRM { writing in
      let sales = try await writing.as(.sales)
      let made = try await sales.create("parties", ["kind": "company", "name": "Gull"])
      let id = try #require(made["id"]?.int)
      let change = Change.set(\.database, writing.database.conninfo(as: role))
      try await withCRM(on: writing.database, change) { reading in
        let reader = reading.anyone.with(token: sales.token)
        #expect(try await reader.get("parties/\(id)").status == 200)
        let replies = [
          try await reader.post("parties", ["kind": "company", "name": "Tern"]),
          try await reader.patch("parties/\(id)", ["name": "Tern"]),
          try await reader.delete("parties/\(id)"),
        ]
        for reply in replies {
          #expect(reply.status == 503 && reply.problem == "read_only", "\(reply.text)")
          #expect(reply.text.contains("service that writes"))
        }
      }
      #expect(try await sales.get("parties/\(id)")["name"]?.string == "Gull")
    }
  }

  @Test(arguments: [("crm_limited", 200, 1), ("crm_reader", 503, 0)])
  func `takes nothing out that it cannot enter in the log`(
    role: String, status: Int, lines: Int
  ) async throws {
    try await withCRM { writing in
      let chief = try await writing.as(.administrator)
      let change = Change.set(\.database, writing.database.conninfo(as: role))
      try await withCRM(on: writing.database, change) { reading in
        let reader = reading.anyone.with(token: chief.token)
        let reply = try await reader.get("parties", headers: [("Accept", "text/csv")])
        #expect(reply.status == status, "\(reply.text)")
        if status != 200 { #expect(reply.problem == "read_only" && !reply.text.contains("id,")) }
      }
      let found = try await writing.observed("select from system.export where outcome = 'done'")
      #expect(found.count == lines)
    }
  }

  @Test func `says so to who signs in on a standby's log-in`() async throws {
    try await withDatabase { database in
      try await withCRM(on: database, .set(\.database, database.reader)) { reading in
        let reply = try await reading.anyone.post(
          "sessions", ["login": "admin", "password": "correct horse battery"])
        #expect(reply.status == 503 && reply.problem == "read_only", "\(reply.text)")
      }
    }
  }
}
