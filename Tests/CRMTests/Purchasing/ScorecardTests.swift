import CRM
import Support
import Testing

@Suite struct `A supplier's scorecard` {
  @Test func `follows from orders, receipts, returns and matches`() async throws {
    try await withReceivingDesk { desk in
      let (first, second) = (try await desk.order("10"), try await desk.order("10"))
      // Ordered on the 1st, expected by the 10th.
      let whole = try await desk.receive(first, on: "2025-03-08")
      _ = try await desk.receive(second, "5", on: "2025-03-12")
      _ = try await desk.buyer.post(
        "receipts/\(whole.id)/returns",
        [
          "reason": "Broken",
          "lines": [
            ["receipt_line_id": whole["lines"]?.array?.first?["id"] ?? .null, "quantity": "2"]
          ],
        ])
      #expect(try await desk.matched(first, 4)["state"] == "matched")
      #expect(try await desk.matched(second, 5, price: 110)["state"] == "exception")
      let card = try await desk.buyer.get("supplier-scorecards/\(desk.supplier)")
      let expected: [(String, String)] = [
        ("orders", "2"), ("receipts", "2"), ("receipts_due", "2"), ("receipts_on_time", "1"),
        ("on_time_percent", "50.00"), ("lead_days", "9.0"), ("received_percent", "65.00"),
        ("returned_percent", "10.00"), ("matches", "0"),
      ]
      for (member, value) in expected {
        let told = card[member]?.string ?? card[member]?.int.map(String.init)
        #expect(told == value, "\(member): \(card.text)")
      }
      // The buyer sees no matches of what the accountant entered; he sees his own.
      let all = try await desk.clerk.get("supplier-scorecards/\(desk.supplier)")
      #expect(all["matches"] == 2 && all["exceptions"] == 1, "\(all.text)")
      #expect(all["exception_percent"] == "50.00", "\(all.text)")
      #expect(all["price_variance_percent"] == "5.00", "\(all.text)")
    }
  }

  @Test func `is there for whoever may see it, of suppliers of whom something was ordered`()
    async throws
  {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      _ = try await desk.buyer.create("parties", ["name": "Idle", "supplier": true])
      _ = try await desk.order("10", state: "draft")
      let list = try await desk.buyer.get("supplier-scorecards?sort=on_time_percent")
      #expect(list.data.map { $0["id"]?.int } == [desk.supplier], "\(list.text)")
      #expect(list.data.first?["orders"] == 1, "\(order)")
      for role in [TestCRM.Role.sales, .hr] {
        #expect(try await desk.crm.as(role).get("supplier-scorecards").status == 403)
      }
    }
  }
}
