import CRM
import Postgres
import Support
import Testing

@Suite struct `Invoicing an order` {
  /// Ten goods at 10 dollars with 20 % of VAT that were ordered, of which four were shipped and asked to be invoiced.
  private func asked(_ desk: OrderDesk) async throws -> (order: Reply, line: JSON, request: Int) {
    let order = try await desk.confirmed()
    let shipment = try await desk.ship(order, "4")
    let request = try await desk.seller.post("shipments/\(shipment.id)/invoice-requests")
    #expect(request.status == 201, "\(request.text)")
    let line = order["lines"]?.array?.first?["id"] ?? .null
    return (order, line, request.id)
  }

  @Test func `drafts what was asked to be invoiced, once`() async throws {
    try await withOrderDesk { desk in
      let books = try await InvoiceDesk(desk.crm)
      let asked = try await asked(desk)
      let path = "invoice-requests/\(asked.request)/invoices"
      let draft = try await books.clerk.post(path, ["invoiced_on": "2025-07-01"])
      #expect(draft.status == 201 && draft["state"] == "draft", "\(draft.text)")
      #expect(draft["sales_order_id"]?.int == asked.order.id, "\(draft.text)")
      #expect(draft["invoice_request_id"]?.int == asked.request, "\(draft.text)")
      let line = draft["lines"]?.array?.first
      #expect(line?["quantity"] == "4.000000" && line?["gross"] == "48.0000", "\(draft.text)")
      let again = try await books.clerk.post(path, ["invoiced_on": "2025-07-01"])
      #expect(again.status == 422 && again.rule == "invoice_request_once", "\(again.text)")
      let plain: SQL = "select finance.invoice_request(\(asked.request), null, null)"
      #expect(try await books.refusal(plain) == "invoice_request_once")
      let taken = try await desk.seller.post(
        "invoice-requests/\(asked.request)/cancellation", ["reason": "x"])
      #expect(taken.status == 422 && taken.rule == "invoice_request_uninvoiced", "\(taken.text)")
      let id = try await books.post("invoices", draft)
      // 40 dollars and 8 of VAT at 80 roubles.
      #expect(try await books.entry("invoice", id) == ["62 3840", "90 -3200", "68 -640"])
      // Reversed, it may be invoiced anew; a request that was taken back may not.
      let back = try await books.clerk.post("invoices/\(id)/reversal", ["reason": "x"])
      #expect(back["state"] == "reversed", "\(back.text)")
      let cancelled = try await desk.seller.post(
        "invoice-requests/\(asked.request)/cancellation", ["reason": "x"])
      #expect(cancelled["state"] == "cancelled", "\(cancelled.text)")
      let late = try await books.clerk.post(path)
      #expect(late.problem == "record_state", "\(late.text)")
      #expect(try await books.refusal(plain) == "CJ010")
      #expect(try await desk.seller.post(path).status == 403)
    }
  }

  @Test func `drafts what is left of the order, and no more than was ordered`() async throws {
    try await withOrderDesk { desk in
      let books = try await InvoiceDesk(desk.crm)
      let early = try await desk.order()
      let none = try await books.clerk.post("sales-orders/\(early.id)/invoices")
      #expect(none.status == 409 && none.problem == "record_state", "\(none.text)")
      #expect(
        try await books.refusal("select finance.invoice_sales_order(\(early.id), null, null)")
          == "CJ010")
      let asked = try await asked(desk)
      let path = "sales-orders/\(asked.order.id)/invoices"
      _ = try await books.clerk.post("invoice-requests/\(asked.request)/invoices")
      let rest = try await books.clerk.post(path, ["invoiced_on": "2025-07-01"])
      #expect(rest["lines"]?.array?.first?["quantity"] == "6.000000", "\(rest.text)")
      let done = try await books.clerk.post(path)
      #expect(done.status == 422 && done.rule == "invoice_of_something", "\(done.text)")
      let line = InvoiceDesk.line("10", "1", ["sales_order_line_id": asked.line])
      let dollars: JSON = ["party_id": .id(desk.client), "currency": "USD"]
      let over = try await books.draft([line], dollars)
      #expect(over.status == 422 && over.rule == "invoice_line_within_order", "\(over.text)")
      #expect(over.firstFault.contains("at most 0"), "\(over.text)")
      let dropped = try await books.clerk.post(
        "invoices/\(rest.id)/cancellation", ["reason": "x"])
      #expect(dropped["state"] == "cancelled", "\(dropped.text)")
      let again = try await books.draft([line.with(["quantity": "6"])], dollars)
      #expect(again.status == 201, "\(again.text)")
      let foreign = try await books.draft([line], ["currency": "USD"])
      #expect(foreign.status == 422 && foreign.rule == "invoice_line_of_order", "\(foreign.text)")
      let moved = try await books.clerk.patch(
        "invoices/\(again.id)", ["party_id": .id(books.party)])
      #expect(moved.status == 422 && moved.pointers == ["/party_id"], "\(moved.text)")
      let plain: SQL = "update finance.invoice_line set quantity = 7 where invoice_id = \(again.id)"
      #expect(try await books.refusal(plain) == "invoice_line_within_order")
      #expect(try await books.ownRefusal(plain) == "invoice_line_within_order")
    }
  }

  @Test func `is made anew of what was credited, which then stays credited`() async throws {
    try await withOrderDesk { desk in
      let books = try await InvoiceDesk(desk.crm)
      let order = try await desk.confirmed()
      let path = "sales-orders/\(order.id)/invoices"
      let day: JSON = ["invoiced_on": "2025-07-01"]
      let first = try await books.post("invoices", try await books.clerk.post(path, day))
      let note = try await books.post(
        "invoices",
        try await books.clerk.post(
          "invoices/\(first)/credit-notes", ["credited_on": "2025-07-01"]))
      let anew = try await books.clerk.post(path, day)
      #expect(anew.status == 201, "\(anew.text)")
      let used = try await books.clerk.post("invoices/\(note)/reversal", ["reason": "x"])
      #expect(used.status == 422 && used.rule == "invoice_credit_used", "\(used.text)")
      let attack: SQL = "select finance.reverse_invoice(\(note), null, 'x')"
      #expect(try await books.refusal(attack) == "invoice_credit_used")
      _ = try await books.clerk.post("invoices/\(anew.id)/cancellation", ["reason": "x"])
      let back = try await books.clerk.post("invoices/\(note)/reversal", ["reason": "x"])
      #expect(back["state"] == "reversed", "\(back.text)")
      #expect(try await books.faults() == [])
    }
  }

  @Test func `never comes to more than was ordered, however many ask at once`() async throws {
    try await withOrderDesk { desk in
      let books = try await InvoiceDesk(desk.crm)
      let order = try await desk.confirmed()
      let told = try await atOnce(100) { _ in
        try await books.clerk.post("sales-orders/\(order.id)/invoices")
      }
      #expect(told == [201: 1, 422: 99], "\(told)")
      #expect(try await books.text("select count(*)::text from finance.invoice") == "1")
    }
  }

  @Test func `of a supplier takes what arrived, is matched and posted`() async throws {
    try await withReceivingDesk { desk in
      let books = try await InvoiceDesk(desk.crm)
      let order = try await desk.order("10")
      _ = try await desk.receive(order, "6")
      let path = "purchase-orders/\(order.id)/invoices"
      #expect(try await books.clerk.post(path).pointers == ["/number_given"])
      let body: JSON = ["number_given": "S-1", "invoiced_on": "2025-03-09"]
      let draft = try await books.clerk.post(path, body)
      #expect(draft.status == 201 && draft["gross_given"] == "720.0000", "\(draft.text)")
      let again = try await books.clerk.post(path, body.with(["number_given": "S-2"]))
      #expect(again.status == 422 && again.rule == "invoice_of_something", "\(again.text)")
      let early = try await books.clerk.post("invoices/\(draft.id)/posting")
      #expect(early.problem == "record_state" && early["state"] == "draft", "\(early.text)")
      #expect(
        try await books.refusal("select finance.post_invoice(\(draft.id), null)") == "CJ010")
      let match = try await books.clerk.post("invoices/\(draft.id)/match")
      #expect(match["state"] == "matched", "\(match.text)")
      let posted = try await books.clerk.post("invoices/\(draft.id)/posting")
      #expect(posted["state"] == "posted", "\(posted.text)")
      #expect(try await books.entry("invoice", draft.id) == ["60 -720", "26 600", "19 120"])
      let back = try await books.clerk.post("invoices/\(draft.id)/reversal", ["reason": "x"])
      #expect(back["state"] == "reversed", "\(back.text)")
      let state = try await books.text("select state from purchasing.invoice_match")
      #expect(state == "void")
      #expect(try await books.clerk.post(path, body).status == 201)
      #expect(try await books.faults() == [])
    }
  }

  /// An invoice of ten things that arrived, of which three went back before it was matched:
  /// somebody else releases it, and it is posted.
  private func overInvoiced(
    _ desk: ReceivingDesk, _ books: InvoiceDesk, _ order: ReceivingDesk.Order
  ) async throws -> Reply {
    let receipt = try await desk.receive(order)
    let draft = try await books.clerk.post(
      "purchase-orders/\(order.id)/invoices",
      ["number_given": "S-1", "invoiced_on": "2025-03-09"])
    let gone: JSON = [
      "receipt_line_id": receipt["lines"]?.array?.first?["id"] ?? .null, "quantity": "3",
    ]
    let back = try await desk.buyer.post(
      "receipts/\(receipt.id)/returns",
      ["returned_on": "2025-03-10", "reason": "Broken", "lines": [gone]])
    #expect(back.status == 201, "\(back.text)")
    let match = try await books.clerk.post("invoices/\(draft.id)/match")
    #expect(match["state"] == "exception", "\(match.text)")
    let other = try await desk.crm.as(.accountant, number: 2)
    let released = try await other.post(
      "invoice-matches/\(match.id)/release", ["reason": "He credits three"])
    #expect(released["state"] == "released", "\(released.text)")
    _ = try await books.post("invoices", draft)
    return draft
  }

  @Test func `of a supplier takes what came instead of what was sent back and credited`()
    async throws
  {
    try await withReceivingDesk { desk in
      let books = try await InvoiceDesk(desk.crm)
      let order = try await desk.order("10")
      let path = "purchase-orders/\(order.id)/invoices"
      let body: JSON = ["number_given": "S-2", "invoiced_on": "2025-03-17"]
      let first = try await overInvoiced(desk, books, order)
      #expect(first["lines"]?.array?.first?["quantity"] == "10.000000", "\(first.text)")
      let taken: JSON = [
        "line_id": first["lines"]?.array?.first?["id"] ?? .null, "quantity": "3",
      ]
      let note = try await books.clerk.post(
        "invoices/\(first.id)/credit-notes", ["credited_on": "2025-03-11", "lines": [taken]])
      #expect(note["gross_given"] == "360.0000", "\(note.text)")
      _ = try await books.post("invoices", note)
      let early = try await books.clerk.post(path, body)
      #expect(early.status == 422 && early.rule == "invoice_of_something", "\(early.text)")
      #expect(try await desk.receive(order, "3", on: "2025-03-16").status == 201)
      let anew = try await books.clerk.post(path, body)
      #expect(anew.status == 201 && anew["gross_given"] == "360.0000", "\(anew.text)")
      let lines = anew["lines"]?.array ?? []
      #expect(lines.map { $0["quantity"] } == ["3.000000"], "\(anew.text)")
      let again = try await books.clerk.post(path, body.with(["number_given": "S-3"]))
      #expect(again.status == 422 && again.rule == "invoice_of_something", "\(again.text)")
      let match = try await books.clerk.post("invoices/\(anew.id)/match")
      #expect(match["state"] == "matched", "\(match.text)")
      _ = try await books.post("invoices", anew)
      #expect(try await books.balances() == ["19 200", "26 1000", "60 -1200"])
      #expect(try await books.faults() == [])
    }
  }
}
