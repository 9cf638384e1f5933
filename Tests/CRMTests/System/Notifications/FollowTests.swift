import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `Who follows a record` {
  private static func body(_ resource: String, _ id: Int) -> JSON {
    ["resource": .string(resource), "record_id": .number("\(id)")]
  }

  @Test func `is told what others do with it and its parts, until he follows no more`()
    async throws
  {
    try await withCRM { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let party = try await other.create("parties", ["name": "Ромашка"])
      // What was before is not told, even where it had not been handed on yet.
      let follow = try await seller.create("follows", Self.body("parties", party.id))
      #expect(follow["account_id"]?.int == seller.account && follow["table_name"] == nil)
      _ = try await other.patch("parties/\(party.id)", ["name": "Лютик"])
      let first = try #require(try await seller.notifications(1).first)
      #expect(first["kind"] == "followed" && first["label"] == "Лютик")
      _ = try await other.create(
        "channels",
        ["party_id": .number("\(party.id)"), "kind": "email", "value": "a@b.example"])
      let second = try #require(try await seller.notifications(2).first)
      #expect(second["resource"] == "parties" && second["record_id"]?.int == party.id)
      #expect(try await other.get("notifications").data.isEmpty)
      #expect(try await seller.delete("follows/\(follow.id)").status == 204)
      _ = try await other.patch("parties/\(party.id)", ["name": "Мята"])
      try await crm.settle()
      #expect(try await seller.get("notifications").data.count == 2)
    }
  }

  @Test func `sees it, and follows it once and for himself`() async throws {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let party = try await buyer.create("parties", ["name": "Чужая"])
      let hidden = try await seller.post("follows", Self.body("parties", party.id))
      #expect(hidden.status == 422 && hidden.pointers == ["/record_id"], "\(hidden.text)")
      let absent = try await seller.post("follows", Self.body("parties", 999_999))
      #expect(absent.status == 422 && absent["errors"] == hidden["errors"], "\(absent.text)")
      let unknown = try await seller.post("follows", Self.body("partys", party.id))
      #expect(unknown.status == 422 && unknown.pointers == ["/resource"], "\(unknown.text)")
      let own = try await seller.create("parties", ["name": "Своя"])
      let follow = try await seller.create("follows", Self.body("parties", own.id))
      let twice = try await seller.post("follows", Self.body("parties", own.id))
      #expect(twice.status == 422 && twice.text.contains("follow this record already"))
      let chief = try await crm.as(.administrator)
      #expect(try await chief.get("follows/\(follow.id)").status == 404)
      #expect(try await chief.get("follows").data.isEmpty)
      let attack = try await crm.sql(
        chief, "delete from system.follow returning id",
        "insert into system.follow (resource, record_id, account_id) values ('parties', 1, 1)")
      #expect(attack.results.first?.count == 0 && attack.error?.sqlState == "42501")
    }
  }

  @Test func `is told no more when he may not see it any more`() async throws {
    try await withCRM { crm in
      let (seller, chief) = (try await crm.as(.sales), try await crm.as(.administrator))
      let party = try await crm.as(.sales, number: 2).create("parties", ["name": "Ромашка"])
      try await seller.create("follows", Self.body("parties", party.id))
      let buyer = try await crm.as(.purchasing)
      _ = try await chief.patch(
        "parties/\(party.id)",
        [
          "owner_id": .number("\(buyer.account)"),
          "department_id": .number("\(try await crm.id(of: .purchasing))"),
        ])
      try await crm.settle()
      #expect(try await seller.get("notifications").data.isEmpty)
      try await crm.arrange("delete from clients.party where id = \(party.id)")
      try await crm.settle()
      #expect(try await seller.get("notifications").data.isEmpty)
    }
  }
}
