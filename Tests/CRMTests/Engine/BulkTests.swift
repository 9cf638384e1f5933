import CRM
import Support
import Testing

@Suite struct `A bulk request` {
  private static func create(_ name: JSON, _ more: (String, JSON)...) -> JSON {
    .object([
      .init("op", "create"),
      .init("data", .object([.init("name", name)] + more.map { .init($0.0, $0.1) })),
    ])
  }

  private static func update(_ id: Int, _ version: JSON, _ data: JSON) -> JSON {
    ["op": "update", "id": .id(id), "version": version, "data": data]
  }

  private func statuses(_ reply: Reply) -> [Int] {
    (reply["results"]?.array ?? []).compactMap { $0["status"]?.int }
  }

  /// All parties as `id:name:rating:version`.
  private func parties(_ crm: TestCRM) async throws -> [String] {
    try await crm.observed(
      "select concat_ws(':', id, name, rating, version) as text from clients.party order by id"
    ).map { try $0.string("text") }
  }

  @Test func `does operations of every kind in their order, in one transaction`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let kept = try await chief.create("parties", ["name": "Kept"]).id
      let gone = try await chief.create("parties", ["name": "Gone"]).id
      let away = try await chief.create("parties", ["name": "Away"]).id
      try await chief.create(
        "interactions", ["party_id": .id(away), "kind": "note", "subject": "x"])
      let last = try await crm.observed("select max(id) as id from audit.change")[0].int("id")
      let reply = try await chief.post(
        "parties/bulk",
        [
          "operations": [
            Self.create(
              "New",
              (
                "channels",
                [
                  ["kind": "email", "value": "a@a.example"],
                  ["kind": "email", "value": "b@b.example"],
                ]
              )),
            Self.update(kept, 1, ["rating": 3]), Self.update(kept, 2, ["name": "Kept twice"]),
            ["op": "delete", "id": .id(gone), "version": 1],
            ["op": "delete", "id": .id(away), "version": "*"],
            ["op": "restore", "id": .id(away)],
          ]
        ])
      #expect(reply.status == 200, "\(reply.text)")
      try #require(statuses(reply) == [201, 200, 200, 204, 204, 200])
      #expect(reply["done"] == 6 && reply["refused"] == 0 && reply["mode"] == "atomic")
      let results = reply["results"]?.array ?? []
      let made = results[0]["id"]?.int ?? 0
      #expect(results.map { $0["version"] } == [1, 3, 3, .null, 3, 3])
      #expect(
        try await parties(crm)
          == ["\(kept):Kept twice:3:3", "\(away):Away:3", "\(made):New:1"])
      let traces = try await crm.observed(
        """
        select count(distinct request_id)::int as requests, count(*)::int as changes
        from audit.change where table_name = 'clients.party' and id > \(last)
        """)[0]
      #expect(try traces.int("requests") == 1 && traces.int("changes") == 6)
    }
  }

  @Test func `that is atomic does nothing where anything is refused, and tells all of it`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let id = try await chief.create("parties", ["name": "Kept", "code": "taken"]).id
      let other = try await chief.create("parties", ["name": "Other"]).id
      let before = try await crm.rowCounts()
      let reply = try await chief.post(
        "parties/bulk",
        [
          "operations": [
            Self.create("Lost"), Self.update(id, 1, ["rating": 2]),
            Self.create("Bad", ("code", "taken"), ("inn", "7728127937"), ("rating", "x")),
            Self.update(other, 9, ["rating": 1]), Self.update(999_999, 1, ["rating": 1]),
            ["op": "update", "id": .id(other), "version": 1],
            Self.create("Bad", ("addresses", [["kind": "legal", "country": "QQ"]])),
            ["op": "remove", "id": 1], ["op": "delete", "id": "x", "versoin": 1],
          ]
        ])
      #expect(reply.status == 422 && reply.problem == "validation", "\(reply.text)")
      #expect(
        reply.pointers.sorted() == [
          "/operations/2/data/code", "/operations/2/data/inn", "/operations/2/data/rating",
          "/operations/3", "/operations/4", "/operations/5/data",
          "/operations/6/data/addresses/0/country", "/operations/7/op", "/operations/8/id",
          "/operations/8/version", "/operations/8/versoin",
        ], "\(reply.text)")
      #expect(try await parties(crm) == ["\(id):Kept:1", "\(other):Other:1"])
      try await crm.expectRows(before)
    }
  }

  @Test func `for each does what can be done, and tells of the rest what it would be told alone`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let id = try await chief.create("parties", ["name": "Kept", "code": "taken"]).id
      let reply = try await chief.post(
        "parties/bulk",
        [
          "mode": "each",
          "operations": [
            Self.create("One"), Self.create("Two", ("code", "taken")),
            Self.create("Three", ("addresses", [["kind": "legal", "country": "QQ"]])),
            Self.update(id, 1, ["rating": 2]), Self.update(id, 1, ["rating": 3]),
            Self.create("Four", ("code", "four")), Self.create("Five", ("code", "four")),
            ["op": "delete", "id": 999_999, "version": "*"], Self.create(7),
          ],
        ])
      #expect(reply.status == 200, "\(reply.text)")
      try #require(
        statuses(reply) == [201, 422, 422, 200, 412, 201, 422, 404, 422], "\(reply.text)")
      #expect(reply["done"] == 3 && reply["refused"] == 6)
      let results = reply["results"]?.array ?? []
      #expect(results[4]["problem"]?["current"]?["rating"] == 2)
      #expect(
        results[2]["problem"]?["errors"]?.array?.first?["pointer"]
          == "/operations/2/data/addresses/0/country")
      #expect(
        try await parties(crm).map { $0.split(separator: ":").dropFirst().joined(separator: ":") }
          == ["Kept:2:2", "One:1", "Four:1"])
      #expect(try await crm.observed("select id from clients.address").isEmpty)
    }
  }

  @Test(arguments: ["atomic", "each"])
  func `takes up to 200 operations`(mode: JSON) async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let all = (0...200).map { Self.create(.string("Firm \($0)")) }
      let tooMany = try await sales.post(
        "parties/bulk", ["mode": mode, "operations": .array(all)])
      #expect(tooMany.status == 422 && tooMany.pointers == ["/operations"], "\(tooMany.text)")
      let none = try await sales.post("parties/bulk", ["mode": mode, "operations": []])
      #expect(none.status == 422 && none.pointers == ["/operations"])
      let most = try await sales.post(
        "parties/bulk", ["mode": mode, "operations": .array(Array(all.dropLast()))])
      #expect(most.status == 200 && most["done"] == 200, "\(most.text)")
      #expect(try await parties(crm).count == 200)
    }
  }

  @Test func `with every operation refused leaves nothing and tells of each`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      try await sales.create("parties", ["name": "First", "code": "taken"])
      let all = (0..<200).map { Self.create(.string("Firm \($0)"), ("code", "taken")) }
      let reply = try await sales.post("parties/bulk", ["mode": "each", "operations": .array(all)])
      #expect(reply.status == 200 && reply["refused"] == 200, "\(reply.text)")
      let atomic = try await sales.post("parties/bulk", ["operations": .array(all)])
      #expect(atomic.status == 422 && atomic.pointers.count == 100)
      #expect(atomic["detail"]?.string?.contains("100 more") == true, "\(atomic.text)")
      #expect(try await parties(crm).count == 1)
    }
  }

  @Test func `does what each operation's right allows, and is refused where one kind has none`()
    async throws
  {
    try await withCRM { crm in
      let reader = try await crm.as(.auditor)
      let id = try await crm.as(.sales).create("parties", ["name": "Seen"]).id
      let reply = try await reader.post(
        "parties/bulk", ["mode": "each", "operations": [Self.update(id, 1, ["rating": 1])]])
      #expect(reply.status == 403 && reply["permission"] == "parties.update", "\(reply.text)")
      let stranger = try await crm.as(.purchasing).post(
        "parties/bulk", ["operations": [Self.update(id, 1, ["rating": 1])]])
      #expect(stranger.status == 422 && stranger.pointers == ["/operations/0"], "\(stranger.text)")
      #expect(try await parties(crm) == ["\(id):Seen:1"])
      let colleague = try await crm.as(.sales, number: 2).post(
        "parties/bulk", ["operations": [Self.update(id, 1, ["rating": 1])]])
      #expect(colleague.status == 200 && colleague["done"] == 1, "\(colleague.text)")
    }
  }

  @Test func `with an Idempotency-Key is done once`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let body: JSON = [
        "mode": "each", "operations": [Self.create("Once"), Self.create("", ("code", 1))],
      ]
      let first = try await sales.post("parties/bulk", body, headers: [("Idempotency-Key", "k")])
      let second = try await sales.post("parties/bulk", body, headers: [("Idempotency-Key", "k")])
      #expect(first.status == 200 && second.status == 200, "\(first.text) \(second.text)")
      #expect(first.text == second.text)
      #expect(second[header: "idempotency-replayed"] == "true")
      #expect(try await parties(crm).count == 1)
      let other = try await sales.post(
        "parties/bulk", ["operations": [Self.create("Other")]], headers: [("Idempotency-Key", "k")])
      #expect(other.status == 422 && other.problem == "idempotency_mismatch")
    }
  }

  @Test func `judges at each operation what else is judged at the end`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let roles = try await crm.observed(
        """
        select r.id, r.version from access.account_role as r
        join access.role as o on o.id = r.role_id where o.code = 'administrator'
        """)
      let operations = try roles.map { row -> JSON in
        ["op": "delete", "id": .id(try row.int("id")), "version": .id(try row.int("version"))]
      }
      let reply = try await chief.post(
        "account-roles/bulk", ["mode": "each", "operations": .array(operations)])
      #expect(reply.status == 200 && reply["refused"] == 1, "\(reply.text)")
      #expect(statuses(reply).last == 422)
      let left = try await crm.observed(
        """
        select r.id from access.account_role as r
        join access.role as o on o.id = r.role_id where o.code = 'administrator'
        """)
      #expect(left.count == 1)
    }
  }
}
