import CRM
import Postgres
import Support
import Testing

@Suite struct `An order` {
  @Test func `goes from its quote through two shipments to requests for invoices`() async throws {
    try await withOrderDesk { desk in
      let quote = try await desk.accepted()
      let order = try await desk.seller.post("quotes/\(quote)/order")
      #expect(order.status == 201 && order["state"] == "draft", "\(order.text)")
      #expect(order[header: "location"] == "/api/v1/sales-orders/\(order.id)")
      #expect(order["number"]?.string?.hasPrefix("SO-") == true, "\(order.text)")
      #expect(order["lines"]?.array?.first?["net"] == "100.0000", "\(order.text)")
      #expect(order["lines"]?.array?.first?["gross"] == "120.0000")
      let confirmed = try await desk.seller.post("sales-orders/\(order.id)/confirmation")
      #expect(confirmed["state"] == "confirmed" && confirmed["confirmed_at"] != .null)

      let first = try await desk.ship(order, "4")
      #expect(first.status == 201 && first["kind"] == "goods", "\(first.text)")
      #expect(first["number"]?.string?.hasPrefix("SH-") == true, "\(first.text)")
      #expect(try await desk.state(order.id) == "confirmed")
      let over = try await desk.ship(order, "7")
      #expect(over.status == 422 && over.firstFault.contains("left of the line: 6"), "\(over.text)")
      let rest = try await desk.ship(order)
      #expect(rest["lines"]?.array?.first?["quantity"] == "6.000000", "\(rest.text)")
      #expect(try await desk.state(order.id) == "shipped")

      let asked = try await desk.seller.post("shipments/\(first.id)/invoice-requests")
      #expect(asked.status == 201, "\(asked.text)")
      #expect(asked["number"]?.string?.hasPrefix("IR-") == true, "\(asked.text)")
      let amounts = try await desk.seller.get(
        "invoice-request-amounts?invoice_request_id=\(asked.id)")
      #expect(amounts.data.map { $0["gross"]?.string } == ["48.0000"], "\(amounts.text)")
      #expect(try await desk.state(order.id) == "shipped")
      let last = try await desk.accountant.post("sales-orders/\(order.id)/invoice-requests")
      #expect(last["lines"]?.array?.first?["quantity"] == "6.000000", "\(last.text)")
      #expect(try await desk.state(order.id) == "closed")
      let none = try await desk.seller.post("shipments/\(rest.id)/invoice-requests")
      #expect(none.status == 422 && none.text.contains("left to invoice"), "\(none.text)")
      try await unwind(desk, order.id, rest: rest.id, last: last.id)
    }
  }

  /// What was asked for and shipped is taken back, in the right order only.
  private func unwind(_ desk: OrderDesk, _ order: Int, rest: Int, last: Int) async throws {
    let why: JSON = ["reason": "Wrong address"]
    let early = try await desk.seller.post("shipments/\(rest)/cancellation", why)
    #expect(early.status == 422 && early.text.contains("cancel the request"), "\(early.text)")
    let taken = try await desk.seller.post("invoice-requests/\(last)/cancellation", why)
    #expect(taken["state"] == "cancelled" && taken["cancellation_reason"] == "Wrong address")
    #expect(try await desk.state(order) == "shipped")
    let back = try await desk.seller.post("shipments/\(rest)/cancellation", why)
    #expect(back["state"] == "cancelled", "\(back.text)")
    #expect(try await desk.state(order) == "confirmed")
    let progress = try await desk.seller.get("order-progress?sales_order_id=\(order)").data.first
    #expect(progress?["left_to_ship"] == "6.000000" && progress?["requested"] == "4.000000")
    let refused = try await desk.seller.post("sales-orders/\(order)/cancellation", why)
    #expect(refused.status == 422 && refused.text.contains("cancel its shipments"))
  }

  @Test func `ships goods by a waybill and services by an act`() async throws {
    try await withOrderDesk { desk in
      let order = try await desk.confirmed([
        desk.books.line(), desk.books.line(["product_id": .id(desk.service), "place": 2]),
      ])
      let mixed = (order["lines"]?.array ?? []).map { line -> JSON in
        ["sales_order_line_id": line["id"] ?? .null, "quantity": "1"]
      }
      let refused = try await desk.seller.post(
        "sales-orders/\(order.id)/shipments", ["lines": .array(mixed)])
      #expect(refused.status == 422 && refused.text.contains("by an act"), "\(refused.text)")
      let act = try await desk.seller.post(
        "sales-orders/\(order.id)/shipments", ["kind": "service", "shipped_on": "2026-01-15"])
      #expect(act["kind"] == "service" && act["shipped_on"] == "2026-01-15", "\(act.text)")
      #expect(act["number"]?.string?.hasPrefix("AC-") == true, "\(act.text)")
      let waybill = try await desk.ship(order)
      #expect(waybill["kind"] == "goods", "\(waybill.text)")
      #expect(try await desk.state(order.id) == "shipped")
    }
  }

  @Test func `takes what is not said from its product, and reckons each line exactly`()
    async throws
  {
    try await withOrderDesk { desk in
      let order = try await desk.order([
        desk.books.line(["quantity": "3"]),
        desk.books.line([
          "place": 2, "quantity": "7.5", "unit_price": "0.3333", "discount_percent": "12.5",
          "vat_rate": "18",
        ]),
      ])
      let lines = order["lines"]?.array ?? []
      #expect(lines.first?["unit_price"] == "10.0000" && lines.first?["vat_rate"] == "20.00")
      // 7.5 * 0.3333 * 0.875 = 2.18728125, and 18 % of 2.1873 = 0.393714.
      #expect(lines.last?["net"] == "2.1873" && lines.last?["vat"] == "0.3937", "\(order.text)")
      let figure = try await desk.seller.get("order-figures/\(order.id)")
      #expect(figure["net"] == "32.18728125" && figure["lines"]?.int == 2, "\(figure.text)")
      let dear = try await desk.order(nil, ["currency": "EUR"])
      #expect(dear.status == 422 && dear.text.contains("No price list"), "\(dear.text)")
      #expect(dear.pointers == ["/lines/0/unit_price"], "\(dear.text)")
    }
  }

  @Test func `changes while it is a draft, and by no verb of another state`() async throws {
    try await withOrderDesk { desk in
      let order = try await desk.order()
      let patched = try await desk.seller.patch(
        "sales-orders/\(order.id)", ["required_on": "2100-01-01", "lines": []])
      #expect(patched["required_on"] == "2100-01-01", "\(patched.text)")
      let empty = try await desk.seller.post("sales-orders/\(order.id)/confirmation")
      #expect(empty.status == 422 && empty.text.contains("without lines"), "\(empty.text)")
      for verb in ["shipments", "invoice-requests"] {
        let reply = try await desk.seller.post("sales-orders/\(order.id)/\(verb)")
        #expect(reply.problem == "record_state" && reply["state"] == "draft", "\(reply.text)")
      }
      for member in ["state", "confirmed_at", "cancelled_at", "cancellation_reason", "quote_id"] {
        let reply = try await desk.seller.patch("sales-orders/\(order.id)", [member: "x"])
        #expect(reply.status == 422 && reply.pointers == ["/\(member)"], "\(reply.text)")
      }
      #expect(try await desk.seller.delete("sales-orders/\(order.id)").status == 405)
      let gone = try await desk.seller.post(
        "sales-orders/\(order.id)/cancellation", ["reason": "Changed his mind"])
      #expect(gone["state"] == "cancelled" && gone["cancellation_reason"] == "Changed his mind")
      let bare = try await desk.seller.post("sales-orders/\(order.id)/cancellation")
      #expect(bare.pointers == ["/reason"], "\(bare.text)")
      for verb in ["confirmation", "shipments", "invoice-requests", "cancellation"] {
        let reply = try await desk.seller.post(
          "sales-orders/\(order.id)/\(verb)", verb == "cancellation" ? ["reason": "Again"] : nil)
        #expect(reply.problem == "record_state" && reply["state"] == "cancelled", "\(verb)")
      }
    }
  }

  @Test func `is made of a quote once, which may have another when it is cancelled`() async throws {
    try await withOrderDesk { desk in
      let open = try await desk.books.sent()
      let early = try await desk.seller.post("quotes/\(open)/order")
      #expect(early.problem == "record_state" && early["state"] == "sent", "\(early.text)")
      let quote = try await desk.accepted()
      #expect(try await desk.rush("quotes/\(quote)/order", 20) == [201: 1, 409: 19])
      let again = try await desk.seller.post("quotes/\(quote)/order")
      #expect(again.problem == "already_ordered", "\(again.text)")
      let made = try await desk.text("select max(id)::text from sales.sales_order") ?? ""
      _ = try await desk.seller.post("sales-orders/\(made)/cancellation", ["reason": "Anew"])
      #expect(try await desk.seller.post("quotes/\(quote)/order").status == 201)
    }
  }

  @Test func `is confirmed, shipped and requested once, however many do it at once`()
    async throws
  {
    try await withOrderDesk { desk in
      let draft = try await desk.order()
      let confirmations = try await desk.rush("sales-orders/\(draft.id)/confirmation", 100)
      #expect(confirmations == [200: 1, 409: 99])
      let order = try await desk.seller.get("sales-orders/\(draft.id)")
      let line = order["lines"]?.array?.first?["id"] ?? .null
      let one: JSON = ["lines": [["sales_order_line_id": line, "quantity": "1"]]]
      let shipments = try await desk.rush("sales-orders/\(draft.id)/shipments", 100, one)
      // Ten of one each; by then it is shipped.
      #expect(shipments == [201: 10, 409: 90])
      let requests = try await desk.rush("sales-orders/\(draft.id)/invoice-requests", 100)
      #expect(requests == [201: 1, 409: 99])
      let sums = try await desk.text(
        """
        select (select sum(quantity) from sales.shipment_line) || ' '
          || (select sum(quantity) from sales.invoice_request_line) || ' '
          || (select count(distinct number) from sales.shipment)
        """)
      #expect(sums == "10.000000 10.000000 10")
    }
  }

  @Test func `is confirmed by who may give its discount`() async throws {
    try await withOrderDesk { desk in
      let cheap = try await desk.order([desk.books.line(["discount_percent": "20"])])
      let refused = try await desk.seller.post("sales-orders/\(cheap.id)/confirmation")
      #expect(refused.status == 422 && refused.firstFault.contains("Ten, 20 %"), "\(refused.text)")
      #expect(try await desk.state(cheap.id) == "draft")
      let head = try await desk.books.head.post("sales-orders/\(cheap.id)/confirmation")
      #expect(head["state"] == "confirmed", "\(head.text)")
      let hidden = try await desk.order([desk.books.line(["unit_price": "5"])])
      for session in [desk.seller, desk.books.head] {
        let reply = try await session.post("sales-orders/\(hidden.id)/confirmation")
        #expect(reply.status == 422 && reply.firstFault.contains("50 %"), "\(reply.text)")
      }
    }
  }

  @Test func `gives no discount by the prices of a day to come`() async throws {
    try await withOrderDesk { desk in
      let sale = try await desk.chief.create(
        "price-lists", ["name": "Sale", "currency": "USD", "valid_from": "2090-01-01"])
      _ = try await desk.chief.create(
        "price-list-lines",
        ["price_list_id": .id(sale.id), "product_id": .id(desk.product), "price": "5"])
      let early = try await desk.order(nil, ["ordered_on": "2090-01-02"])
      #expect(early["lines"]?.array?.first?["unit_price"] == "5.0000", "\(early.text)")
      let refused = try await desk.seller.post("sales-orders/\(early.id)/confirmation")
      #expect(refused.status == 422 && refused.firstFault.contains("50 %"), "\(refused.text)")
    }
  }

  @Test func `brings its number along, but none like ours`() async throws {
    try await withOrderDesk { desk in
      #expect(try await desk.order(nil, ["number": "10248"])["number"] == "10248")
      let next = try await desk.order()["number"]?.string ?? ""
      for forged in ["SO-99", "SO-2026-00999999999999999999999", next.dropLast() + "9"] {
        let reply = try await desk.order(nil, ["number": .string(String(forged))])
        #expect(reply.status == 422 && reply.pointers == ["/number"], "\(forged): \(reply.text)")
      }
    }
  }
}
