import CRM
import Postgres
import Support
import Testing

@Suite struct `A return to the supplier` {
  private func line(_ receipt: Reply) -> JSON { receipt["lines"]?.array?.first?["id"] ?? .null }

  private func goBack(_ desk: ReceivingDesk, _ receipt: Reply, _ quantity: String?) async throws
    -> Reply
  {
    let lines: [JSON] =
      quantity.map {
        [["receipt_line_id": line(receipt), "quantity": .string($0)]]
      } ?? []
    let body: JSON =
      lines.isEmpty ? ["reason": "Broken"] : ["reason": "Broken", "lines": .array(lines)]
    return try await desk.buyer.post("receipts/\(receipt.id)/returns", body)
  }

  @Test func `takes back what arrived and opens the order again`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let receipt = try await desk.receive(order)
      #expect(try await desk.state(order) == "received")
      let back = try await goBack(desk, receipt, "3")
      #expect(back.status == 201, "\(back.text)")
      #expect(back["number"]?.string?.hasPrefix("RT-") == true, "\(back.text)")
      #expect(try await desk.state(order) == "sent")
      #expect(try await desk.receive(order, "3.5").firstFault.contains("still: 3"))
      #expect(try await desk.receive(order, "3").status == 201)
      let rest = try await goBack(desk, receipt, nil)
      #expect(rest["lines"]?.array?.first?["quantity"] == "7.000000", "\(rest.text)")
      #expect(try await goBack(desk, receipt, nil).status == 422)
    }
  }

  @Test func `takes no more than arrived`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let (first, second) = (try await desk.receive(order, "6"), try await desk.receive(order, "4"))
      #expect(try await goBack(desk, first, "2").status == 201)
      let over = try await goBack(desk, first, "5")
      #expect(over.status == 422 && over.firstFault.contains("still: 4"), "\(over.text)")
      #expect(
        try await desk.ownRefusal(
          """
          insert into purchasing.purchase_return_line (purchase_return_id, receipt_line_id, quantity)
          select b.id, l.id, 1 from purchasing.purchase_return as b, purchasing.receipt_line as l
          where l.receipt_id = \(second.id)
          """) == "purchase_return_line_receipt")
      #expect(try await goBack(desk, second, "4").status == 201)
    }
  }

  @Test func `is not made of a cancelled receipt, and keeps its receipt`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let gone = try await desk.receive(order, "5")
      let path = "receipts/\(gone.id)/cancellation"
      #expect(try await desk.buyer.post(path, ["reason": "No"]).status == 200)
      #expect(try await goBack(desk, gone, "1").problem == "record_state")
      let kept = try await desk.receive(order, "5")
      #expect(try await goBack(desk, kept, "1").status == 201)
      let refused = try await desk.buyer.post(
        "receipts/\(kept.id)/cancellation", ["reason": "No"])
      #expect(refused.status == 422 && refused.firstFault.contains("returned"), "\(refused.text)")
    }
  }

  @Test func `cannot be made or changed by plain SQL`() async throws {
    try await withReceivingDesk { desk in
      let receipt = try await desk.receive(try await desk.order("10"))
      #expect(try await goBack(desk, receipt, "1").status == 201)
      for statement: SQL in [
        "insert into purchasing.purchase_return (receipt_id, reason) values (\(receipt.id), 'x')",
        "update purchasing.purchase_return_line set quantity = 2",
        "delete from purchasing.purchase_return", "delete from purchasing.purchase_return_line",
      ] { #expect(try await desk.refusal(desk.buyer, statement) == "42501", "\(statement)") }
      let empty: SQL = "select purchasing.return_receipt(\(receipt.id), null, 'x', '[]')"
      #expect(
        try await desk.refusal(desk.buyer, empty) == "purchase_return_line_within_receipt")
      #expect(
        try await desk.ownRefusal("update purchasing.purchase_return_line set quantity = 2")
          == "purchase_return_line_kept")
      #expect(
        try await desk.ownRefusal("update purchasing.purchase_return set reason = 'y'")
          == "purchase_return_kept")
    }
  }

  @Test func `of all is made once, however many are asked for at once`() async throws {
    try await withReceivingDesk { desk in
      let receipt = try await desk.receive(try await desk.order("10"))
      let told = try await atOnce(50) { _ in
        try await goBack(desk, receipt, "10")
      }
      #expect(told == [201: 1, 422: 49], "\(told)")
      let back = try await desk.text(
        """
        select (select count(*) from purchasing.purchase_return) || ' ' || sum(l.quantity)
        from purchasing.purchase_return_line as l
        """)
      #expect(back == "1 10.000000")
    }
  }
}
