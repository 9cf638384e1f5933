import CRM
import Postgres
import Support
import Testing

@Suite struct `A tax that the buyer owes` {
  /// A supplier's invoice of lines of these prices whose tax the buyer owes, posted.
  private func bill(
    _ desk: InvoiceDesk, _ net: String, _ prices: [String], _ more: JSON = [:]
  ) async throws -> Int {
    let tax: JSON = ["tax_id": try await desk.tax("RC22"), "vat": "0"]
    let lines = prices.enumerated().map {
      InvoiceDesk.line($1, "1", tax).with(["place": .id($0 + 1)])
    }
    let own: JSON = ["lines": .array(lines)]
    let draft = try await desk.bill(net, "0", net, own.with(more))
    return try await desk.post("invoices", draft)
  }

  /// What a book says of the year, over HTTP: tax, net and VAT, entry by entry.
  private func book(_ desk: InvoiceDesk, _ name: String) async throws -> [String] {
    let reply = try await desk.clerk.get("\(name)-book?from=2025-01-01&to=2099-12-31&sort=entry_id")
    return reply.data.map { row in
      ["tax", "net", "vat"].map { row[$0]?.string ?? "" }.joined(separator: " ")
    }
  }

  @Test func `is owed and deducted at once, stands in both books, and the supplier gets the net`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let bill = try await bill(desk, "100", ["100"])
      #expect(try await desk.entry("invoice", bill) == ["60 -100", "26 100", "19 22", "68 -22"])
      #expect(try await desk.left(invoice: bill) == ["-100"])
      for name in ["sales", "purchase"] {
        #expect(try await book(desk, name) == ["RC22 100.0000 22.0000"], "\(name)")
      }
      let paid = try await desk.clerk.post("invoices/\(bill)/payments", ["paid_on": "2025-03-05"])
      #expect(paid["amount"] == "100.0000" && paid["direction"] == "out", "\(paid.text)")
      #expect(try await desk.balances() == ["19 22", "26 100", "51 -100", "68 -22"])
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is rounded for each line or for the document, as declared`() async throws {
    try await withInvoiceDesk { desk in
      // 10 lines of 0.37 with 0.0814 of tax: 10 x 0.08, or 0.814 together.
      let prices = Array(repeating: "0.37", count: 10)
      let line = try await bill(desk, "3.70", prices)
      #expect(try await desk.entry("invoice", line).suffix(2) == ["19 0.8", "68 -0.8"])
      let whole = try await bill(desk, "3.70", prices, ["tax_rounding": "document"])
      #expect(try await desk.entry("invoice", whole).suffix(2) == ["19 0.81", "68 -0.81"])
    }
  }

  @Test func `goes back in both books with a credit note and with a reversal`() async throws {
    try await withInvoiceDesk { desk in
      let bill = try await bill(desk, "100", ["100"], ["currency": "USD"])
      let note = try await desk.post(
        "invoices",
        try await desk.clerk.post("invoices/\(bill)/credit-notes", ["credited_on": "2025-03-05"]))
      // 100 dollars at 90.
      let both = ["RC22 9000.0000 1980.0000", "RC22 -9000.0000 -1980.0000"]
      for name in ["sales", "purchase"] {
        #expect(try await book(desk, name) == both, "\(name)")
      }
      for id in [note, bill] {
        let back = try await desk.clerk.post("invoices/\(id)/reversal", ["reason": "Wrong"])
        #expect(back["state"] == "reversed", "\(back.text)")
      }
      for name in ["sales", "purchase"] {
        #expect(try await book(desk, name) == both + both, "\(name)")
      }
      #expect(try await desk.balances() == [])
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is charged by no supplier, and nothing of it is posted into days locked for tax`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let line = InvoiceDesk.line("100", "1", ["tax_id": try await desk.tax("RC22"), "vat": "22"])
      let charged = try await desk.bill("100", "22", "122", ["lines": [line]])
      #expect(charged.status == 422 && charged.rule == "invoice_line_uncharged", "\(charged.text)")
      #expect(charged.pointers == ["/lines/0/vat"], "\(charged.text)")
      #expect(charged.firstFault.contains("right would be 0"), "\(charged.text)")
      let free = try await desk.bill(
        "100", "0", "100", ["lines": [line.with(["vat": "0"])]])
      #expect(free.status == 201, "\(free.text)")
      let plain: SQL = "update finance.invoice_line set vat = 22 where invoice_id = \(free.id)"
      #expect(try await desk.refusal(plain) == "invoice_line_uncharged")
      #expect(try await desk.ownRefusal(plain) == "invoice_line_uncharged")
      try await desk.clerk.create("lock-dates", ["area": "tax", "locked_until": "2025-03-31"])
      let locked = try await desk.clerk.post("invoices/\(free.id)/posting")
      #expect(locked.status == 422 && locked.rule == "entry_unlocked", "\(locked.text)")
      #expect(locked.firstFault.contains("tax, 2025-03-31"), "\(locked.text)")
      #expect(try await desk.balances() == [])
    }
  }

  @Test func `is none of ours where we sell`() async throws {
    try await withInvoiceDesk { desk in
      let line = InvoiceDesk.line("100", "1", ["tax_id": try await desk.tax("RC22")])
      let invoice = try await desk.post("invoices", try await desk.draft([line]))
      #expect(try await desk.entry("invoice", invoice) == ["62 100", "90 -100"])
      #expect(try await book(desk, "sales") == ["RC22 100.0000 0.0000"])
      #expect(try await book(desk, "purchase") == [])
    }
  }
}
