import CRM
import Postgres
import Support
import Testing

@Suite struct `A discount` {
  /// Sellers may give 5 percent, heads 25, administrators all.
  @Test func `within the limit of the author needs nobody, however it is written`() async throws {
    try await withQuoteDesk { desk in
      let cases: [([String: JSON], Int)] = [
        (["discount_percent": "5"], 200), (["discount_percent": "5.0001"], 409),
        (["unit_price": "9.5"], 200), (["unit_price": "9.4999"], 409),
        (["unit_price": "9.6", "discount_percent": "2"], 409),
        (["unit_price": "20", "discount_percent": "50"], 200), (["unit_price": "11"], 200),
      ]
      for (fields, status) in cases {
        let quote = try await desk.quote([desk.line(), desk.line(fields)])
        let sending = try await desk.seller.post("quotes/\(quote.id)/sending")
        #expect(sending.status == status, "\(fields): \(sending.text)")
        #expect(status == 200 || sending.problem == "discount_not_approved", "\(sending.text)")
        #expect(try await desk.state(quote.id) == (status == 200 ? "sent" : "draft"))
      }
    }
  }

  @Test func `is whole where nothing bears out a price, as in another currency`() async throws {
    try await withQuoteDesk { desk in
      let quote = try await desk.quote(
        [desk.line(["unit_price": "1"])], ["currency": "EUR"])
      #expect(quote.status == 201, "\(quote.text)")
      let sending = try await desk.seller.post("quotes/\(quote.id)/sending")
      #expect(sending.problem == "discount_not_approved", "\(sending.text)")
      let limited = try await desk.head.post("quotes/\(quote.id)/discount-approval")
      #expect(limited.problem == "discount_limit", "\(limited.text)")
      let approval = try await desk.chief.post("quotes/\(quote.id)/discount-approval")
      #expect(approval.status == 201 && approval["percent"] == "100.0000", "\(approval.text)")
      // Turned into the other currency with its price kept, it is the same trick.
      let turned = try await desk.quote([desk.line()])
      _ = try await desk.seller.patch("quotes/\(turned.id)", ["currency": "EUR"])
      let again = try await desk.seller.post("quotes/\(turned.id)/sending")
      #expect(again.problem == "discount_not_approved", "\(again.text)")
    }
  }

  @Test func `beyond it is approved by another, who may give it, and is kept`() async throws {
    try await withQuoteDesk { desk in
      let quote = try await desk.quote([desk.line(["discount_percent": "20"])])
      let path = "quotes/\(quote.id)/discount-approval"
      #expect(try await desk.seller.post(path).status == 403)
      let approval = try await desk.head.post(path, ["reason": "A good client"])
      #expect(approval.status == 201 && approval["percent"] == "20.0000", "\(approval.text)")
      #expect(approval["approved_by"]?.int == desk.head.account)
      #expect(try await desk.head.post(path).problem == "approval_not_needed")
      #expect(try await desk.seller.post("quotes/\(quote.id)/sending").status == 200)
      let late = try await desk.chief.post(path)
      #expect(late.problem == "record_state" && late["state"] == "sent", "\(late.text)")
      let kept = try await desk.seller.get("discount-approvals?quote_id=\(quote.id)")
      #expect(kept.data.compactMap { $0["reason"]?.string } == ["A good client"], "\(kept.text)")
    }
  }

  @Test func `is approved by nobody who has written it, owns it or changed a line`() async throws {
    try await withQuoteDesk { desk in
      let own = try await desk.quote([desk.line(["discount_percent": "40"])], by: desk.head)
      let reply = try await desk.head.post("quotes/\(own.id)/discount-approval")
      #expect(reply.status == 409 && reply.problem == "own_document", "\(reply.text)")
      let owned = try await desk.quote([desk.line(["discount_percent": "20"])])
      _ = try await desk.chief.patch("quotes/\(owned.id)", ["owner_id": .id(desk.head.account)])
      #expect(
        try await desk.head.post("quotes/\(owned.id)/discount-approval").problem == "own_document")
      let helped = try await desk.quote([desk.line(["discount_percent": "20"])])
      let line = helped["lines"]?.array?.first?["id"]?.int ?? 0
      _ = try await desk.head.patch("quote-lines/\(line)", ["discount_percent": "24"])
      #expect(
        try await desk.head.post("quotes/\(helped.id)/discount-approval").problem == "own_document")
      // Whoever changes a line is held to his own limit, whose quote it may be.
      let heads = try await desk.quote(
        [desk.line()], by: desk.head, ["owner_id": .id(desk.seller.account)])
      let its = heads["lines"]?.array?.first?["id"]?.int ?? 0
      _ = try await desk.seller.patch("quote-lines/\(its)", ["discount_percent": "20"])
      let sending = try await desk.head.post("quotes/\(heads.id)/sending")
      #expect(sending.problem == "discount_not_approved", "\(sending.text)")
      #expect(try await desk.text("select count(*)::text from sales.discount_approval") == "0")
    }
  }

  @Test func `is approved no longer when a line or the price has changed`() async throws {
    try await withQuoteDesk { desk in
      let changes: [(String, JSON)] = [
        ("quantity", "2"), ("discount_percent", "19.9"), ("unit_price", "10.0001"),
      ]
      for (field, value) in changes {
        let quote = try await desk.quote([desk.line(["discount_percent": "20"])])
        _ = try await desk.head.post("quotes/\(quote.id)/discount-approval")
        let line = quote["lines"]?.array?.first?["id"]?.int ?? 0
        _ = try await desk.seller.patch(
          "quote-lines/\(line)", .object([.init(field, value)]))
        let sending = try await desk.seller.post("quotes/\(quote.id)/sending")
        #expect(sending.problem == "discount_not_approved", "\(field): \(sending.text)")
        #expect(try await desk.head.post("quotes/\(quote.id)/discount-approval").status == 201)
        #expect(try await desk.seller.post("quotes/\(quote.id)/sending").status == 200)
      }
      let quote = try await desk.quote([desk.line(["discount_percent": "20"])])
      _ = try await desk.head.post("quotes/\(quote.id)/discount-approval")
      _ = try await desk.chief.patch("products/\(desk.product)", ["list_price": "12"])
      let sending = try await desk.seller.post("quotes/\(quote.id)/sending")
      #expect(sending.problem == "discount_not_approved", "\(sending.text)")
    }
  }

  @Test func `has the limit of the nearest category`() async throws {
    try await withQuoteDesk { desk in
      let goods = try await desk.chief.create("product-categories", ["name": "Goods"]).id
      let jewels = try await desk.chief.create(
        "product-categories", ["name": "Jewels", "parent_id": .id(goods)]
      ).id
      let role = try await desk.text("select id::text from access.role where code = 'sales'")
      for (category, percent) in [(goods, "15"), (jewels, "0")] {
        try await desk.chief.create(
          "discount-limits",
          [
            "role_id": .id(role.flatMap { Int($0) }), "product_category_id": .id(category),
            "percent": .string(percent),
          ])
      }
      let gem = try await desk.product("Gem", category: jewels, price: "100")
      let box = try await desk.product("Box", category: goods, price: "100")
      for (product, percent, status) in [(box, "15", 200), (box, "16", 409), (gem, "1", 409)] {
        let quote = try await desk.quote([
          desk.line(["product_id": .id(product), "discount_percent": .string(percent)])
        ])
        let sending = try await desk.seller.post("quotes/\(quote.id)/sending")
        #expect(sending.status == status, "\(product) \(percent): \(sending.text)")
      }
    }
  }

  @Test func `is approved by no plain SQL`() async throws {
    try await withQuoteDesk { desk in
      let quote = try await desk.quote([desk.line(["discount_percent": "20"])])
      let own = try await desk.quote([desk.line(["discount_percent": "40"])], by: desk.head)
      let attacks: [(TestSession, SQL, String)] = [
        (
          desk.seller,
          "select from sales.approve_quote_discount(\(quote.id), null) as n where n > 0", "0"
        ),
        (
          desk.head, "select sales.approve_quote_discount(\(own.id), null)",
          "discount_approval_not_own"
        ),
        (
          desk.chief,
          """
          insert into sales.discount_approval (quote_id, approved_by)
          values (\(quote.id), \(desk.chief.account))
          """, "42501"
        ),
        (desk.seller, "select sales.send_quote(\(quote.id))", "quote_discounts_approved"),
        (desk.chief, "update sales.discount_approval set percent = 100", "42501"),
        (desk.chief, "delete from sales.discount_approval", "42501"),
      ]
      for (session, attack, rule) in attacks {
        #expect(try await desk.refusal(session, attack) == rule, "\(attack)")
      }
      // Nor can the owner of the tables enter one that is not lawful, or change one that is.
      let forged = try await desk.crm.ownerRefusal(
        """
        insert into sales.discount_approval (quote_id, approved_by)
        values (\(own.id), \(desk.head.account))
        """)
      #expect(forged == "discount_approval_not_own")
      #expect(try await desk.head.post("quotes/\(quote.id)/discount-approval").status == 201)
      let changed = try await desk.crm.ownerRefusal(
        "update sales.discount_approval set percent = 100")
      #expect(changed == "discount_approval_stays")
      #expect(try await desk.text("select count(*)::text from sales.discount_approval") == "1")
    }
  }
}
