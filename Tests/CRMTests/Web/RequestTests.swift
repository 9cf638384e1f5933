import CRM
import Support
import Testing

@Suite struct `What a request may be` {
  @Test func `a problem has the members of RFC 9457 in the language asked for`() async throws {
    try await withCRM { crm in
      let reply = try await crm.anyone.get(
        "me", headers: [("Accept-Language", "fr, ru;q=0.9, en;q=0.1"), ("X-Request-Id", "abc-1")])
      #expect(reply.status == 401 && reply.problem == "unauthenticated")
      #expect(reply[header: "www-authenticate"] == "Bearer")
      #expect(reply[header: "content-language"] == "ru" && reply[header: "x-request-id"] == "abc-1")
      #expect(reply["type"]?.string == "/problems/unauthenticated" && reply["status"]?.int == 401)
      #expect(reply["title"]?.string == "Сначала войдите")
      #expect(reply["request_id"]?.string == "abc-1")
    }
  }

  private static let unsound: [String] = [
    "a b", "<x>", String(repeating: "x", count: 65), "\"quote",
  ]

  @Test func `an unsound request id is replaced`() async throws {
    try await withCRM { crm in
      await each(Self.unsound) { id in
        let reply = try await crm.anyone.get("/livez", headers: [("X-Request-Id", id)])
        #expect(reply.status == 200 && reply[header: "x-request-id"] != id, "\(id)")
      }
    }
  }

  private static let broken: [String] = [
    "parties?name=%ZZ", "parties?name=%C3%28", "parties?name=%00", "parties/%", "parties/%2",
    "parties/1%00", "parties?%FF=1",
  ]

  @Test func `a broken escape is told`() async throws {
    try await withCRM { crm in
      await each(Self.broken) { path in
        let reply = try await crm.as(.sales).get(path)
        #expect(reply.status == 400 && reply.problem == "malformed_url", "\(path)")
      }
    }
  }

  @Test func `a long query is told`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.sales).get("parties?q=" + String(repeating: "a", count: 9000))
      #expect(reply.status == 400 && reply.problem == "query_too_long")
    }
  }

  private static let types: [(type: String, status: Int)] = [
    ("text/plain", 415), ("application/x-www-form-urlencoded", 415),
    ("application/json; charset=windows-1251", 415), ("application/json;charset=UTF-8", 401),
    ("Application/JSON", 401),
  ]

  @Test func `a body has a type that is taken`() async throws {
    try await withCRM { crm in
      await each(Self.types) { type, status in
        let body: JSON = ["login": "nobody", "password": "wrong wrong wrong"]
        let reply = try await crm.anyone.post("sessions", body, headers: [("Content-Type", type)])
        #expect(reply.status == status, "\(type)")
      }
    }
  }

  @Test func `a compressed body is refused`() async throws {
    try await withCRM { crm in
      let reply = try await crm.anyone.post(
        "sessions", [:], headers: [("Content-Encoding", "gzip")])
      #expect(reply.status == 415 && reply[header: "accept-encoding"] == "identity")
    }
  }

  private static let forms: [(accept: String, status: Int)] = [
    ("application/xml", 406), ("application/json;q=0", 406), ("text/html, */*;q=0.1", 200),
    ("application/*", 200), ("application/json", 200),
  ]

  @Test func `an answer has a form that is wanted`() async throws {
    try await withCRM { crm in
      await each(Self.forms) { accept, status in
        let reply = try await crm.as(.sales).get("me", headers: [("Accept", accept)])
        #expect(reply.status == status, "\(accept)")
      }
    }
  }

  @Test func `a large body is refused before it is read`() async throws {
    try await withCRM { crm in
      let reply = try await crm.anyone.send(
        "POST", "sessions", body: Array(repeating: 0x20, count: 10_000_000))
      #expect(reply.status == 413 && reply.problem == "body_too_large")
    }
  }
}
