import CRM
import Support
import Testing

@Suite struct `Signing in` {
  private let password: JSON = "correct horse battery"
  private let wrong: JSON = "wrong horse battery"

  @Test func `login and password give a token that ends`() async throws {
    try await withCRM { crm in
      _ = try await crm.as(.sales)
      let reply = try await crm.anyone.post(
        "sessions", ["login": "SALES-sales-1", "password": password])
      #expect(reply.status == 201 && reply[header: "cache-control"] == "no-store")
      #expect(reply["token"]?.string?.wholeMatch(of: /crm_[0-9A-Za-z]{43}/) != nil)
      #expect(reply["expires_at"]?.string?.hasSuffix("Z") == true)
      let me = try await crm.anyone.with(token: reply["token"]?.string).get("me")
      #expect(me.status == 200 && me["login"]?.string == "sales-sales-1")
      #expect(me["permissions"]?["parties.read"]?.string == "department")
    }
  }

  @Test func `the database keeps no token, only its hash`() async throws {
    try await withCRM { crm in
      let token = try await crm.as(.sales).token ?? ""
      let rows = try await crm.observed("select to_jsonb(s)::text as row from access.session as s")
      let text = try rows.map { try $0.string("row") }.joined()
      #expect(!text.contains(token) && text.contains(Digest.sha256(token.utf8)))
    }
  }

  @Test func `a wrong password and an unknown login are answered alike`() async throws {
    try await withCRM { crm in
      _ = try await crm.as(.sales)
      let known = try await crm.anyone.post(
        "sessions", ["login": "sales-sales-1", "password": wrong],
        headers: [("X-Request-Id", "same")])
      let unknown = try await crm.anyone.post(
        "sessions", ["login": "nobody", "password": wrong], headers: [("X-Request-Id", "same")])
      #expect(known.status == 401 && known.problem == "wrong_credentials")
      #expect(known.text == unknown.text && known.status == unknown.status)
      #expect(known[header: "www-authenticate"] == "Bearer")
      #expect(known[header: "ratelimit-policy"] != nil)
    }
  }

  private static let malformed: [String] = [
    "{", "[]", "{\"login\":1}", "{\"login\":\"a\"}", "null", "", "{\"a\":\"\\u0000\"}",
  ]

  @Test func `a body of another form names what is wrong`() async throws {
    try await withCRM { crm in
      await each(Self.malformed) { body in
        let reply = try await crm.anyone.send("POST", "sessions", body: Array(body.utf8))
        #expect(
          [400, 422].contains(reply.status) && reply.problem != nil, "\(body): \(reply.text)")
      }
    }
  }

  @Test func `after ten failures one waits, but not on a device that is known`() async throws {
    try await withCRM { crm in
      _ = try await crm.as(.sales)
      let known: JSON = "a secret of this laptop"
      let first = try await crm.anyone.post(
        "sessions", ["login": "sales-sales-1", "password": password, "device": known])
      #expect(first.status == 201)
      for _ in 0..<10 {
        let failed = try await crm.anyone.post(
          "sessions", ["login": "sales-sales-1", "password": wrong])
        #expect(failed.status == 401)
      }
      let refused = try await crm.anyone.post(
        "sessions", ["login": "sales-sales-1", "password": password])
      #expect(refused.status == 429 && refused.problem == "too_many_attempts")
      let wait = Int(refused[header: "retry-after"] ?? "") ?? 0
      #expect((1...900).contains(wait))
      #expect(refused[header: "ratelimit"] == "\"sign-in\";r=0;t=\(wait)")
      let rightful = try await crm.anyone.post(
        "sessions", ["login": "sales-sales-1", "password": password, "device": known])
      #expect(rightful.status == 201)
    }
  }

  @Test(arguments: [
    ("203.0.113.7", "203.0.113.7", "198.51.100.1"),
    ("::ffff:203.0.113.7", "203.0.113.7", "::ffff:203.0.113.8"),
    ("2001:db8:1:2::*", "2001:db8:1:2:ffff::1", "2001:db8:1:3::1"),
  ])
  func `a stranger's failures keep nobody elsewhere out, nor let him go on`(
    stranger: String, neighbour: String, elsewhere: String
  ) async throws {
    try await withCRM(.set(\.proxies, ["127.0.0.1"])) { crm in
      _ = try await crm.as(.sales)
      func sign(_ password: JSON, from address: String) async throws -> Int {
        try await crm.anyone.post(
          "sessions", ["login": "sales-sales-1", "password": password],
          headers: [("X-Forwarded-For", address)]
        ).status
      }
      for n in 1...10 {
        let address = stranger.replacing("*", with: "\(n)")
        #expect(try await sign(wrong, from: address) == 401)
      }
      #expect(try await sign(password, from: neighbour) == 429)
      #expect(try await sign(password, from: elsewhere) == 201)
      #expect(try await sign(password, from: neighbour) == 429)
    }
  }

  @Test(arguments: [(199, 201), (200, 429)])
  func `two hundred failures from everywhere make every unknown device wait`(
    failures: Int, status: Int
  ) async throws {
    try await withCRM { crm in
      _ = try await crm.as(.sales)
      let known: JSON = "a secret of this laptop"
      let body: JSON = ["login": "sales-sales-1", "password": password]
      try await crm.anyone.post("sessions", body.with(["device": known])).expect(201)
      try await crm.arrange(
        """
        insert into access.sign_in_attempt (login_key, address, succeeded)
        select 'sales-sales-1', '203.0.113.' || n, false from generate_series(1, \(failures)) as n
        """)
      #expect(try await crm.anyone.post("sessions", body).status == status)
      try await crm.anyone.post("sessions", body.with(["device": known])).expect(201)
    }
  }

  @Test func `a thousand guesses at once are still ten`() async throws {
    try await withCRM { crm in
      _ = try await crm.as(.sales)
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<40 {
          group.addTask {
            try await crm.anyone.post("sessions", ["login": "sales-sales-1", "password": wrong])
              .status
          }
        }
        return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
      }
      #expect(statuses[401] == 10 && statuses[429] == 30, "\(statuses)")
    }
  }

  @Test func `a proxy's clients are told apart when the proxy is trusted`() async throws {
    try await withCRM(.set(\.proxies, ["127.0.0.1"])) { crm in
      _ = try await crm.as(.sales)
      _ = try await crm.anyone.post(
        "sessions", ["login": "sales-sales-1", "password": password],
        headers: [("X-Forwarded-For", "6.6.6.6, 203.0.113.7")])
      let rows = try await crm.observed(
        "select address from access.session order by id desc limit 1")
      #expect(try rows[0].string("address") == "203.0.113.7")
    }
  }
}
