import CRM
import Support
import Testing

@Suite struct `Every fault of a request` {
  @Test func `is told at once: what the body shows and what only the database knows`()
    async throws
  {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      try await sales.create("parties", ["name": "First", "code": "taken"])
      let reply = try await sales.post(
        "parties",
        [
          "rating": "five", "kind": "ship", "inn": "7728127937", "currency": "RUR",
          "code": "taken", "nmae": "x",
          "channels": [
            ["kind": "email"], ["kind": 5, "value": "a@firma.example"],
            ["kind": "phone", "value": "+74951234567", "extension": "abc"],
          ],
          "addresses": [["kind": "legal", "country": "QQ"], ["city": 5, "country": "QQ"]],
        ])
      #expect(reply.status == 422, "\(reply.text)")
      let wanted: Set = [
        "/rating", "/kind", "/nmae", "/name", "/currency", "/code", "/channels/0/value",
        "/channels/1/kind", "/channels/2/extension", "/addresses/0/country",
        "/addresses/1/country", "/addresses/1/city",
      ]
      #expect(wanted.isSubset(of: reply.pointers), "\(reply.text)")
      #expect(reply.pointers.count == Set(reply.pointers).count, "\(reply.text)")
      #expect(try await crm.observed("select id from clients.party").count == 1)
    }
  }

  @Test func `of a change is told at once, and one who may not change hears of none`() async throws
  {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let id = try await sales.create("parties", ["name": "Kept"]).id
      let body: JSON = ["rating": 77, "customer": "yes", "country": "QQ", "name": ""]
      let reply = try await sales.patch("parties/\(id)", body)
      #expect(reply.status == 422)
      #expect(
        Set(reply.pointers) == ["/rating", "/customer", "/country", "/name"], "\(reply.text)")
      let refused = try await crm.as(.readOnly).patch("parties/\(id)", body, ifMatch: "*")
      #expect(refused.status == 403, "\(refused.text)")
      #expect(try await crm.observed("select id from clients.party where version = 1").count == 1)
    }
  }

  @Test func `of a new interaction below a hidden party is told at once`() async throws {
    try await withCRM { crm in
      let theirs = try await crm.as(.purchasing).create("parties", ["name": "Theirs"])
      let sales = try await crm.as(.sales)
      try await sales.create("parties", ["name": "Mine"])
      let reply = try await sales.post(
        "interactions",
        ["party_id": .number(String(theirs.id)), "kind": "call", "body": 9, "duration": 99_999])
      #expect(reply.status == 422)
      #expect(
        Set(reply.pointers).isSuperset(of: ["/party_id", "/duration", "/subject", "/body"]),
        "\(reply.text)")
    }
  }

  private static let forms: [String] = ["application/json", "text/csv"]

  @Test func `of a query is told at once, each by its parameter`() async throws {
    try await withWorkshop { shop in
      await each(Self.forms) { form in
        let reply = try await shop.ask(
          "things.list",
          [
            ("limit", "0"), ("sort", "secret,tags,-nothing"), ("id", "one"), ("price[like]", "1"),
            ("fields", "id,secret,zzz"), ("expand", "nothing,maker(secret)"), ("nothing", "1"),
            (
              "filter",
              #"{"or":[{"field":"nil","op":"eq","value":1},{"field":"id","op":"eq","value":"x"}]}"#
            ), ("name", "a"), ("name", "b"),
          ].map { (name: $0.0, value: $0.1) }, headers: ["accept": form])
        #expect(
          reply.status == 400 && reply.json["code"] == "malformed_query", "\(form): \(reply.text)")
        let errors = reply.json["errors"]?.array ?? []
        let told = errors.map {
          "\($0["pointer"]?.string ?? "") \($0["code"]?.string ?? "")"
        }
        #expect(
          told.sorted() == [
            "expand unknown_field", "expand unknown_field", "fields unknown_field",
            "fields unknown_field", "filter unknown_field", "filter wrong_value", "id wrong_value",
            "limit limit_out_of_range", "name repeated_parameter", "nothing unknown_field",
            "price[like] unknown_operator", "sort not_sortable", "sort unknown_field",
            "sort unknown_field",
          ], "\(form): \(reply.text)")
      }
    }
  }

  @Test func `of a query for one record is told at once`() async throws {
    try await withWorkshop { shop in
      let query = [
        ("fields", "id,secret"), ("expand", "nothing,maker(secret)"), ("limit", "1"),
      ].map { (name: $0.0, value: $0.1) }
      let reply = try await shop.ask("things.get", query, path: ["id": "1"])
      let told = (reply.json["errors"]?.array ?? []).compactMap { $0["pointer"]?.string }
      #expect(reply.status == 400, "\(reply.text)")
      #expect(told.sorted() == ["expand", "expand", "fields", "limit"], "\(reply.text)")
    }
  }
}
