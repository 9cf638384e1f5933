import CRM
import Support
import Testing

@Suite struct `API tokens` {
  @Test func `a token has only the rights it was narrowed to`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.post(
        "me/tokens", ["name": "Site", "permissions": ["parties.read"], "days": 30])
      #expect(made.status == 201 && made[header: "cache-control"] == "no-store")
      let token = sales.with(token: made["token"]?.string)
      #expect(try await token.get("parties").status == 200)
      let refused = try await token.get("contacts")
      #expect(refused.status == 403 && refused["permission"]?.string == "contacts.read")
      let me = try await token.get("me")
      #expect(me["permissions"]?.object?.count == 1)
    }
  }

  @Test func `a token never has more than its owner`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.sales).post(
        "me/tokens", ["name": "Site", "permissions": ["parties.read", "accounts.lock"]])
      #expect(reply.status == 422 && reply.pointers == ["/permissions/1"])
    }
  }

  @Test func `a token opens no tokens, changes no password and ends no other session`()
    async throws
  {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.post("me/tokens", ["name": "All"])
      let token = sales.with(token: made["token"]?.string)
      let more = try await token.post("me/tokens", ["name": "More"])
      #expect(more.status == 403 && more.problem == "session_required")
      let password = try await token.put(
        "me/password", ["current": "correct horse battery", "new": "another horse battery"])
      #expect(password.status == 403 && password.problem == "session_required")
      let list = try await token.get("me/tokens")
      #expect(list.status == 403 && list.problem == "session_required")
      _ = try await token.send("DELETE", "sessions")
      #expect(try await sales.get("me").status == 200)
    }
  }

  @Test func `tokens are listed without their secret, and ended`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.post("me/tokens", ["name": "Site", "days": 1])
      let list = try await sales.get("me/tokens")
      #expect(list.data.map { $0["name"]?.string } == ["Site"] && list.data.first?["token"] == nil)
      #expect(list.data.first?["expires_at"] == made["expires_at"])
      #expect(try await crm.as(.purchasing).get("me/tokens").data.isEmpty)
      let path = "me/tokens/\(made.id)"
      #expect(try await crm.as(.purchasing).send("DELETE", path).status == 404)
      #expect(try await sales.send("DELETE", path).status == 204)
      #expect(try await sales.with(token: made["token"]?.string).get("me").status == 401)
      #expect(try await sales.send("DELETE", path).status == 404)
    }
  }

  private static let impossible: [String] = [
    "{}", "{\"name\":\"\"}", "{\"name\":\"a\",\"days\":0}", "{\"name\":\"a\",\"days\":\"1\"}",
    "{\"name\":\"a\",\"permissions\":\"all\"}", "{\"name\":\"a\",\"days\":9223372036854775808}",
    "{\"name\":\"a\",\"admin\":true}",
  ]

  @Test func `what cannot be is told by its field`() async throws {
    try await withCRM { crm in
      await each(Self.impossible) { body in
        let reply = try await crm.as(.sales).send("POST", "me/tokens", body: Array(body.utf8))
        #expect(reply.status == 422 && !reply.pointers.isEmpty, "\(body): \(reply.text)")
      }
    }
  }
}
