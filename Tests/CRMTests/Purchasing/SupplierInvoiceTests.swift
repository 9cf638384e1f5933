import CRM
import Postgres
import Support
import Testing

@Suite struct `An invoice of a supplier` {
  /// A document given by its totals.
  private func given(
    _ desk: ReceivingDesk, _ gross: String, _ vat: String, _ net: String, _ more: [JSON.Member] = []
  ) async throws -> Reply {
    try await desk.clerk.post(
      "invoices",
      .object(
        [
          .init("party_id", .id(desk.supplier)), .init("invoiced_on", "2025-03-09"),
          .init("currency", "RUB"), .init("gross_given", .string(gross)),
          .init("vat_given", .string(vat)), .init("net_given", .string(net)),
        ] + more))
  }

  @Test func `states amounts that agree with each other`() async throws {
    try await withReceivingDesk { desk in
      let right = try await given(desk, "120", "20", "100")
      #expect(right.status == 201 && right["state"] == "draft", "\(right.text)")
      let swapped = try await given(desk, "100", "20", "120")
      #expect(swapped.status == 422, "\(swapped.text)")
      #expect(swapped.firstFault.contains("swapped: exchange them"), "\(swapped.text)")
      let wrong = try await given(desk, "120", "20", "99.99")
      #expect(wrong.firstFault.contains("do not make the gross"), "\(wrong.text)")
      let plain: SQL = """
        insert into finance.invoice
          (party_id, invoiced_on, currency, net_given, vat_given, gross_given)
        values (\(desk.supplier), '2025-03-09', 'RUB', 120, 20, 100)
        """
      #expect(try await desk.refusal(desk.clerk, plain) == "invoice_amounts_order")
    }
  }

  @Test func `keeps amounts that do not agree as they are stated, and goes no further with them`()
    async throws
  {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      _ = try await desk.receive(order)
      let stated = [JSON.Member("as_stated", true)]
      let invoice = try await given(
        desk, "359", "60", "300",
        stated + [
          .init(
            "lines",
            [
              [
                "order_line_id": .id(order.lines[0]), "quantity": "3", "unit_price": "100",
                "vat": "60",
              ]
            ])
        ])
      #expect(invoice.status == 201 && invoice["difference"] == "-1.0000", "\(invoice.text)")
      let path = "invoices/\(invoice.id)"
      let early = try await desk.clerk.post("\(path)/match")
      #expect(early.status == 422 && early.firstFault.contains("correct them"), "\(early.text)")
      #expect(try await desk.text("select count(*)::text from purchasing.invoice_match") == "0")
      #expect(
        try await desk.ownRefusal("update finance.invoice set state = 'matched'")
          == "invoice_as_stated")
      let silent = try await desk.clerk.patch(path, ["gross_given": "360"])
      #expect(silent.status == 422, "\(silent.text)")
      let right = try await desk.clerk.patch(path, ["gross_given": "360", "as_stated": false])
      #expect(right["difference"] == "0.0000", "\(right.text)")
      #expect(try await desk.clerk.post("\(path)/match")["state"] == "matched")
      let fine = try await given(desk, "120", "20", "100", stated)
      #expect(fine.firstFault.contains("do not agree"), "\(fine.text)")
    }
  }

  @Test func `agrees with its lines`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let invoice = try await desk.invoice(order, 3)
      #expect(invoice["lines"]?.array?.first?["gross"] == "360.0000", "\(invoice.text)")
      let path = "invoices/\(invoice.id)"
      let off = try await desk.clerk.patch(
        path, ["net_given": "299", "gross_given": "359"])
      #expect(off.status == 422 && off.firstFault.contains("300 + 60"), "\(off.text)")
      let line = try #require(invoice["lines"]?.array?.first?["id"]?.int)
      let alone = try await desk.clerk.patch("invoice-lines/\(line)", ["quantity": "4"])
      #expect(alone.status == 422, "\(alone.text)")
      #expect(
        try await desk.refusal(
          desk.clerk, "update finance.invoice_line set quantity = 4 where id = \(line)")
          == "invoice_lines_sum")
      let together = try await desk.clerk.patch(
        path,
        [
          "net_given": "400", "vat_given": "80", "gross_given": "480",
          "lines": [["id": .id(line), "quantity": "4", "vat": "80"]],
        ])
      #expect(together.status == 200, "\(together.text)")
    }
  }

  @Test func `has a number once for each supplier, until it is cancelled`() async throws {
    try await withReceivingDesk { desk in
      let number = [JSON.Member("number_given", "A-1")]
      let first = try await given(desk, "120", "20", "100", number)
      let second = try await given(desk, "60", "10", "50", number)
      #expect(second.status == 422 && second.firstFault.contains("already"), "\(second.text)")
      let gone = try await desk.clerk.post(
        "invoices/\(first.id)/cancellation", ["reason": "Sent twice"])
      #expect(gone["state"] == "cancelled", "\(gone.text)")
      #expect(try await given(desk, "60", "10", "50", number).status == 201)
      let again = try await desk.clerk.post(
        "invoices/\(first.id)/cancellation", ["reason": "Again"])
      #expect(again.problem == "record_state", "\(again.text)")
      #expect(try await desk.clerk.delete("invoices/\(first.id)").problem == "record_state")
      #expect(
        try await desk.clerk.patch("invoices/\(first.id)", ["number_given": "B"])
          .firstFault.contains("only a draft"))
    }
  }

  @Test func `keeps its lines when it is cancelled`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let invoice = try await desk.invoice(order, 3)
      let gone = try await desk.clerk.post(
        "invoices/\(invoice.id)/cancellation", ["reason": "Sent twice"])
      #expect(gone["state"] == "cancelled", "\(gone.text)")
      for statement: SQL in [
        "delete from finance.invoice_line", "update finance.invoice_line set quantity = 4",
      ] {
        let refused = try await desk.refusal(desk.clerk, statement)
        #expect(refused == "invoice_line_frozen", "\(statement)")
      }
    }
  }

  @Test func `is of a supplier, his order and its lines`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let other = try await desk.buyer.create(
        "parties", ["name": "Other", "supplier": true])
      let customer = try await desk.buyer.create("parties", ["name": "Customer"])
      let body: (Int) -> JSON = { party in
        [
          "party_id": .id(party), "invoiced_on": "2025-03-09", "currency": "RUB",
          "net_given": "100", "vat_given": "20", "gross_given": "120",
          "lines": [
            [
              "order_line_id": .id(order.lines[0]), "quantity": "1", "unit_price": "100",
              "vat": "20",
            ]
          ],
        ]
      }
      let foreign = try await desk.clerk.post("invoices", body(other.id))
      #expect(foreign.firstFault.contains("another supplier"), "\(foreign.text)")
      let none = try await desk.clerk.post("invoices", body(customer.id))
      #expect(none.firstFault.contains("no supplier"), "\(none.text)")
    }
  }

  @Test func `has a state that nobody writes`() async throws {
    try await withReceivingDesk { desk in
      let invoice = try await given(desk, "120", "20", "100")
      for statement: SQL in [
        "update finance.invoice set state = 'matched' where id = \(invoice.id)",
        "select finance.set_invoice_state(\(invoice.id), 'matched')",
      ] { #expect(try await desk.refusal(desk.clerk, statement) == "42501", "\(statement)") }
      #expect(
        try await desk.ownRefusal(
          "update finance.invoice set state = 'matched' where id = \(invoice.id)")
          == "invoice_state_true")
    }
  }

  @Test func `has its amounts changed under an isolation that sees the lines of others`()
    async throws
  {
    try await withReceivingDesk { desk in
      let invoice = try await given(desk, "120", "20", "100")
      let token = try #require(desk.clerk.token)
      let refusal = await #expect(throws: DatabaseError.self) {
        try await withClient(desk.crm.database.service) { client in
          try await client.transaction { transaction in
            try await transaction.execute("set transaction isolation level repeatable read")
            for statement in TestCRM.entry(token) { _ = try await transaction.rows(statement) }
            try await transaction.execute(
              """
              update finance.invoice set net_given = 90, gross_given = 110 where id = \(invoice.id)
              """)
            try await transaction.execute("set constraints all immediate")
          }
        }
      }
      #expect(refusal?.sqlState == "0A000")
    }
  }
}
