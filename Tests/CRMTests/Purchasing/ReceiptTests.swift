import CRM
import Postgres
import Support
import Testing

@Suite struct `A receipt` {
  @Test func `takes what arrived, part by part, until all of the order has come`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10", "5")
      let first = try await desk.receive(order, "4")
      #expect(first.status == 201, "\(first.text)")
      #expect(first["number"]?.string?.hasPrefix("GR-") == true, "\(first.text)")
      #expect(first["lines"]?.array?.first?["quantity"] == "4.000000", "\(first.text)")
      #expect(try await desk.state(order) == "sent")
      let rest = try await desk.receive(order)
      let quantities = (rest["lines"]?.array ?? []).map { $0["quantity"]?.string }
      #expect(quantities == ["6.000000", "5.000000"], "\(rest.text)")
      #expect(try await desk.state(order) == "received")
      let more = try await desk.receive(order)
      #expect(more.status == 409 && more.problem == "record_state", "\(more.text)")
    }
  }

  @Test func `is refused beyond what was ordered and its tolerance`() async throws {
    try await withReceivingDesk { desk in
      let strict = try await desk.order("10")
      let over = try await desk.receive(strict, "10.000001")
      #expect(over.status == 422 && over.firstFault.contains("may come still: 10"), "\(over.text)")
      let loose = try await desk.order("10", tolerance: "5")
      #expect(try await desk.receive(loose, "10").status == 201)
      #expect(try await desk.receive(loose, "0.6").firstFault.contains("still: 0.5"))
      #expect(try await desk.receive(loose, "0.5").status == 201)
      #expect(
        try await desk.ownRefusal(
          """
          insert into purchasing.receipt_line (receipt_id, order_line_id, quantity)
          select r.id, l.id, 11 from purchasing.purchase_order_line as l, purchasing.receipt as r
          where l.order_id = \(strict.id) and r.order_id = \(loose.id) limit 1
          """) == "receipt_line_order")
    }
  }

  @Test(arguments: ["draft", "approved", "closed", "cancelled"])
  func `is refused of an order that was not sent`(state: String) async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10", state: state)
      let refused = try await desk.receive(order, "1")
      #expect(refused.status == 409 && refused["state"]?.string == state, "\(refused.text)")
      #expect(
        try await desk.ownRefusal(
          "insert into purchasing.receipt (order_id) values (\(order.id))") == "receipt_order_sent")
      #expect(try await desk.text("select count(*)::text from purchasing.receipt") == "0")
    }
  }

  @Test func `takes no lines of another order, and none twice`() async throws {
    try await withReceivingDesk { desk in
      let (order, other) = (try await desk.order("10"), try await desk.order("10"))
      let foreign = try await desk.receive(
        .init(id: order.id, lines: other.lines), "1")
      #expect(foreign.firstFault.contains("another order"), "\(foreign.text)")
      let line: JSON = ["order_line_id": .id(order.lines[0]), "quantity": "1"]
      let twice = try await desk.buyer.post(
        "purchase-orders/\(order.id)/receipts", ["lines": [line, line]])
      #expect(twice.status == 422, "\(twice.text)")
      let nothing = try await desk.buyer.post(
        "purchase-orders/\(order.id)/receipts",
        ["lines": [["order_line_id": .id(order.lines[0]), "quantity": "0"]]])
      #expect(nothing.firstFault.contains("greater than 0"), "\(nothing.text)")
    }
  }

  @Test func `is cancelled with a reason, and the order is open again`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let receipt = try await desk.receive(order)
      let path = "receipts/\(receipt.id)/cancellation"
      #expect(try await desk.buyer.post(path).pointers == ["/reason"])
      let cancelled = try await desk.buyer.post(path, ["reason": "Miscounted"])
      #expect(cancelled["state"] == "cancelled", "\(cancelled.text)")
      #expect(try await desk.state(order) == "sent")
      #expect(try await desk.buyer.post(path, ["reason": "Again"]).problem == "record_state")
      #expect(try await desk.receive(order).status == 201)
      #expect(
        try await desk.ownRefusal(
          """
          update purchasing.receipt set state = 'posted', cancelled_at = null, cancelled_by = null,
            cancellation_reason = null where id = \(receipt.id)
          """) == "receipt_kept")
    }
  }

  @Test func `cannot be made or changed by plain SQL`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10", "5")
      let receipt = try await desk.receive(order, "4")
      for statement: SQL in [
        "insert into purchasing.receipt (order_id) values (\(order.id))",
        """
        insert into purchasing.receipt_line (receipt_id, order_line_id, quantity)
        values (\(receipt.id), \(order.lines[1]), 1)
        """,
        "update purchasing.receipt set state = 'cancelled' where id = \(receipt.id)",
        "update purchasing.receipt_line set quantity = 5",
        "delete from purchasing.receipt_line",
        "delete from purchasing.receipt",
        "update purchasing.purchase_order set state = 'received' where id = \(order.id)",
        "select purchasing.settle_order(\(order.id))",
      ] { #expect(try await desk.refusal(desk.buyer, statement) == "42501", "\(statement)") }
      let empty: SQL = "select purchasing.receive_order(\(order.id), null, null, null, '[]')"
      #expect(try await desk.refusal(desk.buyer, empty) == "receipt_line_within_order")
      #expect(
        try await desk.ownRefusal("update purchasing.receipt_line set quantity = 5")
          == "receipt_line_kept")
      #expect(
        try await desk.ownRefusal("delete from purchasing.receipt_line") == "receipt_line_kept")
      #expect(
        try await desk.ownRefusal("update purchasing.receipt set received_on = current_date")
          == "receipt_kept")
    }
  }

  @Test func `is made by those whose right reaches the order`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let path = "purchase-orders/\(order.id)/receipts"
      for role in [TestCRM.Role.accountant, .sales, .readOnly, .auditor, .hr] {
        let reply = try await desk.crm.as(role).post(path)
        #expect([403, 404].contains(reply.status), "\(role): \(reply.text)")
      }
      #expect(
        try await desk.crm.as(.purchasing, number: 2).post(path).status == 404)
      #expect(try await desk.text("select count(*)::text from purchasing.receipt") == "0")
      #expect(try await desk.state(order) == "sent")
      #expect(try await desk.head.post(path).status == 201)
      #expect(try await desk.state(order) == "received")
    }
  }

  @Test func `of everything is made once, however many are asked for at once`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let told = try await atOnce(100) { number in
        number.isMultiple(of: 2)
          ? try await desk.receive(order) : try await desk.receive(order, "10")
      }
      #expect(told[201] == 1 && told.keys.allSatisfy { [201, 409, 422].contains($0) }, "\(told)")
      let here = try await desk.text("select sum(quantity)::text from purchasing.receipt_line")
      #expect(here == "10.000000")
    }
  }
}

extension ReceivingDesk {
  /// The state of an order.
  func state(_ order: Order) async throws -> String? {
    try await text("select state from purchasing.purchase_order where id = \(order.id)")
  }
}
