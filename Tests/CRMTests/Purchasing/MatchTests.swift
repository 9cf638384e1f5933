import CRM
import Support
import Testing

@Suite struct `A match` {
  private func line(_ match: Reply, _ member: String) -> String? {
    let value = match["lines"]?.array?.first?[member]
    return value?.string ?? value?.bool.map(String.init)
  }

  @Test func `keeps what was ordered, received and invoiced`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      _ = try await desk.receive(order, "6")
      let match = try await desk.matched(order, 4)
      #expect(match.status == 201 && match["state"] == "matched", "\(match.text)")
      let facts = [
        "ordered_quantity", "received_quantity", "previous_quantity", "invoiced_quantity",
        "matched_quantity",
      ].map { line(match, $0) }
      #expect(facts == ["10.000000", "6.000000", "0.000000", "4.000000", "4.000000"])
      let next = try await desk.matched(order, 2)
      #expect(next["state"] == "matched", "\(next.text)")
      #expect(line(next, "previous_quantity") == "4.000000", "\(next.text)")
      let invoice = try #require(match["invoice_id"]?.int)
      #expect(try await desk.clerk.get("invoices/\(invoice)")["state"] == "matched")
      let again = try await desk.clerk.post("invoices/\(invoice)/match")
      #expect(again.problem == "record_state", "\(again.text)")
      _ = try await desk.receive(order)
      let kept = try await desk.clerk.get("invoice-matches/\(match.id)")
      #expect(line(kept, "received_quantity") == "6.000000", "\(kept.text)")
    }
  }

  /// What is invoiced of 10 that were ordered and 6 that arrived, and which variance it has.
  static let variances: [(quantity: Int, price: Int, vat: Int?, member: String, variance: String)] =
    [
      (7, 100, nil, "quantity", "1.000000"), (6, 101, 121, "price", "1.0000"),
      (6, 99, 119, "price", "-1.0000"), (6, 100, 121, "tax", "1.0000"),
    ]

  @Test(arguments: variances)
  func `tells a variance and waits for its release`(
    quantity: Int, price: Int, vat: Int?, member: String, variance: String
  ) async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      _ = try await desk.receive(order, "6")
      let match = try await desk.matched(order, quantity, price: price, vat: vat)
      #expect(match["state"] == "exception", "\(match.text)")
      #expect(line(match, "\(member)_variance") == variance, "\(match.text)")
      #expect(line(match, "\(member)_within") == "false", "\(match.text)")
      let queue = try await desk.clerk.get("invoice-matches?state=exception")
      #expect(queue.data.map { $0["id"]?.int } == [match.id], "\(queue.text)")
      #expect(try await desk.clerk.get("invoices?state=exception").data.count == 1)
    }
  }

  @Test func `is released by somebody else, with a reason`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      _ = try await desk.receive(order, "6")
      let match = try await desk.matched(order, 7)
      let path = "invoice-matches/\(match.id)/release"
      let own = try await desk.clerk.post(path, ["reason": "I say so"])
      #expect(own.status == 409 && own.problem == "own_document", "\(own.text)")
      let other = try await desk.crm.as(.accountant, number: 2)
      #expect(try await other.post(path).pointers == ["/reason"])
      #expect(try await desk.buyer.post(path, ["reason": "Please"]).status == 403)
      let released = try await other.post(path, ["reason": "The rest is on its way"])
      #expect(released["state"] == "released", "\(released.text)")
      #expect(released["released_by"]?.int == other.account, "\(released.text)")
      #expect(try await other.post(path, ["reason": "Again"]).problem == "record_state")
      let invoice = try #require(match["invoice_id"]?.int)
      #expect(try await desk.clerk.get("invoices/\(invoice)")["state"] == "matched")
      #expect(try await desk.clerk.get("invoice-matches?state=exception").data.isEmpty)
    }
  }

  @Test func `is not released by who entered the invoice, though another matched it`() async throws
  {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let invoice = try await desk.invoice(order, 1)
      let other = try await desk.crm.as(.accountant, number: 2)
      let match = try await other.post("invoices/\(invoice.id)/match")
      #expect(match["state"] == "exception", "\(match.text)")
      let own = try await desk.clerk.post(
        "invoice-matches/\(match.id)/release", ["reason": "I say so"])
      #expect(own.problem == "own_document", "\(own.text)")
      #expect(
        try await desk.ownRefusal(
          """
          update purchasing.invoice_match set state = 'released', released_at = now(),
            released_by = \(desk.clerk.account), release_reason = 'x' where id = \(match.id)
          """) == "invoice_match_not_own")
    }
  }

  @Test func `goes by the closest tolerance`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      _ = try await desk.receive(order)
      let chief = try await desk.crm.as(.administrator)
      try await chief.create(
        "match-tolerances",
        [
          "party_id": .id(desk.supplier), "quantity_percent": "50", "price_percent": "2",
          "tax_amount": "3",
        ])
      let within = try await desk.matched(order, 2, price: 102, vat: 42)
      #expect(within["state"] == "matched", "\(within.text)")
      #expect(line(within, "price_percent") == "2.00", "\(within.text)")
      let over = try await desk.matched(order, 12)
      #expect(over["state"] == "matched", "\(over.text)")
      #expect(line(over, "quantity_variance") == "4.000000", "\(over.text)")
      let none = try await desk.matched(order, 1)
      #expect(none["state"] == "exception", "\(none.text)")
    }
  }

  @Test func `is voided, and the invoice is a draft again`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let receipt = try await desk.receive(order)
      let match = try await desk.matched(order, 10)
      let invoice = try #require(match["invoice_id"]?.int)
      let gone = try await desk.clerk.delete("invoices/\(invoice)/match", ifMatch: .some(nil))
      #expect(gone.status == 200 && gone["state"] == "draft", "\(gone.text)")
      #expect(try await desk.clerk.get("invoice-matches/\(match.id)")["state"] == "void")
      let again = try await desk.clerk.delete("invoices/\(invoice)/match", ifMatch: .some(nil))
      #expect(again.problem == "record_state", "\(again.text)")
      let undone = try await desk.buyer.post(
        "receipts/\(receipt.id)/cancellation", ["reason": "Nothing hangs on it"])
      #expect(undone.status == 200, "\(undone.text)")
    }
  }

  @Test func `keeps its goods and its invoice as they are`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let receipt = try await desk.receive(order)
      let match = try await desk.matched(order, 8)
      let invoice = try #require(match["invoice_id"]?.int)
      let back = try await desk.buyer.post(
        "receipts/\(receipt.id)/returns",
        [
          "reason": "Broken",
          "lines": [
            ["receipt_line_id": receipt["lines"]?.array?.first?["id"] ?? .null, "quantity": "3"]
          ],
        ])
      #expect(back.status == 422 && back.firstFault.contains("void the match"), "\(back.text)")
      let cancelled = try await desk.buyer.post(
        "receipts/\(receipt.id)/cancellation", ["reason": "No"])
      #expect(cancelled.firstFault.contains("void the match"), "\(cancelled.text)")
      let changed = try await desk.clerk.patch("invoices/\(invoice)", ["gross_given": "1"])
      #expect(changed.status == 422, "\(changed.text)")
      let frozen = try await desk.refusal(
        desk.clerk, "update finance.invoice_line set quantity = 9")
      #expect(frozen == "invoice_line_frozen")
      // The match refers to them, which speaks first.
      let kept = try await desk.refusal(desk.clerk, "delete from finance.invoice_line")
      #expect(kept == "invoice_match_line_line_fkey")
      let gone = try await desk.clerk.delete("invoices/\(invoice)")
      #expect(gone.status == 409 && gone.problem == "in_use", "\(gone.text)")
      let dead = try await desk.clerk.post(
        "invoices/\(invoice)/cancellation", ["reason": "No"])
      #expect(dead.problem == "record_state", "\(dead.text)")
    }
  }

  @Test func `needs lines of one order`() async throws {
    try await withReceivingDesk { desk in
      let bare = try await desk.clerk.create(
        "invoices",
        [
          "party_id": .id(desk.supplier), "invoiced_on": "2025-03-09", "currency": "RUB",
          "net_given": "100", "vat_given": "20", "gross_given": "120",
        ])
      let refused = try await desk.clerk.post("invoices/\(bare.id)/match")
      #expect(refused.status == 422 && refused.firstFault.contains("one order"), "\(refused.text)")
    }
  }
}
