import CRM
import Postgres
import Support
import Testing

@Suite struct `A purchase order` {
  @Test func `has a number, and what its lines add up to`() async throws {
    try await withApprovalDesk { desk in
      let order = try await desk.order("0.1234")
      let number = order["number"]?.string ?? ""
      #expect(number.hasPrefix("PO-") && number.hasSuffix("-00001"), "\(order.text)")
      #expect(order["state"] == "draft")
      let total = try await desk.buyer.get("purchase-order-totals/\(order.id)")
      #expect(
        total["net"] == "0.3702" && total["vat"] == "0.0740" && total["gross"] == "0.4442",
        "\(total.text)")
      let stranger = try await desk.buyer.create("parties", ["name": "No supplier"]).id
      let refused = try await desk.buyer.post(
        "purchase-orders", ["party_id": .id(stranger), "currency": "RUB"])
      #expect(refused.pointers == ["/party_id"], "\(refused.text)")
      let next = try await desk.order()
      #expect(next["number"]?.string?.hasSuffix("-00002") == true, "\(next.text)")
    }
  }

  @Test func `changes its state by verbs alone, and nothing once it is submitted`() async throws {
    try await withApprovalDesk { desk in
      try await desk.rule(1, role: .headOfDepartment)
      let order = try await desk.order()
      let line = try await desk.text(
        "select id::text from purchasing.purchase_order_line where order_id = \(order.id)")
      let set = try await desk.buyer.patch("purchase-orders/\(order.id)", ["state": "approved"])
      #expect(set.status == 422 && set.pointers == ["/state"], "\(set.text)")
      for figure in ["quantity", "unit_price"] {
        let none: SQL = "update purchasing.purchase_order_line set \(raw: figure) = 'NaN'"
        #expect(try await desk.refusal(desk.buyer, none) == "purchase_order_line_numbers")
      }
      _ = try await desk.buyer.post("purchase-orders/\(order.id)/submission")
      let changed = try await desk.buyer.patch("purchase-orders/\(order.id)", ["notes": "More"])
      #expect(changed.status == 409 && changed["state"] == "submitted", "\(changed.text)")
      let dearer = try await desk.buyer.patch(
        "purchase-order-lines/\(line ?? "")", ["unit_price": "1"])
      #expect(dearer.status == 409 && dearer["state"] == "submitted", "\(dearer.text)")
      let attacks: [(SQL, String)] = [
        ("update purchasing.purchase_order set state = 'draft'", "42501"),
        ("update purchasing.purchase_order set number = 'PO-1'", "42501"),
        ("delete from purchasing.purchase_order", "42501"),
        ("update purchasing.purchase_order set currency = 'USD'", "purchase_order_frozen"),
        // Nobody looks for another head to approve it.
        ("update purchasing.purchase_order set department_id = 1", "purchase_order_frozen"),
        ("update purchasing.purchase_order_line set quantity = 1", "purchase_order_line_frozen"),
        ("delete from purchasing.purchase_order_line", "purchase_order_line_frozen"),
        (
          """
          insert into purchasing.purchase_order_line (order_id, description, quantity, unit_id, unit_price)
          values (\(order.id), 'More', 1, 1, 1)
          """, "purchase_order_line_frozen"
        ),
      ]
      for (attack, rule) in attacks {
        #expect(try await desk.refusal(desk.buyer, attack) == rule)
      }
      #expect(
        try await desk.ownRefusal("update purchasing.purchase_order set notes = 'x' returning id")
          == "purchase_order_frozen")
    }
  }

  /// A verb, its path and body, its statement, and the states in which it is possible.
  private static let verbs: [(path: String, body: JSON?, call: String, possible: [String])] = [
    ("submission", nil, "submit_order($)", ["draft"]),
    ("approval", nil, "decide_order($, 'approved', null)", ["submitted"]),
    ("rejection", ["reason": "No"], "decide_order($, 'rejected', 'No')", ["submitted"]),
    ("sending", nil, "send_order($)", ["approved"]),
    ("closing", nil, "close_order($)", ["sent", "received"]),
    (
      "cancellation", ["reason": "No"], "cancel_order($, 'No')",
      ["draft", "rejected", "approved", "sent"]
    ),
  ]
  private static let states = [
    "draft", "submitted", "approved", "rejected", "sent", "received", "closed", "cancelled",
  ]

  @Test(arguments: 0..<6) func `refuses a verb in every other state`(_ place: Int) async throws {
    let verb = Self.verbs[place]
    try await withApprovalDesk { desk in
      let order = try await desk.order().id
      for state in Self.states where !verb.possible.contains(state) {
        try await desk.crm.put(order: order, into: state)
        let reply = try await desk.chief.post("purchase-orders/\(order)/\(verb.path)", verb.body)
        #expect(reply.problem == "record_state", "\(state): \(reply.text)")
        #expect(reply["possible_in"]?.array?.compactMap(\.string) == verb.possible)
        let call = verb.call.replacing("$", with: "\(order)")
        let refused = try await desk.refusal(desk.chief, SQL(raw: "select purchasing.\(call)"))
        #expect(refused == "CJ010", "\(state)")
        #expect(try await desk.state(order) == state)
      }
    }
  }

  @Test func `goes to its supplier, and is closed or cancelled`() async throws {
    try await withApprovalDesk { desk in
      try await desk.rule(1, role: .headOfDepartment)
      let (order, other) = (try await desk.submitted(), try await desk.submitted())
      for id in [order, other] {
        #expect(try await desk.approve(id, desk.head).status == 200)
        let sent = try await desk.buyer.post("purchase-orders/\(id)/sending")
        #expect(sent["state"] == "sent", "\(sent.text)")
      }
      let received = try await desk.buyer.post("purchase-orders/\(order)/receipts")
      #expect(received.status == 201, "\(received.text)")
      try await desk.crm.put(order: order, into: "sent")
      let kept = try await desk.buyer.post(
        "purchase-orders/\(order)/cancellation", ["reason": "Too late"])
      #expect(kept.problem == "order_received", "\(kept.text)")
      let closed = try await desk.buyer.post("purchase-orders/\(order)/closing")
      #expect(closed["state"] == "closed", "\(closed.text)")
      let gone = try await desk.buyer.post(
        "purchase-orders/\(other)/cancellation", ["reason": "Not needed"])
      #expect(gone["state"] == "cancelled" && gone["cancellation_reason"] == "Not needed")
    }
  }
}
