import CRM
import Support
import Testing

@Suite struct `A list that nobody writes` {
  /// A record, its list, and what is sent beside that.
  static let lists: [(resource: String, member: String, body: JSON)] = [
    (
      "invoices", "tax_lines",
      ["direction": "customer", "currency": "RUB", "invoiced_on": "2025-03-01"]
    ),
    ("revaluations", "lines", ["revalued_on": "2025-04-05"]),
  ]

  @Test(arguments: lists)
  func `is refused where it is sent, and offered nowhere`(
    resource: String, member: String, body: JSON
  ) async throws {
    try await withInvoiceDesk { desk in
      let party: JSON = resource == "invoices" ? ["party_id": .id(desk.party)] : [:]
      let list: JSON = .object([.init(member, [["amount": "1"]])])
      let draft = try await desk.clerk.post(resource, body.with(party).with(list))
      let made = try await desk.clerk.create(resource, body.with(party))
      let patch = try await desk.clerk.patch("\(resource)/\(made.id)", list)
      for reply in [draft, patch] {
        #expect(reply.status == 422 && reply.pointers == ["/\(member)"], "\(reply.text)")
        #expect(reply.rule == "read_only", "\(reply.text)")
      }
      let schema = resource.prefix(1).uppercased() + resource.dropFirst()
      let schemas = try await desk.clerk.get("openapi.json")["components"]?["schemas"]
      #expect(schemas?[schema]?["properties"]?[member] != nil)
      for kind in ["Draft", "Patch"] {
        let properties = try #require(schemas?[schema + kind]?["properties"])
        #expect(properties[member] == nil)
      }
    }
  }
}
