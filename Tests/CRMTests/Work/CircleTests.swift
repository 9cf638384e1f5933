import CRM
import Postgres
import Support
import Testing

@Suite struct `A circle in a tree` {
  @Test(arguments: ["departments", "document-folders", "party-groups", "parties"])
  func `names its members`(resource: String) async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let above = try await chief.create(resource, ["name": "Above"]).id
      let below = try await chief.create(resource, ["name": "Below", "parent_id": .id(above)]).id
      let last = try await chief.create(resource, ["name": "Last", "parent_id": .id(below)]).id
      let reply = try await chief.patch("\(resource)/\(above)", ["parent_id": .id(last)])
      #expect(reply.status == 422 && reply.pointers == ["/parent_id"], "\(reply.text)")
      #expect(reply.text.contains("Above → Last → Below → Above"), "\(reply.text)")
      #expect(try await chief.get("\(resource)/\(above)")["parent_id"] == .null)
    }
  }

  @Test func `does not tell names that one may not see`() async throws {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let hidden = try await seller.create("parties", ["name": "Secret"]).id
      let mine = try await buyer.create("parties", ["name": "Mine"]).id
      _ = try await crm.arrange(
        "update clients.party set parent_id = \(mine) where id = \(hidden) returning id")
      let third = try await buyer.create("parties", ["name": "Third"]).id
      _ = try await crm.arrange(
        "update clients.party set parent_id = \(hidden) where id = \(third) returning id")
      let reply = try await buyer.patch("parties/\(mine)", ["parent_id": .id(third)])
      #expect(reply.text.contains("Mine → Third → … → Mine"), "\(reply.text)")
      #expect(!reply.text.contains("Secret"))
    }
  }
}
