import CRM
import Support
import Testing

@Suite struct `An ETag` {
  private func get(_ session: TestSession, _ path: String, has etag: String) async throws -> Reply {
    try await session.get(path, headers: [("If-None-Match", etag)])
  }

  @Test func `saves the body while nothing has changed`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.create("parties", ["name": "Firm"])
      let path = "parties/\(made.id)"
      for sent in [made.etag, "W/\(made.etag)", "\"x\", \(made.etag)", "*"] {
        let same = try await get(sales, path, has: sent)
        #expect(same.status == 304 && same.body.isEmpty && same.etag == made.etag, "\(sent)")
      }
      #expect(try await get(sales, path, has: "\"v9\"").status == 200)
      try await sales.patch(path, ["rating": 5]).expect(200)
      let new = try await get(sales, path, has: made.etag)
      #expect(new.status == 200 && new["rating"] == 5)
    }
  }

  @Test func `changes with an owned list`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.create("parties", ["name": "Firm"])
      let path = "parties/\(made.id)"
      let channel = try await sales.create(
        "channels", ["party_id": .number("\(made.id)"), "kind": "email", "value": "a@a.example"])
      let first = try await get(sales, path, has: made.etag)
      #expect(first.status == 200 && first["channels"]?.array?.count == 1)
      try await sales.patch("channels/\(channel.id)", ["value": "b@a.example"]).expect(200)
      #expect(try await get(sales, path, has: first.etag).status == 200)
    }
  }

  @Test func `tells nothing of what is hidden`() async throws {
    try await withCRM { crm in
      let made = try await crm.as(.purchasing).create("parties", ["name": "Theirs"])
      let reply = try await get(try await crm.as(.sales), "parties/\(made.id)", has: "*")
      #expect(reply.status == 404)
    }
  }
}

extension Reply {
  /// Records a fault of the test unless the status is this one.
  func expect(_ status: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(self.status == status, "\(text)", sourceLocation: sourceLocation)
  }
}
