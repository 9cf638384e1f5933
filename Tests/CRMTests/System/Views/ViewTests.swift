import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A saved view` {
  private static let names = ["Ромашка", "Роза", "Ёлка", "Gull"]

  private static func fill(_ session: TestSession) async throws {
    for (place, name) in names.enumerated() {
      try await session.create(
        "parties", ["name": .string(name), "kind": place == 3 ? "person" : "company"])
    }
  }

  private static let roses: JSON = [
    "resource": "parties", "name": "Цветы",
    "query": [
      "filter": ["field": "name", "op": "starts", "value": "ро"], "sort": "-name",
      "fields": "id,name",
    ], "layout": ["widths": [200, 40]],
  ]

  private static func found(_ reply: Reply) -> [String] {
    reply.data.compactMap { $0["name"]?.string }
  }

  @Test func `is a list, to which a request adds conditions and from which it may differ`()
    async throws
  {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      try await Self.fill(seller)
      let view = try await seller.create("views", Self.roses)
      let list = try await seller.get("parties?view=\(view.id)")
      #expect(Self.found(list) == ["Ромашка", "Роза"], "\(list.text)")
      #expect(list.data.first?.object?.map(\.name) == ["id", "name"])
      let sorted = try await seller.get("parties?view=\(view.id)&sort=name")
      #expect(Self.found(sorted) == ["Роза", "Ромашка"])
      let narrowed = try await seller.get(
        "parties?view=\(view.id)&filter=%7B%22field%22:%22name%22,%22op%22:%22ne%22,%22value%22:%22%D0%A0%D0%BE%D0%B7%D0%B0%22%7D"
      )
      #expect(Self.found(narrowed) == ["Ромашка"], "\(narrowed.text)")
      let first = try await seller.get("parties?view=\(view.id)&limit=1")
      let next = try await seller.get(
        "parties?view=\(view.id)&limit=1&cursor=\(first["page"]?["next"]?.string ?? "")")
      #expect(Self.found(first) + Self.found(next) == ["Ромашка", "Роза"], "\(next.text)")
    }
  }

  @Test func `is live: what comes to fit belongs to it`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let view = try await seller.create("views", Self.roses)
      #expect(Self.found(try await seller.get("parties?view=\(view.id)")) == [])
      let rose = try await seller.create("parties", ["name": "Розмарин"])
      #expect(Self.found(try await seller.get("parties?view=\(view.id)")) == ["Розмарин"])
      _ = try await seller.patch("parties/\(rose.id)", ["name": "Мята"])
      #expect(Self.found(try await seller.get("parties?view=\(view.id)")) == [])
    }
  }

  @Test func `sums up where it is a summary, and is nothing else`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      try await Self.fill(seller)
      let view = try await seller.create(
        "views",
        [
          "resource": "parties", "kind": "summary", "name": "По видам",
          "query": ["group": "kind", "measure": "count", "sort": "-count", "totals": true],
        ])
      let sums = try await seller.get("parties/summary?view=\(view.id)")
      #expect(sums.data.compactMap { $0["measures"]?["count"]?.int } == [4, 3, 1], "\(sums.text)")
      #expect(try await seller.get("parties?view=\(view.id)").problem == "unknown_view")
      #expect(try await seller.get("contacts/summary?view=\(view.id)").problem == "unknown_view")
      #expect(try await seller.get("parties/summary?view=0").problem == "unknown_view")
    }
  }

  @Test func `is its owner's until he shares it with a role of his`() async throws {
    try await withCRM { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let buyer = try await crm.as(.purchasing)
      let view = try await seller.create("views", Self.roses)
      let path = "views/\(view.id)"
      #expect(try await other.get(path).status == 404)
      #expect(try await other.get("parties?view=\(view.id)").problem == "unknown_view")
      let roles = try await crm.observed(
        "select id, code from access.role where code in ('sales', 'purchasing') order by code")
      let (purchasing, sales) = (try roles[0].int("id"), try roles[1].int("id"))
      let refused = try await seller.patch(path, ["role_ids": [.number("\(purchasing)")]])
      #expect(refused.status == 422 && refused.pointers == ["/role_ids"], "\(refused.text)")
      let shared = try await seller.patch(path, ["role_ids": [.number("\(sales)")]])
      #expect(shared.status == 200, "\(shared.text)")
      #expect(try await other.get("parties?view=\(view.id)").status == 200)
      #expect(try await buyer.get(path).status == 404)
      let stolen = try await other.patch(path, ["name": "Моё"])
      #expect(stolen.status == 403, "\(stolen.text)")
      #expect(try await other.delete(path, ifMatch: shared.etag).status == 403)
      let attack = try await crm.sql(
        other, "update system.view set query = '{}' where id = \(view.id)",
        "insert into system.view (resource, name, role_ids) values ('parties', 'x', array[\(purchasing)])"
      )
      #expect(attack.results.first?.affected == 0)
      #expect(attack.error?.constraint == "view_roles_own", "\(String(describing: attack.error))")
      try await crm.arrange(
        "update access.account_role set valid_until = now() where account_id = \(other.account)")
      #expect(try await other.get("parties?view=\(view.id)").status != 200)
    }
  }

  @Test func `saved as another leaves the first as it was`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let first = try await seller.create("views", Self.roses)
      let again = try await seller.post("views", Self.roses)
      #expect(again.status == 422 && again.pointers.contains("/name"), "\(again.text)")
      var members = Self.roses.object ?? []
      members[1] = .init("name", "Другие цветы")
      let second = try await seller.create("views", .object(members))
      #expect(second.id != first.id)
      #expect(try await seller.get("views/\(first.id)").etag == first.etag)
    }
  }

  private static let impossible: [(query: JSON, pointer: String)] = [
    (["sort": "nonsense"], "/query/sort"), (["color[eq]": "1"], "/query/color[eq]"),
    (["filter": ["field": "name"]], "/query/filter"), (["cursor": "x"], "/query/cursor"),
    (["fields": "id,secret"], "/query/fields"), (["limit": 1000], "/query/limit"),
  ]

  @Test func `that could not be asked is not saved`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let view = try await seller.create("views", Self.roses)
      await each(Self.impossible) { item in
        let reply = try await seller.post(
          "views", ["resource": "parties", "name": "x", "query": item.query])
        #expect(
          reply.status == 422 && reply.pointers == [item.pointer], "\(item.query): \(reply.text)")
        let change = try await seller.patch("views/\(view.id)", ["query": item.query])
        #expect(
          change.status == 422 && change.pointers == [item.pointer], "\(item.query): \(change.text)"
        )
        #expect(try await crm.observed("select from system.view").count == 1, "\(item.query)")
      }
    }
  }

  @Test func `names its resource rightly`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.sales).post("views", ["resource": "partys", "name": "x"])
      #expect(reply.status == 422 && reply.pointers == ["/resource"])
      #expect(reply.text.contains("parties"), "\(reply.text)")
    }
  }
}
