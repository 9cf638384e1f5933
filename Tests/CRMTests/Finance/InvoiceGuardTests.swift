import CRM
import Postgres
import Support
import Testing

@Suite struct `A posted invoice` {
  @Test func `stays as it was over HTTP`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100")
      let path = "invoices/\(invoice)"
      let changes: [JSON] = [
        ["party_id": .id(desk.other)], ["currency": "USD"], ["invoiced_on": "2025-03-02"],
        ["due_on": "2025-05-01"], ["tax_rounding": "document"],
      ]
      for change in changes {
        let reply = try await desk.clerk.patch(path, change)
        #expect(reply.status == 409 && reply.problem == "record_state", "\(reply.text)")
        #expect(reply["state"] == "posted", "\(reply.text)")
        #expect(reply.text.contains("only a draft changes"), "\(reply.text)")
      }
      let line = try await desk.text(
        "select id::text from finance.invoice_line where invoice_id = \(invoice)")
      for change: JSON in [["unit_price": "1"], ["quantity": "2"], ["discount_percent": "5"]] {
        let reply = try await desk.clerk.patch("invoice-lines/\(line ?? "")", change)
        #expect(reply.status == 409 && reply.problem == "record_state", "\(reply.text)")
      }
      #expect(try await desk.clerk.delete("invoice-lines/\(line ?? "")").status == 409)
      let more = try await desk.clerk.post(
        "invoice-lines", InvoiceDesk.line("1").with(["invoice_id": .id(invoice)]))
      #expect(more.status == 409, "\(more.text)")
      #expect(try await desk.clerk.delete(path).status == 409)
      #expect(try await desk.clerk.patch(path, ["notes": "Called him"]).status == 200)
    }
  }

  @Test func `is no matter of plain SQL of the service`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100")
      for statement: SQL in [
        "update finance.invoice set state = 'draft'",
        "update finance.invoice set number = 'X' where id = \(invoice)",
        "update finance.invoice set entry_id = null where id = \(invoice)",
        "update finance.invoice set posted_on = '2025-01-01' where id = \(invoice)",
        "update finance.invoice set reversed_on = '2025-01-01' where id = \(invoice)",
        "update finance.invoice_line set credits_line_id = 1",
        """
        insert into finance.invoice (direction, party_id, currency, invoiced_on, state)
        values ('customer', \(desk.party), 'RUB', '2025-03-01', 'posted')
        """,
        "select finance.book_invoice(\(invoice), null)",
        "select finance.set_invoice_state(\(invoice), 'draft')",
        "insert into finance.tax_line (invoice_id) values (\(invoice))",
        "update finance.tax_line set part = 'tax'", "delete from finance.tax_line",
        "truncate finance.tax_line", "truncate finance.invoice cascade",
      ] { #expect(try await desk.refusal(statement) == "42501", "\(statement)") }
      for (statement, rule) in Self.frozen(invoice, other: desk.other) {
        #expect(try await desk.refusal(statement) == rule, "\(statement)")
      }
      #expect(try await desk.faults() == [])
    }
  }

  /// What the service's columns let through, and the owner's too, and the rule that does not.
  private static func frozen(_ invoice: Int, other: Int) -> [(SQL, String)] {
    [
      ("update finance.invoice set party_id = \(other) where id = \(invoice)", "invoice_frozen"),
      ("update finance.invoice set currency = 'USD' where id = \(invoice)", "invoice_frozen"),
      (
        "update finance.invoice set due_on = '2025-05-01' where id = \(invoice)", "invoice_frozen"
      ),
      (
        "update finance.invoice_line set unit_price = 1 where invoice_id = \(invoice)",
        "invoice_line_frozen"
      ),
      (
        """
        insert into finance.invoice_line (invoice_id, description, quantity, unit_price)
        values (\(invoice), 'More', 1, 1)
        """, "invoice_line_frozen"
      ),
      (
        "delete from finance.invoice_line where invoice_id = \(invoice)", "invoice_line_frozen"
      ),
      ("delete from finance.invoice where id = \(invoice)", "open_item_invoice_fkey"),
    ]
  }

  @Test func `stays as it was even where its owner writes`() async throws {
    try await withInvoiceDesk { desk in
      let tax = try await desk.tax("VAT20")
      let invoice = try await desk.post(
        "invoices", try await desk.draft([InvoiceDesk.line("100", "1", ["tax_id": tax])]))
      let draft = try await desk.draft([InvoiceDesk.line("100")]).id
      for (statement, rule) in Self.frozen(invoice, other: desk.other) + Self.own(invoice, draft) {
        #expect(try await desk.ownRefusal(statement) == rule, "\(statement)")
      }
      #expect(try await desk.faults() == [])
      #expect(try await desk.left(invoice: invoice) == ["120"])
    }
  }

  private static func own(_ invoice: Int, _ draft: Int) -> [(SQL, String)] {
    [
      (
        """
        update finance.invoice set state = 'draft', number = null, posted_on = null, entry_id = null
        where id = \(invoice)
        """, "invoice_frozen"
      ),
      (
        """
        update finance.invoice set state = 'reversed', reversed_on = posted_on,
          reversal_reason = 'x' where id = \(invoice)
        """, "invoice_reversed_true"
      ),
      (
        """
        update finance.invoice set state = 'posted', number = 'X', posted_on = '2025-03-01',
          entry_id = (
            select finance.post_entry(finance.journal_of('sales'), date '2025-03-01', 'x', null,
              jsonb_build_array(jsonb_build_object('account_id', a.id, 'debit', 100),
                jsonb_build_object('account_id', a.id, 'credit', 100)))
            from finance.account as a where a.code = '51')
        where id = \(draft)
        """, "invoice_posted_true"
      ),
      (
        "update finance.invoice_line set invoice_id = \(invoice) where invoice_id = \(draft)",
        "invoice_line_frozen"
      ),
      (
        "update finance.invoice_line set invoice_id = \(draft) where invoice_id = \(invoice)",
        "invoice_line_frozen"
      ),
      ("update finance.invoice set kind = 'credit_note' where id = \(draft)", "invoice_frozen"),
      ("update finance.tax_line set part = 'tax'", "tax_line_stays"),
      ("delete from finance.tax_line", "tax_line_stays"),
      ("truncate finance.tax_line", "tax_line_stays"),
      ("truncate finance.invoice cascade", "open_item_stays"),
    ]
  }
}
