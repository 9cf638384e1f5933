import CRM
import Support
import Testing

@Suite struct `Many at once` {
  @Test func `only one of twenty patches of a version is taken`() async throws {
    try await withCRM(.set(\.connections, 8)) { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.create("parties", ["name": "Start"])
      let replies = try await together(20) { number in
        try await sales.patch(
          "parties/\(made.id)", ["name": .string("Name \(number)")], ifMatch: made.etag)
      }
      let taken = replies.filter { $0.status == 200 }
      #expect(taken.count == 1)
      for reply in replies where reply.status != 200 {
        #expect(reply.status == 412 && reply.problem == "stale_version", "\(reply.text)")
        #expect(reply["current"]?["name"] == taken.first?["name"])
      }
      let row = try await crm.observed("select name, version from clients.party")[0]
      #expect(try row.int("version") == 2 && .string(row.string("name")) == taken.first?["name"])
      let changes = try await crm.observed(
        "select id from audit.change where table_name = 'clients.party' and action = 'update'")
      #expect(changes.count == 1)
    }
  }

  @Test func `only one of twenty patches of a list is taken`() async throws {
    try await withCRM(.set(\.connections, 8)) { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.create("parties", ["name": "Start"])
      let replies = try await together(20) { number in
        try await sales.patch(
          "parties/\(made.id)",
          ["channels": [["kind": "email", "value": .string("a\(number)@a.example")]]],
          ifMatch: made.etag)
      }
      #expect(replies.count { $0.status == 200 } == 1)
      #expect(replies.count { $0.status == 412 } == 19)
      #expect(try await crm.observed("select id from clients.channel").count == 1)
    }
  }

  @Test func `only one of twenty may have a code that is unique`() async throws {
    try await withCRM(.set(\.connections, 8)) { crm in
      let sales = try await crm.as(.sales)
      let replies = try await together(20) { number in
        try await sales.post("parties", ["name": .string("Name \(number)"), "code": "same"])
      }
      #expect(replies.count { $0.status == 201 } == 1)
      #expect(replies.allSatisfy { $0.status == 201 || $0.pointers == ["/code"] })
      #expect(try await crm.observed("select id from clients.party").count == 1)
    }
  }

  @Test func `only one of twenty deletions of a version succeeds`() async throws {
    try await withCRM(.set(\.connections, 8)) { crm in
      let chief = try await crm.as(.headOfDepartment)
      let made = try await chief.create("parties", ["name": "Start"])
      let replies = try await together(20) { _ in
        try await chief.delete("parties/\(made.id)", ifMatch: made.etag)
      }
      #expect(replies.count { $0.status == 204 } == 1)
      #expect(replies.count { $0.status == 404 } == 19)
      let changes = try await crm.observed(
        "select id from audit.change where table_name = 'clients.party' and action = 'delete'")
      #expect(changes.count == 1)
    }
  }
}

/// Does the same many times at once.
func together(
  _ times: Int, _ body: @escaping @Sendable (Int) async throws -> Reply
) async throws -> [Reply] {
  try await withThrowingTaskGroup(of: Reply.self) { group in
    for number in 1...times { group.addTask { try await body(number) } }
    var replies: [Reply] = []
    for try await reply in group { replies.append(reply) }
    return replies
  }
}
