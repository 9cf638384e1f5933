import CRM
import Postgres
import Support
import Testing

@Suite struct `A price` {
  /// Prices for everybody and for Russia, from one and from ten units, in two currencies, and of a year ago.
  private static func list(_ desk: QuoteDesk) async throws {
    let world = try await desk.chief.create("party-groups", ["name": "World"]).id
    let russia = try await desk.chief.create(
      "party-groups", ["name": "Russia", "parent_id": .id(world)]
    ).id
    let moscow = try await desk.chief.create(
      "party-groups", ["name": "Moscow", "parent_id": .id(russia)]
    ).id
    _ = try await desk.chief.patch("parties/\(desk.client)", ["party_group_id": .id(moscow)])
    let lists: [(String, [String: JSON], [(String, String)])] = [
      ("Everybody", ["priority": 9], [("0", "9"), ("10", "8")]),
      ("World", ["party_group_id": .id(world)], [("0", "8.5")]),
      ("Russia", ["party_group_id": .id(russia)], [("0", "7"), ("10", "6")]),
      ("Euro", ["currency": "EUR"], [("0", "9.5")]),
      (
        "Last year",
        [
          "party_group_id": .id(moscow), "valid_from": "2025-01-01", "valid_until": "2025-12-31",
        ], [("0", "1")]
      ),
      (
        "Away", ["party_group_id": .id(moscow), "archived_at": "2026-01-01T00:00:00Z"], [("0", "2")]
      ),
    ]
    for (name, more, prices) in lists {
      let lines = prices.map { quantity, price -> JSON in
        [
          "product_id": .id(desk.product), "from_quantity": .string(quantity),
          "price": .string(price),
        ]
      }
      let fields: [String: JSON] = [
        "name": .string(name), "currency": "USD", "lines": .array(lines),
      ]
      let away = more["archived_at"] != nil
      let list = try await desk.chief.create(
        "price-lists",
        .object(
          fields.merging(more.filter { $0.key != "archived_at" }) { $1 }
            .map { .init($0.key, $0.value) }))
      if away {
        try await desk.crm.arrange(
          "update sales.price_list set archived_at = now() where id = \(list.id)")
      }
    }
  }

  @Test func `is the nearest group's, from the greatest quantity, in the currency and of the day`()
    async throws
  {
    try await withQuoteDesk { desk in
      try await Self.list(desk)
      let stranger = try await desk.seller.create("parties", ["name": "Stranger"]).id
      let cases: [(Int, String, String, String)] = [
        (desk.client, "USD", "1", "7.0000"), (desk.client, "USD", "9.999999", "7.0000"),
        (desk.client, "USD", "10", "6.0000"), (stranger, "USD", "1", "9.0000"),
        (stranger, "USD", "10", "8.0000"), (desk.client, "EUR", "1", "9.5000"),
      ]
      for (party, currency, quantity, price) in cases {
        let quote = try await desk.quote(
          [desk.line(["quantity": .string(quantity)])],
          ["party_id": .id(party), "currency": .string(currency)])
        #expect(desk.price(quote) == price, "\(party) \(currency) \(quantity): \(quote.text)")
      }
      let other = try await desk.product("Eleven", price: "11")
      let listed = try await desk.quote([desk.line(["product_id": .id(other)])])
      #expect(desk.price(listed) == "11.0000", "\(listed.text)")
    }
  }

  @Test func `of a day that is over is had by no quote that is dated back`() async throws {
    try await withQuoteDesk { desk in
      try await Self.list(desk)
      let quote = try await desk.quote([desk.line()], ["quoted_on": "2025-06-01"])
      #expect(desk.price(quote) == "7.0000", "\(quote.text)")
      let cheap = try await desk.quote(
        [desk.line(["unit_price": "1"])], ["quoted_on": "2025-06-01"])
      let sending = try await desk.seller.post("quotes/\(cheap.id)/sending")
      #expect(sending.problem == "discount_not_approved", "\(sending.text)")
    }
  }

  @Test func `that nobody knows is asked for, at its line`() async throws {
    try await withQuoteDesk { desk in
      let free = try await desk.product("Unpriced")
      let refused = try await desk.quote([
        desk.line(), desk.line(["product_id": .id(free)]),
      ])
      #expect(
        refused.status == 422 && refused.pointers == ["/lines/1/unit_price"], "\(refused.text)")
      let foreign = try await desk.quote([desk.line()], ["currency": "EUR"])
      #expect(foreign.pointers == ["/lines/0/unit_price"], "\(foreign.text)")
      #expect(try await desk.text("select count(*)::text from sales.quote") == "0")
      let typed = try await desk.quote([desk.line(["product_id": .id(free), "unit_price": "3"])])
      #expect(typed.status == 201 && desk.price(typed) == "3.0000", "\(typed.text)")
    }
  }

  @Test func `is not made by who is held to it`() async throws {
    try await withQuoteDesk { desk in
      try await Self.list(desk)
      let product: JSON = ["code": "Mine", "name": "Mine", "unit_id": 1]
      #expect(try await desk.seller.post("products", product).status == 403)
      #expect(
        try await desk.seller.patch("products/\(desk.product)", ["list_price": "1"]).status == 403)
      let list: JSON = ["name": "Mine", "currency": "USD"]
      #expect(try await desk.seller.post("price-lists", list).status == 403)
      let attacks: [(SQL, String)] = [
        ("update sales.product set list_price = 1", "0"),
        ("update sales.price_list_line set price = 1", "0"),
        ("update sales.discount_limit set percent = 100", "0"),
        ("insert into sales.price_list (name, currency) values ('Mine', 'USD')", "42501"),
        (
          """
          insert into sales.price_list_line (price_list_id, product_id, price)
          values (1, \(desk.product), 1)
          """, "42501"
        ),
        ("insert into sales.discount_limit (role_id, percent) values (3, 100)", "42501"),
        ("select sales.price_of(1, 1, 'USD', 1, current_date)", "42501"),
      ]
      for (attack, rule) in attacks {
        #expect(try await desk.refusal(desk.seller, attack) == rule, "\(attack)")
      }
    }
  }
}
