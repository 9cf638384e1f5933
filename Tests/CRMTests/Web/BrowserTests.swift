import CRM
import Support
import Testing

@Suite struct `Browsers` {
  private let page = "https://crm.example.org"

  private func cookie(_ crm: TestCRM) async throws -> String {
    let person = try await crm.as(.sales)
    return "__Host-crm=\(person.token ?? "")"
  }

  @Test func `a token may come as a cookie that scripts cannot read`() async throws {
    try await withCRM { crm in
      _ = try await crm.as(.sales)
      let reply = try await crm.anyone.post(
        "sessions",
        ["login": "sales-sales-1", "password": "correct horse battery", "cookie": true])
      let cookie = reply[header: "set-cookie"] ?? ""
      #expect(reply.status == 201 && reply["token"] == nil)
      #expect(cookie.hasPrefix("__Host-crm=crm_"))
      for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
        #expect(cookie.contains("; \(part)"))
      }
      let pair = String(cookie.prefix { $0 != ";" })
      let me = try await crm.anyone.get("me", headers: [("Cookie", "a=b; \(pair)")])
      #expect(me.status == 200)
      let out = try await crm.anyone.send(
        "DELETE", "sessions/current",
        headers: [("Cookie", pair), ("Origin", "http://127.0.0.1:\(crm.port)")])
      #expect(out.status == 204 && out[header: "set-cookie"]?.contains("Max-Age=0") == true)
    }
  }

  private static let origins: [String?] = [nil, "null", "https://evil.example.org"]

  @Test func `a foreign page changes nothing with the cookie`() async throws {
    try await withCRM { crm in
      await each(Self.origins) { origin in
        let headers = [("Cookie", try await cookie(crm))] + (origin.map { [("Origin", $0)] } ?? [])
        let reply = try await crm.anyone.send("DELETE", "sessions/current", headers: headers)
        #expect(reply.status == 403 && reply.problem == "foreign_origin", "\(origin ?? "none")")
        #expect(try await crm.as(.sales).get("me").status == 200, "\(origin ?? "none")")
      }
    }
  }

  private static let foreign: [[(String, String)]] = [
    [("Origin", "https://evil.example.org")], [("Origin", "null")],
    [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")],
    [("Origin", "https://evil.example.org"), ("Sec-Fetch-Site", "same-origin")],
  ]

  @Test func `a foreign page signs nobody in with a cookie`() async throws {
    try await withCRM { crm in
      await each(Self.foreign) { headers in
        _ = try await crm.as(.sales)
        let before = try await crm.observed("select id from access.session").count
        let body: JSON = [
          "login": "sales-sales-1", "password": "correct horse battery", "cookie": true,
        ]
        let reply = try await crm.anyone.post("sessions", body, headers: headers)
        #expect(
          reply.status == 403 && reply.problem == "foreign_origin", "\(headers): \(reply.text)")
        #expect(reply[header: "set-cookie"] == nil, "\(headers)")
        #expect(
          try await crm.observed("select id from access.session").count == before, "\(headers)")
      }
    }
  }

  @Test func `its own pages and allowed ones sign in with a cookie`() async throws {
    try await withCRM(.set(\.origins, [page])) { crm in
      _ = try await crm.as(.sales)
      let body: JSON = [
        "login": "sales-sales-1", "password": "correct horse battery", "cookie": true,
      ]
      let own = "http://127.0.0.1:\(crm.port)"
      for headers in [
        [("Origin", own), ("Sec-Fetch-Site", "same-origin")], [("Sec-Fetch-Site", "none")],
        [("Origin", page), ("Sec-Fetch-Site", "cross-site")],
      ] {
        let reply = try await crm.anyone.post("sessions", body, headers: headers)
        #expect(reply.status == 201 && reply[header: "set-cookie"] != nil, "\(reply.text)")
      }
    }
  }

  @Test func `other origins call only when they are allowed`() async throws {
    try await withCRM(.set(\.origins, [page])) { crm in
      let known = try await crm.anyone.get("/livez", headers: [("Origin", page)])
      #expect(known[header: "access-control-allow-origin"] == page)
      let foreign = try await crm.anyone.get("/livez", headers: [("Origin", "https://evil.org")])
      #expect(foreign[header: "access-control-allow-origin"] == nil)
      #expect(foreign[header: "vary"] == "Origin")
      let preflight = try await crm.anyone.send(
        "OPTIONS", "parties",
        headers: [("Origin", page), ("Access-Control-Request-Method", "POST")])
      #expect(preflight.status == 204)
      #expect(preflight[header: "access-control-allow-methods"]?.contains("POST") == true)
    }
  }
}
