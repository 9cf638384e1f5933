import CRM
import Support
import Testing

@Suite struct `What the database refuses` {
  @Test func `of a new record is told all at once, and nothing is written`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      try await sales.create("parties", ["name": "First", "code": "taken"])
      let reply = try await sales.post(
        "parties",
        [
          "name": "Second", "code": "taken", "inn": "7728127937", "currency": "RUR",
          "party_group_id": 999_999,
          "addresses": [
            ["kind": "legal", "city": "Казань"], ["kind": "postal", "country": "QQ"],
            ["kind": "legal", "city": "Москва", "country": "XX"],
          ],
        ])
      #expect(reply.status == 422, "\(reply.text)")
      #expect(
        Set(reply.pointers) == [
          "/code", "/inn", "/currency", "/party_group_id", "/addresses/1/country",
          "/addresses/2/country",
        ], "\(reply.text)")
      #expect(reply.pointers.count == 6)
      #expect(try await crm.observed("select id from clients.party").count == 1)
      #expect(try await crm.observed("select id from clients.address").isEmpty)
    }
  }

  @Test(arguments: [true, false])
  func `of a change is told all at once, and nothing is changed`(lists: Bool) async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let id = try await sales.create("parties", ["name": "Kept", "inn": "7707083893"]).id
      var members: [JSON.Member] = [
        .init("name", "Lost"), .init("inn", "7728127937"), .init("rating", 77),
      ]
      if lists { members.append(.init("addresses", [["kind": "legal", "country": "QQ"]])) }
      let reply = try await sales.patch("parties/\(id)", .object(members))
      #expect(reply.status == 422, "\(reply.text)")
      #expect(
        Set(reply.pointers) == Set(["/inn", "/rating"] + (lists ? ["/addresses/0/country"] : [])),
        "\(reply.text)")
      let row = try await crm.observed("select name, inn, version from clients.party")[0]
      #expect(try row.string("name") == "Kept" && row.string("inn") == "7707083893")
      #expect(try row.int("version") == 1)
    }
  }
}
