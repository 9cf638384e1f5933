import CRM
import Postgres
import Support
import Testing

@Suite struct `The facts of a match` {
  @Test func `are no matter of plain SQL`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      _ = try await desk.receive(order, "6")
      let match = try await desk.matched(order, 4)
      let spare = try await desk.invoice(order, 2)
      for statement: SQL in [
        """
        insert into purchasing.invoice_match
          (invoice_id, order_id, party_id, currency, made_by, state)
        values (\(spare.id), \(order.id), \(desk.supplier), 'RUB', \(desk.clerk.account), 'matched')
        """,
        "update purchasing.invoice_match set state = 'released' where id = \(match.id)",
        "update purchasing.invoice_match_line set matched_quantity = 0",
        "delete from purchasing.invoice_match_line", "delete from purchasing.invoice_match",
      ] { #expect(try await desk.refusal(desk.clerk, statement) == "42501", "\(statement)") }
      #expect(
        try await desk.ownRefusal("update purchasing.invoice_match_line set matched_quantity = 0")
          == "invoice_match_line_kept")
      #expect(
        try await desk.ownRefusal(
          """
          update purchasing.invoice_match set state = 'void', voided_at = now(),
            voided_by = \(desk.clerk.account) where id = \(match.id)
          """) == "invoice_state_true")
    }
  }

  /// What is false in a match, and the rule that says so.
  static let lies: [(column: String, state: String, rule: String?)] = [
    ("", "matched", nil), ("received_quantity", "matched", "invoice_match_line_facts"),
    ("matched_quantity", "matched", "invoice_match_line_facts"),
    ("previous_quantity", "matched", "invoice_match_line_facts"),
    ("invoiced_price", "exception", "invoice_match_line_facts"),
    ("expected_vat", "exception", "invoice_match_line_facts"),
    ("price_percent", "matched", "invoice_match_line_facts"),
    ("", "exception", "invoice_match_true"),
  ]

  @Test(arguments: lies)
  func `are those of the documents, whoever writes them`(
    column: String, state: String, rule: String?
  ) async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      _ = try await desk.receive(order, "6")
      let invoice = try await desk.invoice(order, 4)
      let columns = [
        "ordered_quantity", "received_quantity", "previous_quantity", "invoiced_quantity",
        "matched_quantity", "ordered_price", "invoiced_price", "expected_vat", "invoiced_vat",
        "quantity_percent", "price_percent", "tax_amount",
      ]
      let values = columns.map { "f.\($0)\($0 == column ? " - 1" : "")" }.map {
        // Of what must not be negative the opposite lie.
        ["f.previous_quantity - 1", "f.price_percent - 1"].contains($0)
          ? $0.replacing("- 1", with: "+ 1") : $0
      }
      let refused = try await desk.ownRefusal(
        """
        with m as (
          insert into purchasing.invoice_match
            (invoice_id, order_id, party_id, currency, made_by, state)
          values (\(invoice.id), \(order.id), \(desk.supplier), 'RUB', \(desk.clerk.account),
            \(state)) returning id),
        i as (update finance.invoice set state = \(state) where id = \(invoice.id))
        insert into purchasing.invoice_match_line (invoice_match_id, invoice_line_id, order_line_id,
          \(raw: columns.joined(separator: ", ")))
        select m.id, f.invoice_line_id, f.order_line_id, \(raw: values.joined(separator: ", "))
        from m, purchasing.match_facts(\(invoice.id), null) as f
        """)
      #expect(refused == rule)
    }
  }

  @Test func `are there for every line of the invoice`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let invoice = try await desk.invoice(order, 4)
      #expect(
        try await desk.ownRefusal(
          """
          with i as (update finance.invoice set state = 'matched' where id = \(invoice.id))
          insert into purchasing.invoice_match
            (invoice_id, order_id, party_id, currency, made_by, state)
          values (\(invoice.id), \(order.id), \(desk.supplier), 'RUB', \(desk.clerk.account),
            'matched')
          """) == "invoice_match_complete")
    }
  }

  @Test func `come to one match, however many are asked for at once`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      _ = try await desk.receive(order)
      let invoice = try await desk.invoice(order, 10)
      let told = try await atOnce(100) { _ in
        try await desk.clerk.post("invoices/\(invoice.id)/match")
      }
      #expect(told == [201: 1, 409: 99], "\(told)")
      #expect(try await desk.text("select count(*)::text from purchasing.invoice_match") == "1")
    }
  }

  @Test func `never use up more than was received, whatever is matched and returned at once`()
    async throws
  {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let receipt = try await desk.receive(order, "6")
      let line = receipt["lines"]?.array?.first?["id"] ?? .null
      var entered: [Int] = []
      for _ in 0..<10 { entered.append(try await desk.invoice(order, 2).id) }
      let invoices = entered
      let told = try await atOnce(100) { number in
        switch number % 10 {
        case 0:
          try await desk.buyer.post(
            "receipts/\(receipt.id)/returns",
            ["reason": "Broken", "lines": [["receipt_line_id": line, "quantity": "1"]]])
        case 1: try await desk.receive(order, "1")
        default: try await desk.clerk.post("invoices/\(invoices[number / 10])/match")
        }
      }
      #expect(told.keys.allSatisfy { [201, 409, 422].contains($0) }, "\(told)")
      let sums = try await desk.crm.arrange(
        """
        select purchasing.used_quantity(l.id) <= purchasing.received_quantity(l.id) as within,
          purchasing.received_quantity(l.id) <= l.quantity as received
        from purchasing.purchase_order_line as l where l.order_id = \(order.id)
        """)
      #expect(try sums.single.bool("within") && sums.single.bool("received"))
      let matches = try await desk.text(
        "select count(*)::text || ' ' || count(distinct invoice_id) from purchasing.invoice_match")
      #expect(matches == "10 10")
    }
  }

  @Test(arguments: ["draft", "approved"])
  func `are not those of an order that was never sent`(state: String) async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10", state: state)
      let invoice = try await desk.invoice(order, 4)
      let match = try await desk.clerk.post("invoices/\(invoice.id)/match")
      #expect(match.status == 422 && match.firstFault.contains("was sent"), "\(match.text)")
      let plain: SQL = "select purchasing.match_invoice(\(invoice.id))"
      #expect(try await desk.refusal(desk.clerk, plain) == "invoice_match_order")
    }
  }

  @Test func `are those of the supplier and the currency of the order`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let invoice = try await desk.invoice(order, 4)
      let other = try await desk.buyer.create("parties", ["name": "Other", "supplier": true]).id
      for change: SQL in ["party_id = \(other)", "currency = 'USD'"] {
        let statement: SQL = "update finance.invoice set \(change) where id = \(invoice.id)"
        #expect(try await desk.refusal(desk.clerk, statement) == "invoice_lines_supplier")
      }
    }
  }

  @Test func `keep their order from being cancelled`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let match = try await desk.matched(order, 4)
      #expect(match["state"] == "exception", "\(match.text)")
      let plain: SQL = "select purchasing.cancel_order(\(order.id), 'No')"
      #expect(try await desk.refusal(desk.buyer, plain) == "purchase_order_unmatched")
    }
  }

  @Test func `are not released by who changed a line of the invoice`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let invoice = try await desk.invoice(order, 4)
      let other = try await desk.crm.as(.accountant, number: 2)
      let line = try await desk.text(
        "select id::text from finance.invoice_line where invoice_id = \(invoice.id)")
      let changed = try await other.patch(
        "invoice-lines/\(line ?? "")", ["description": "Changed"])
      #expect(changed.status == 200, "\(changed.text)")
      let match = try await desk.clerk.post("invoices/\(invoice.id)/match")
      #expect(match["state"] == "exception", "\(match.text)")
      let own = try await other.post(
        "invoice-matches/\(match.id)/release", ["reason": "I say so"])
      #expect(own.problem == "own_document", "\(own.text)")
    }
  }
}
