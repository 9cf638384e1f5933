import Support
import Testing

@testable import CRM

@Suite struct `An idempotency key` {
  private func key(_ key: String) -> [(String, String)] { [("Idempotency-Key", key)] }

  @Test func `gives the same answer twice and makes one record`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let body: JSON = ["name": "Once", "channels": [["kind": "email", "value": "a@a.example"]]]
      let first = try await sales.post("parties", body, headers: key("one"))
      let second = try await sales.post("parties", body, headers: key("\"one\""))
      #expect(first.status == 201 && second.status == 201, "\(second.text)")
      #expect(first.body == second.body && first.etag == second.etag)
      #expect(first[header: "location"] == second[header: "location"])
      #expect(first[header: "idempotency-replayed"] == nil)
      #expect(second[header: "idempotency-replayed"] == "true")
      let rows = try await crm.observed(
        """
        select (select count(*) from clients.party) as parties,
          (select count(*) from clients.channel) as channels,
          (select count(*) from system.idempotency) as keys,
          (select count(*) from audit.change where table_name = 'clients.party') as changes
        """)
      for name in ["parties", "channels", "keys", "changes"] {
        #expect(try rows[0].int(name) == 1, "\(name)")
      }
    }
  }

  @Test(arguments: [false, true])
  func `gives the first answer whatever has become of the record`(isDeleted: Bool) async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.headOfDepartment)
      let body: JSON = [
        "name": "Фирма \"Ёж\"", "customer": true, "rating": 3, "country": "RU",
        "channels": [
          ["kind": "email", "value": "a@a.example"],
          ["kind": "phone", "value": "+7 495 123-45-67"],
        ],
        "addresses": [["kind": "legal", "country": "RU", "city": "Тверь"]],
      ]
      let first = try await sales.post("parties", body, headers: key("k"))
      #expect(first.status == 201 && first["channels"]?.array?.count == 2, "\(first.text)")
      let path = "parties/\(first.id)"
      if isDeleted {
        #expect(try await sales.delete(path).status == 204)
      } else {
        let change: JSON = ["name": "Other", "channels": []]
        #expect(try await sales.patch(path, change, ifMatch: first.etag).status == 200)
      }
      let second = try await sales.post("parties", body, headers: key("k"))
      #expect(second.status == 201 && second[header: "idempotency-replayed"] == "true")
      #expect(second.body == first.body, "\(second.text)\n\(first.text)")
      #expect(second.etag == first.etag && second[header: "location"] == first[header: "location"])
      let rows = try await crm.observed("select name from clients.party")
      #expect(try rows.map { try $0.string("name") } == (isDeleted ? [] : ["Other"]))
    }
  }

  @Test func `that comes with another request is refused`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.headOfDepartment)
      try await sales.post("parties", ["name": "One"], headers: key("k")).expect(201)
      for (path, body): (String, JSON) in [
        ("parties", ["name": "Two"]), ("parties", ["name": "One", "rating": 1]),
        ("tags", ["name": "One"]), ("tags", ["name": "Two"]),
      ] {
        let reply = try await crm.as(.headOfDepartment).post(path, body, headers: key("k"))
        #expect(reply.status == 422 && reply.problem == "idempotency_mismatch", "\(reply.text)")
      }
      let rows = try await crm.observed(
        "select id from clients.party union all select id from clients.tag")
      #expect(rows.count == 1)
    }
  }

  @Test func `of twenty requests at once makes one record`() async throws {
    try await withCRM(.set(\.connections, 8)) { crm in
      let sales = try await crm.as(.sales)
      let replies = try await together(20) { _ in
        try await sales.post("parties", ["name": "Once"], headers: key("same"))
      }
      let made = replies.filter { $0.status == 201 }
      #expect(!made.isEmpty && Set(made.map(\.id)).count == 1)
      #expect(made.count { $0[header: "idempotency-replayed"] == nil } == 1)
      for reply in replies where reply.status != 201 {
        #expect(reply.status == 409 && reply.problem == "idempotency_in_flight", "\(reply.text)")
      }
      #expect(try await crm.observed("select id from clients.party").count == 1)
      #expect(try await sales.post("parties", ["name": "Once"], headers: key("same")).status == 201)
      #expect(try await crm.observed("select id from clients.party").count == 1)
    }
  }

  @Test func `of a request that failed may be used again`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      for body: JSON in [["name": "x", "country": "QQ"], ["nmae": "x"]] {
        let failed = try await sales.post("parties", body, headers: key("again"))
        #expect(failed.status == 422)
      }
      #expect(try await crm.observed("select key from system.idempotency").count == 0)
      let done = try await sales.post("parties", ["name": "Right"], headers: key("again"))
      #expect(done.status == 201 && done[header: "idempotency-replayed"] == nil)
      #expect(try await crm.observed("select id from clients.party").count == 1)
    }
  }

  @Test func `belongs to the account that sent it`() async throws {
    try await withCRM { crm in
      let mine = try await crm.as(.sales).post("parties", ["name": "One"], headers: key("k"))
      let other = try await crm.as(.sales, number: 2).post(
        "parties", ["name": "One"], headers: key("k"))
      #expect(other.status == 201 && other.id != mine.id)
      #expect(try await crm.observed("select id from clients.party").count == 2)
    }
  }

  @Test func `is forgotten after 48 hours`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let first = try await sales.post("parties", ["name": "One"], headers: key("k"))
      try await crm.arrange(
        "update system.idempotency set created_at = now() - interval '49 hours'")
      let second = try await sales.post("parties", ["name": "Two"], headers: key("k"))
      #expect(second.status == 201 && second.id != first.id, "\(second.text)")
    }
  }

  @Test(arguments: [("true", 4), ("false", 3)])
  func `guards a record without any field too`(condition: String, count: Int) async throws {
    let nameless = "alter table workshop.maker alter column name drop not null;"
    try await withWorkshop(WorkshopSchema.things + nameless) { shop in
      let draft = try Draft.read([:], .makers, shop.engine.model, .create).draft
      let steps = WriteStatement.insert(draft, if: "\(raw: condition)")
      try await withClient(shop.database.migration) { arranger in
        _ = try await arranger.batch(steps.map(\.sql))
        #expect(try await arranger.rows("select id from workshop.maker").count == count)
      }
    }
  }

  private static let wrongKeys: [String] = ["", "\"\"", String(repeating: "k", count: 256)]

  @Test func `that is no key is refused`() async throws {
    try await withCRM { crm in
      await each(Self.wrongKeys) { text in
        let reply = try await crm.as(.sales).post("parties", ["name": "x"], headers: key(text))
        #expect(
          reply.status == 400 && reply.pointers == ["Idempotency-Key"],
          "\(text.prefix(40)): \(reply.text)")
        #expect(
          try await crm.observed("select id from clients.party").count == 0, "\(text.prefix(40))")
      }
    }
  }
}
