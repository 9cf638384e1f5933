import CRM
import Support
import Testing

@Suite struct `Sessions` {
  private func again(_ person: TestSession, _ crm: TestCRM) async throws -> TestSession {
    let login = try await person.get("me")["login"] ?? .null
    let reply = try await crm.anyone.post(
      "sessions", ["login": login, "password": "correct horse battery"])
    return person.with(token: reply["token"]?.string)
  }

  private static let unknown: [String] = [
    "", "crm_", "x", String(repeating: "a", count: 5000), "crm_' or 1=1 --",
  ]

  @Test func `an unknown token is nobody`() async throws {
    try await withCRM { crm in
      await each(Self.unknown) { token in
        let reply = try await crm.anyone.with(token: token).get("me")
        #expect(reply.status == 401 && reply.problem == "unauthenticated", "\(token.prefix(40))")
      }
    }
  }

  @Test func `signing out ends this session and no other`() async throws {
    try await withCRM { crm in
      let first = try await crm.as(.sales)
      let second = try await again(first, crm)
      #expect(try await second.send("DELETE", "sessions/current").status == 204)
      #expect(try await second.get("me").status == 401)
      #expect(try await first.get("me").status == 200)
    }
  }

  @Test func `signing out everywhere ends all`() async throws {
    try await withCRM { crm in
      let first = try await crm.as(.sales)
      let second = try await again(first, crm)
      #expect(try await second.get("me").status == 200)
      #expect(try await first.send("DELETE", "sessions").status == 204)
      #expect(try await first.get("me").status == 401)
      #expect(try await second.get("me").status == 401)
    }
  }

  @Test func `one ends a session of one's own, an administrator any, others none`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let other = try await crm.as(.purchasing)
      let id = try await sales.get("me")["session_id"]?.int ?? 0
      #expect(try await other.send("DELETE", "sessions/\(id)").status == 404)
      #expect(try await sales.get("me").status == 200)
      #expect(try await crm.as(.administrator).send("DELETE", "sessions/\(id)").status == 204)
      #expect(try await sales.get("me").status == 401)
    }
  }

  @Test func `nobody reads a token's hash or the context`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.administrator).get("sessions")
      #expect(reply.status == 200 && !reply.data.isEmpty)
      for hidden in ["token_hash", "may_read", "team", "context_until"] {
        #expect(reply.data.allSatisfy { $0[hidden] == nil })
      }
      #expect(try await crm.as(.sales).get("sessions").status == 403)
    }
  }

  @Test func `a session ends by itself`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      #expect(try await sales.get("me").status == 200)
      try await crm.arrange(
        "update access.session set created_at = now() - interval '2 h', expires_at = now() - interval '1 s' returning id"
      )
      #expect(try await sales.get("me").status == 401)
    }
  }
}
