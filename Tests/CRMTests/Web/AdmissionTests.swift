import CRM
import Support
import Testing

@Suite struct `Before a body is read` {
  private static let stranger = "crm_nobody"

  /// A request that announces a body and never sends it.
  private func head(_ token: String?, _ line: String = "POST /api/v1/parties") -> String {
    let bearer = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
    return
      "\(line) HTTP/1.1\r\nHost: a\r\n\(bearer)If-Match: *\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
  }

  @Test func `it is asked who sends it and whether he may`() async throws {
    try await withCRM(.set(\.idle, .seconds(2))) { crm in
      let reader = try await crm.as(.readOnly)
      for line in ["POST /api/v1/parties", "PATCH /api/v1/parties/1", "POST /api/v1/me/tokens"] {
        for token in [nil, Self.stranger] {
          let answer = try await crm.raw.exchange(head(token, line))
          #expect(answer.hasPrefix("HTTP/1.1 401 "), "\(line) \(answer)")
        }
      }
      for line in ["POST /api/v1/parties", "PATCH /api/v1/parties/1"] {
        let answer = try await crm.raw.exchange(head(reader.token, line))
        #expect(answer.hasPrefix("HTTP/1.1 403 "), "\(line) \(answer)")
        #expect(answer.contains("parties."), "\(answer)")
      }
    }
  }

  @Test func `nobody learns what is wrong with it who has not signed in, or may not`() async throws
  {
    let faulty = ["{\"nmae\": 1}", "{", "[]"].map { Array($0.utf8) }
    try await withCRM { crm in
      let reader = try await crm.as(.readOnly)
      let stranger = crm.anyone.with(token: Self.stranger)
      let writing = try await Description(reader).writing.filter { $0.id != "sessions.create" }
      // The bodies take turns: one gate stands before every operation.
      for (place, operation) in writing.enumerated() {
        let reply = try await operation.send(stranger, body: faulty[place % faulty.count])
        #expect(reply.status == 401 && reply.pointers.isEmpty, "\(operation.id) \(reply.text)")
      }
      for (method, path) in [("POST", "parties"), ("PATCH", "parties/1")] {
        for body in faulty {
          let reply = try await reader.send(method, path, headers: [("If-Match", "*")], body: body)
          #expect(reply.status == 403 && reply.pointers.isEmpty, "\(method) \(reply.text)")
        }
      }
    }
  }

  @Test func `what is remembered of a session that has ended tells nothing`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      try await sales.post("parties", ["nmae": "x"]).expect(422)
      try await crm.arrange(
        "delete from access.account_role where account_id = \(sales.account)")
      let powerless = try await sales.post("parties", ["nmae": "x"])
      #expect(powerless.status == 403 && powerless.pointers.isEmpty, "\(powerless.text)")
      try await crm.arrange("delete from access.session where account_id = \(sales.account)")
      for text in ["{\"nmae\": 1}", "{"] {
        let ended = try await sales.send("POST", "parties", body: Array(text.utf8))
        #expect(ended.status == 401 && ended.pointers.isEmpty, "\(ended.text)")
      }
    }
  }
}

@Suite struct `A body that trickles` {
  @Test(arguments: ["Content-Length: 1000", "Transfer-Encoding: chunked"])
  func `is not awaited for ever`(framing: String) async throws {
    try await withCRM(.set(\.bodyDeadline, .seconds(1))) { crm in
      let token = try await crm.as(.sales).token ?? ""
      for (line, bearer) in [
        ("POST /api/v1/sessions", ""),
        ("POST /api/v1/parties", "Authorization: Bearer \(token)\r\n"),
      ] {
        let head =
          "\(line) HTTP/1.1\r\nHost: a\r\n\(bearer)Content-Type: application/json\r\n\(framing)\r\n\r\n"
        let piece = framing.hasPrefix("T") ? "1\r\n \r\n" : " "
        let answer = try await crm.raw.exchange(
          head, piece, piece, piece, piece, piece, piece, piece, pause: .milliseconds(300))
        #expect(answer.hasPrefix("HTTP/1.1 408 "), "\(line): \(answer)")
        #expect(answer.contains("body_too_slow"))
        #expect(answer.lowercased().contains("connection: close"))
      }
      #expect(try await crm.as(.sales).get("me").status == 200)
    }
  }
}

@Suite struct `A body full of faults` {
  @Test func `is told the first hundred, and how many more there are`() async throws {
    try await withCRM { crm in
      let members = (0..<60_000).map { JSON.Member("nam\($0)", 1) }
      let reply = try await crm.as(.sales).post("parties", .object(members))
      #expect(reply.status == 422 && reply.pointers.count == 100)
      #expect(
        reply["detail"]?.string?.contains("and 59901 more") == true,
        "\(reply.text.prefix(200))")
      #expect(reply.text.count(of: "Did you mean") == 5)
    }
  }

  @Test func `is told of no name that is far from the one sent`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.sales).post(
        "parties",
        [
          "name": "x", "foo": 1,
          "channels": [["kind": "email", "value": "a@a.example", "qux": 1]],
        ])
      #expect(reply.pointers == ["/foo", "/channels/0/qux"], "\(reply.text)")
      #expect(!reply.text.contains("Did you mean"), "\(reply.text)")
    }
  }

  @Test func `does not get its long names back`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let long = String(repeating: "ы", count: 100_000)
      let body: JSON = .object([.init("name", "x"), .init("nmae", 1), .init(long, 1)])
      let reply = try await sales.post("parties", body)
      #expect(reply.pointers == ["/nmae", "/" + long])
      #expect(reply.text.count(of: "Did you mean 'name'") == 1)
      #expect(reply.body.count < 300_000)
      let verb = try await sales.post("me/tokens", .object((0..<5000).map { .init("a\($0)", 1) }))
      #expect(verb.status == 422 && verb.pointers.count == 100)
    }
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
