import CRM
import Postgres
import Support
import Testing

@Suite struct `Credit` {
  /// A group of three: the client above, a branch below it, and a shop below that.
  private func group(_ desk: OrderDesk) async throws -> [Int] {
    var parties = [desk.client]
    for name in ["Branch", "Shop"] {
      let party = try await desk.seller.create(
        "parties", ["name": .string(name), "parent_id": .id(parties.last)])
      parties.append(party.id)
    }
    return parties
  }

  /// Lets the top of the group owe so much.
  @discardableResult
  private func limit(
    _ desk: OrderDesk, _ party: Int, _ amount: String, _ mode: String = "stop",
    _ currency: String = "USD"
  ) async throws -> Int {
    try await desk.accountant.create(
      "credit-limits",
      [
        "party_id": .id(party), "amount": .string(amount), "mode": .string(mode),
        "currency": .string(currency),
      ]
    ).id
  }

  private func confirm(_ desk: OrderDesk, _ party: Int) async throws -> Reply {
    let draft = try await desk.order(of: party)
    return try await desk.seller.post("sales-orders/\(draft.id)/confirmation")
  }

  @Test func `stops an order over the whole group, with the figures`() async throws {
    try await withOrderDesk { desk in
      let parties = try await group(desk)
      try await limit(desk, parties[0], "250")
      // Orders of 120 each, VAT included.
      #expect(try await confirm(desk, parties[2]).status == 200)
      #expect(try await confirm(desk, parties[1]).status == 200)
      let refused = try await confirm(desk, parties[0])
      #expect(
        refused.status == 422 && refused.firstFault.contains("360 > 250 USD"), "\(refused.text)")
      #expect(try await desk.state(try #require(await last(desk))) == "draft")
      let shown = try await desk.seller.get("credit-exposures").data.first
      #expect(
        shown?["exposure"] == "240.0000" && shown?["remaining"] == "10.0000", "\(shown as Any)")
      // What is cancelled is owed no longer.
      let first = try await desk.text("select min(id)::text from sales.sales_order") ?? ""
      _ = try await desk.seller.post("sales-orders/\(first)/cancellation", ["reason": "No"])
      #expect(try await confirm(desk, parties[0]).status == 200)
    }
  }

  private func last(_ desk: OrderDesk) async throws -> Int? {
    try await desk.text("select max(id)::text from sales.sales_order").flatMap { Int($0) }
  }

  @Test func `counts what was asked to be invoiced as well`() async throws {
    try await withOrderDesk { desk in
      try await limit(desk, desk.client, "200")
      let order = try await desk.confirmed()
      _ = try await desk.ship(order)
      _ = try await desk.seller.post("sales-orders/\(order.id)/invoice-requests")
      #expect(try await desk.state(order.id) == "closed")
      let shown = try await desk.accountant.get("credit-exposures").data.first
      #expect(shown?["requests"] == "120.0000" && shown?["orders"] == "0.0000", "\(shown as Any)")
      #expect(try await confirm(desk, desk.client).status == 422)
    }
  }

  @Test func `only warns where the limit says so, and the order shows it`() async throws {
    try await withOrderDesk { desk in
      let parties = try await group(desk)
      let id = try await limit(desk, parties[0], "100", "warn")
      let order = try await confirm(desk, parties[2])
      #expect(order["state"] == "confirmed", "\(order.text)")
      let warnings = try await desk.seller.get("credit-warnings?sales_order_id=\(order.id)")
      #expect(warnings.data.map { $0["exposure"]?.string } == ["120.0000"], "\(warnings.text)")
      #expect(warnings.data.first?["credit_limit_id"]?.int == id)
      #expect(warnings.data.first?["amount"] == "100.0000")
      let attack: SQL = "delete from sales.credit_warning"
      #expect(try await desk.refusal(desk.chief, attack) == "42501")
    }
  }

  @Test func `lets of many at once through only what the limit holds`() async throws {
    try await withOrderDesk { desk in
      let parties = try await group(desk)
      try await limit(desk, parties[0], "250")
      var drafts: [Int] = []
      for place in 0..<12 { drafts.append(try await desk.order(of: parties[place % 3]).id) }
      let all = drafts
      let statuses = try await atOnce(all.count) { place in
        try await desk.seller.post("sales-orders/\(all[place])/confirmation")
      }
      #expect(statuses == [200: 2, 422: 10])
      let states = try await desk.text(
        """
        select string_agg(s.state || ' ' || s.orders, ', ' order by s.state) from (
          select o.state, count(*) as orders from sales.sales_order as o group by o.state) as s
        """)
      #expect(states == "confirmed 2, draft 10")
    }
  }

  @Test func `is no way round in another currency, nor by SQL`() async throws {
    try await withOrderDesk { desk in
      let parties = try await group(desk)
      try await limit(desk, parties[0], "1000")
      let line = desk.books.line(["unit_price": "1"])
      let euros = try await desk.order([line], of: parties[2], ["currency": "EUR"])
      let refused = try await desk.chief.post("sales-orders/\(euros.id)/confirmation")
      #expect(refused.status == 422 && refused.text.contains("none in EUR"), "\(refused.text)")
      try await limit(desk, parties[1], "5", "stop", "EUR")
      #expect(try await desk.chief.post("sales-orders/\(euros.id)/confirmation").status == 200)
      let draft = try await desk.order(of: parties[1])
      try await desk.crm.arrange("update sales.credit_limit set amount = 1")
      #expect(
        try await desk.refusal(desk.seller, "select sales.confirm_order(\(draft.id))")
          == "sales_order_within_credit")
      #expect(
        try await desk.ownerRefusal(
          "update sales.sales_order set state = 'confirmed', confirmed_at = now() where id = \(draft.id)"
        ) == "sales_order_within_credit")
    }
  }

  @Test func `visits each party once, even in a circle`() async throws {
    try await withOrderDesk { desk in
      let parties = try await group(desk)
      try await limit(desk, parties[0], "1000")
      let draft = try await desk.order(of: parties[1])
      for statement: SQL in [
        "alter table clients.party disable trigger user",
        "update clients.party set parent_id = \(parties[2]) where id = \(parties[0])",
        "alter table clients.party enable trigger user",
      ] { try await desk.crm.arrange(statement) }
      #expect(try await desk.seller.post("sales-orders/\(draft.id)/confirmation").status == 200)
      let shown = try await desk.seller.get("credit-exposures").data.first
      #expect(shown?["exposure"] == "120.0000", "\(shown as Any)")
    }
  }

  @Test func `is set by accountants, once for a day, and seen with its client`() async throws {
    try await withOrderDesk { desk in
      try await limit(desk, desk.client, "10")
      let body: JSON = ["party_id": .id(desk.client), "amount": "20", "currency": "USD"]
      let again = try await desk.accountant.post("credit-limits", body)
      #expect(again.status == 422 && again.text.contains("some of these days"), "\(again.text)")
      #expect(try await desk.seller.post("credit-limits", body).status == 403)
      #expect(try await desk.seller.get("credit-limits").data.count == 1)
      let stranger = try await desk.crm.as(.sales, in: .purchasing, number: 7)
      #expect(try await stranger.get("credit-limits").data.isEmpty)
      #expect(try await stranger.get("credit-exposures").data.isEmpty)
    }
  }
}
