import CRM
import Postgres
import Support
import Testing

@Suite struct `A requisition` {
  private static func rules(_ desk: ApprovalDesk) async throws {
    try await desk.rule(1, role: .accountant, [.init("applies_to", "requisition")])
  }

  @Test func `is approved like an order, and then ordered`() async throws {
    try await withApprovalDesk { desk in
      let draft = try await desk.requisition(approved: false)
      #expect(draft["number"]?.string?.hasPrefix("PR-") == true, "\(draft.text)")
      let path = "requisitions/\(draft.id)"
      let early = try await desk.buyer.post("\(path)/order", ["party_id": .id(desk.supplier)])
      #expect(early.problem == "record_state", "\(early.text)")
      #expect(try await desk.buyer.post("\(path)/submission").problem == "no_approval_rule")
      try await Self.rules(desk)
      #expect(try await desk.buyer.post("\(path)/submission").status == 200)
      #expect(try await desk.buyer.post("\(path)/approval").problem == "own_document")
      let frozen = try await desk.buyer.patch(path, ["reason": "More"])
      #expect(frozen.status == 409 && frozen["state"] == "submitted", "\(frozen.text)")
      let approved = try await desk.clerk.post("\(path)/approval")
      #expect(approved["state"] == "approved", "\(approved.text)")
      let order = try await desk.buyer.post("\(path)/order", ["party_id": .id(desk.supplier)])
      #expect(order.status == 201 && order["state"] == "draft", "\(order.text)")
      #expect(order["requisition_id"]?.int == draft.id)
      let total = try await desk.buyer.get("purchase-order-totals/\(order.id)")
      #expect(total["net"] == "50.0000", "\(total.text)")
      #expect(try await desk.buyer.get(path)["state"] == "ordered")
      let again = try await desk.buyer.post("\(path)/order", ["party_id": .id(desk.supplier)])
      #expect(again.problem == "record_state", "\(again.text)")
    }
  }

  @Test func `is never ordered beyond what it asks for`() async throws {
    try await withApprovalDesk { desk in
      try await Self.rules(desk)
      let requisition = try await desk.requisition().id
      let path = "requisitions/\(requisition)"
      let first = try await desk.buyer.post("\(path)/order", ["party_id": .id(desk.supplier)])
      let line = try await desk.text(
        "select id::text from purchasing.purchase_order_line where order_id = \(first.id)")
      let more = try await desk.buyer.patch(
        "purchase-order-lines/\(line ?? "")", ["quantity": "11"])
      #expect(more.pointers == ["/quantity"], "\(more.text)")
      let less = try await desk.buyer.patch(
        "purchase-order-lines/\(line ?? "")", ["quantity": "4"])
      #expect(less.status == 200, "\(less.text)")
      #expect(try await desk.buyer.get(path)["state"] == "approved")
      let rest = try await desk.buyer.post("\(path)/order", ["party_id": .id(desk.supplier)])
      let quantities = try await desk.text(
        "select string_agg(quantity::float8::text, ' ' order by id) from purchasing.purchase_order_line"
      )
      #expect(rest.status == 201 && quantities == "4 6", "\(rest.text)")
      let attacks: [(SQL, String)] = [
        (
          "update purchasing.purchase_order_line set quantity = 7 where order_id = \(rest.id)",
          "purchase_order_line_required"
        ),
        (
          "update purchasing.purchase_order_line set unit_id = 2 where order_id = \(rest.id)",
          "purchase_order_line_as_required"
        ),
        ("update purchasing.purchase_order_line set requisition_line_id = null", "42501"),
        ("update purchasing.requisition set state = 'approved'", "42501"),
        ("update purchasing.requisition_line set quantity = 100", "requisition_line_frozen"),
        ("select purchasing.order_requisition(\(requisition), \(desk.supplier))", "CJ010"),
      ]
      for (attack, rule) in attacks {
        #expect(try await desk.refusal(desk.buyer, attack) == rule)
      }
      let owner = try await desk.ownRefusal(
        "update purchasing.purchase_order_line set quantity = 7 where order_id = \(rest.id) returning id"
      )
      #expect(owner == "purchase_order_line_required")
    }
  }

  @Test func `is ordered once, however many order it at once`() async throws {
    try await withApprovalDesk { desk in
      try await Self.rules(desk)
      let requisition = try await desk.requisition().id
      let outcomes = try await atOnce(100) { _ in
        try await desk.buyer.post(
          "requisitions/\(requisition)/order", ["party_id": .id(desk.supplier)])
      }
      #expect(outcomes == [201: 1, 409: 99])
      #expect(
        try await desk.text(
          "select sum(quantity)::float8::text from purchasing.purchase_order_line")
          == "10")
    }
  }

  @Test func `is open again when its order is cancelled, and only then cancelled`() async throws {
    try await withApprovalDesk { desk in
      try await Self.rules(desk)
      let requisition = try await desk.requisition().id
      let path = "requisitions/\(requisition)"
      let order = try await desk.buyer.post("\(path)/order", ["party_id": .id(desk.supplier)])
      let line = try await desk.text("select id::text from purchasing.purchase_order_line")
      _ = try await desk.buyer.patch("purchase-order-lines/\(line ?? "")", ["quantity": "4"])
      let kept = try await desk.buyer.post("\(path)/cancellation", ["reason": "No"])
      #expect(kept.problem == "requisition_ordered", "\(kept.text)")
      let gone = try await desk.buyer.post(
        "purchase-orders/\(order.id)/cancellation", ["reason": "No"])
      #expect(gone.status == 200, "\(gone.text)")
      #expect(try await desk.buyer.get(path)["state"] == "approved")
      let next = try await desk.buyer.post("\(path)/order", ["party_id": .id(desk.supplier)])
      #expect(next.status == 201, "\(next.text)")
      #expect(try await desk.buyer.get(path)["state"] == "ordered")
      _ = try await desk.buyer.post("purchase-orders/\(next.id)/cancellation", ["reason": "No"])
      let cancelled = try await desk.buyer.post("\(path)/cancellation", ["reason": "No"])
      #expect(cancelled["state"] == "cancelled", "\(cancelled.text)")
    }
  }

  @Test func `names only a supplier that its buyer sees`() async throws {
    try await withApprovalDesk { desk in
      try await Self.rules(desk)
      let seller = try await desk.crm.as(.sales)
      let hidden = try await seller.create("parties", ["name": "Hidden", "supplier": true]).id
      let requisition = try await desk.requisition().id
      let order = try await desk.buyer.post(
        "requisitions/\(requisition)/order", ["party_id": .id(hidden)])
      #expect(order.pointers == ["/party_id"], "\(order.text)")
      let plain = try await desk.refusal(
        desk.buyer, "select purchasing.order_requisition(\(requisition), \(hidden))")
      #expect(plain == "purchase_order_party_fkey")
    }
  }
}
