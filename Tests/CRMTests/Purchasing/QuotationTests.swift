import CRM
import Postgres
import Support
import Testing

@Suite struct `A request for quotations` {
  /// A request to two suppliers for two lines, and what they offer.
  private struct Request {
    let id: Int
    let lines: [Int]
    let quotes: [Int]

    init(_ desk: ApprovalDesk, currencies: [String] = ["RUB", "RUB"]) async throws {
      let second = try await desk.buyer.create("parties", ["name": "Second", "supplier": true]).id
      let suppliers = [desk.supplier, second]
      let line: (String) -> JSON = {
        ["description": .string($0), "quantity": "10", "unit_id": 1]
      }
      id = try await desk.buyer.create(
        "requests-for-quotations",
        [
          "lines": [line("A"), line("B")],
          "suppliers": .array(suppliers.map { ["party_id": .id($0)] }),
        ]
      ).id
      let rows = try await desk.crm.observed("select id from purchasing.rfq_line order by id")
      lines = try rows.map { try $0.int("id") }
      var made: [Int] = []
      for (place, prices) in [["10", "30"], ["12", "20"]].enumerated() {
        let offers: [JSON] = zip(lines, prices).map {
          ["rfq_line_id": .id($0), "quantity": "10", "unit_price": .string($1), "vat_rate": "20"]
        }
        made.append(
          try await desk.buyer.create(
            "supplier-quotes",
            [
              "rfq_id": .id(id), "party_id": .id(suppliers[place]),
              "currency": .string(currencies[place]), "delivery_days": 7, "lines": .array(offers),
            ]
          ).id)
      }
      quotes = made
    }
  }

  @Test func `compares what suppliers offer, line by line, within a currency`() async throws {
    try await withApprovalDesk { desk in
      let request = try await Request(desk)
      let path = "quotation-comparisons?rfq_id=\(request.id)&sort=id"
      let told = try await desk.buyer.get(path)
      #expect(told.data.map { $0["price_rank"]?.int } == [1, 2, 2, 1], "\(told.text)")
      #expect(
        told.data.map { $0["supplier_net"]?.string } == [
          "400.0000", "400.0000", "320.0000", "320.0000",
        ])
    }
    try await withApprovalDesk { desk in
      let request = try await Request(desk, currencies: ["RUB", "USD"])
      let told = try await desk.buyer.get(
        "quotation-comparisons?rfq_id=\(request.id)&sort=id")
      #expect(told.data.map { $0["price_rank"]?.int } == [1, 1, 1, 1], "\(told.text)")
    }
  }

  @Test func `is awarded once, however many award at once`() async throws {
    try await withApprovalDesk { desk in
      let request = try await Request(desk)
      let outcomes = try await atOnce(100) { number in
        try await desk.buyer.post("supplier-quotes/\(request.quotes[number % 2])/award")
      }
      #expect(outcomes == [201: 1, 409: 99])
      let told = try await desk.text(
        """
        select concat_ws(' ', (select count(*) from purchasing.purchase_order), state)
        from purchasing.request_for_quotation
        """)
      #expect(told == "1 awarded")
    }
  }

  @Test func `binds the order to what was offered`() async throws {
    try await withApprovalDesk { desk in
      let request = try await Request(desk)
      let order = try await desk.buyer.post("supplier-quotes/\(request.quotes[1])/award")
      #expect(order.status == 201 && order["state"] == "draft", "\(order.text)")
      let total = try await desk.buyer.get("purchase-order-totals/\(order.id)")
      #expect(total["net"] == "320.0000" && total["gross"] == "384.0000", "\(total.text)")
      let line = try await desk.text(
        "select min(id)::text from purchasing.purchase_order_line where order_id = \(order.id)")
      for change: JSON in [["unit_price": "12.0001"], ["quantity": "11"], ["unit_id": 2]] {
        let refused = try await desk.buyer.patch("purchase-order-lines/\(line ?? "")", change)
        #expect(refused.status == 422 && refused.text.contains("12.0000"), "\(refused.text)")
      }
      let cheaper = try await desk.buyer.patch(
        "purchase-order-lines/\(line ?? "")", ["unit_price": "11", "quantity": "5"])
      #expect(cheaper.status == 200, "\(cheaper.text)")
      let moved = try await desk.buyer.patch(
        "purchase-orders/\(order.id)", ["party_id": .id(desk.supplier)])
      #expect(moved.pointers == ["/party_id"], "\(moved.text)")
      let attacks: [(SQL, String)] = [
        ("update purchasing.purchase_order_line set unit_price = 99", "purchase_order_line_quoted"),
        ("update purchasing.purchase_order set currency = 'USD'", "purchase_order_as_quoted"),
        ("update purchasing.purchase_order set supplier_quote_id = null", "42501"),
        ("update purchasing.purchase_order_line set supplier_quote_line_id = null", "42501"),
        ("update purchasing.supplier_quote_line set unit_price = 99", "supplier_quote_line_frozen"),
        (
          """
          insert into purchasing.purchase_order_line
            (order_id, description, quantity, unit_id, unit_price)
          values (\(order.id), 'Not offered', 1, 1, 99)
          """, "purchase_order_line_offered"
        ),
        ("update purchasing.request_for_quotation set state = 'open'", "42501"),
        ("select purchasing.award_quote(\(request.quotes[0]))", "CJ010"),
      ]
      for (attack, rule) in attacks {
        #expect(try await desk.refusal(desk.buyer, attack) == rule)
      }
      let second = try await desk.ownRefusal(
        """
        insert into purchasing.purchase_order (party_id, currency, supplier_quote_id)
        select party_id, currency, id from purchasing.supplier_quote where id = \(request.quotes[0])
        returning id
        """)
      #expect(second == "purchase_order_awarded_once")
    }
  }

  @Test func `takes quotations while it is open, of those whom it asks`() async throws {
    try await withApprovalDesk { desk in
      let request = try await Request(desk)
      let stranger = try await desk.buyer.create("parties", ["name": "Third", "supplier": true]).id
      let path = "requests-for-quotations/\(request.id)"
      let uninvited = try await desk.buyer.post(
        "supplier-quotes",
        ["rfq_id": .id(request.id), "party_id": .id(stranger), "currency": "RUB"])
      #expect(uninvited.status == 422, "\(uninvited.text)")
      let closed = try await desk.buyer.post("\(path)/closing")
      #expect(closed["state"] == "closed", "\(closed.text)")
      #expect(try await desk.buyer.post("\(path)/closing").problem == "record_state")
      let late = try await desk.buyer.patch(
        "supplier-quotes/\(request.quotes[0])", ["currency": "USD"])
      #expect(late.status == 409 && late["state"] == "closed", "\(late.text)")
      let opened = try await desk.buyer.delete("\(path)/closing", ifMatch: nil)
      #expect(opened["state"] == "open", "\(opened.text)")
      let old = try await desk.buyer.patch(
        "supplier-quotes/\(request.quotes[0])", ["valid_until": "2020-01-01"])
      #expect(old.status == 200, "\(old.text)")
      let stale = try await desk.buyer.post("supplier-quotes/\(request.quotes[0])/award")
      #expect(stale.pointers == ["/valid_until"], "\(stale.text)")
      let cancelled = try await desk.buyer.post("\(path)/cancellation")
      #expect(cancelled["state"] == "cancelled", "\(cancelled.text)")
      let award = try await desk.buyer.post("supplier-quotes/\(request.quotes[1])/award")
      #expect(award.problem == "record_state", "\(award.text)")
      let plain = try await desk.refusal(
        desk.buyer, "select purchasing.move_request(\(request.id), 'open')")
      #expect(plain == "CJ010")
    }
  }
}
