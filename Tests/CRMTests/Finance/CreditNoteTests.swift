import CRM
import Postgres
import Support
import Testing

@Suite struct `A credit note` {
  /// An invoice of 10 hours at 10 roubles and one thing at 100, with 20 % of VAT, posted, and its lines.
  private func invoice(_ desk: InvoiceDesk) async throws -> (id: Int, lines: [Int]) {
    let tax: JSON = ["tax_id": try await desk.tax("VAT20")]
    let draft = try await desk.draft([
      InvoiceDesk.line("10", "10", tax), InvoiceDesk.line("100", "1", tax),
    ])
    let id = try await desk.post("invoices", draft)
    let rows = try await desk.crm.observed(
      "select id from finance.invoice_line where invoice_id = \(id) order by place")
    return (id, try rows.map { try $0.int("id") })
  }

  private func credit(
    _ desk: InvoiceDesk, _ invoice: Int, _ lines: [(Int, String)] = []
  ) async throws -> Reply {
    let rows = lines.map { line, quantity -> JSON in
      ["line_id": .id(line), "quantity": .string(quantity)]
    }
    let body: JSON = ["credited_on": "2025-03-05", "notes": "Broken"]
    return try await desk.clerk.post(
      "invoices/\(invoice)/credit-notes", lines.isEmpty ? body : body.with(["lines": .array(rows)]))
  }

  @Test func `repeats the lines of its invoice, and takes them back in the ledger`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await invoice(desk)
      let some = try await credit(desk, invoice.id, [(invoice.lines[0], "2.5")])
      #expect(some.status == 201 && some["kind"] == "credit_note", "\(some.text)")
      #expect(some["state"] == "draft" && some["credits_id"]?.int == invoice.id, "\(some.text)")
      #expect(some["notes"] == "Broken" && some["lines"]?.array?.count == 1, "\(some.text)")
      let note = try await desk.post("invoices", some)
      let number = try await desk.clerk.get("invoices/\(note)")["number"]?.string ?? ""
      #expect(number.hasPrefix("CN-"), "\(number)")
      #expect(try await desk.entry("invoice", note) == ["62 -30", "90 25", "68 5"])
      #expect(try await desk.left(invoice: note) == ["-30"])
      // All that is not credited yet.
      let rest = try await desk.post("invoices", try await credit(desk, invoice.id))
      #expect(try await desk.entry("invoice", rest) == ["62 -210", "90 175", "68 35"])
      #expect(try await desk.balances() == [])
      let none = try await credit(desk, invoice.id)
      #expect(none.status == 422 && none.rule == "invoice_line_within_credited", "\(none.text)")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `credits no more than was invoiced, of lines of its invoice alone`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await invoice(desk)
      let foreign = try await self.invoice(desk)
      _ = try await credit(desk, invoice.id, [(invoice.lines[0], "7")])
      let more = try await credit(desk, invoice.id, [(invoice.lines[0], "3.5")])
      #expect(more.status == 422 && more.rule == "invoice_line_within_credited", "\(more.text)")
      #expect(more.firstFault.contains("at most 3"), "\(more.text)")
      #expect(more.pointers == ["/lines/0/quantity"], "\(more.text)")
      let none = try await credit(
        desk, invoice.id, [(invoice.lines[1], "1"), (invoice.lines[0], "0")])
      #expect(none.pointers == ["/lines/1/quantity"], "\(none.text)")
      #expect(none.firstFault.contains("greater than 0"), "\(none.text)")
      let other = try await credit(desk, invoice.id, [(foreign.lines[0], "1")])
      #expect(other.status == 422 && other.rule == "invoice_line_credits_own", "\(other.text)")
      #expect(other.pointers == ["/lines/0/line_id"], "\(other.text)")
      let early = try await desk.clerk.post(
        "invoices/\(invoice.id)/credit-notes", ["credited_on": "2025-02-28"])
      #expect(early.rule == "invoice_credit_day", "\(early.text)")
      #expect(early.pointers == ["/credited_on"], "\(early.text)")
      let lines = "[{\"line_id\": \(foreign.lines[0]), \"quantity\": \"1\"}]"
      let plain: SQL = "select finance.credit_invoice(\(invoice.id), null, null, \(lines)::jsonb)"
      #expect(try await desk.refusal(plain) == "invoice_line_credits_own")
    }
  }

  @Test func `of a credit note there is none, and an invoice with one is not reversed`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let invoice = try await invoice(desk)
      let note = try await desk.post("invoices", try await credit(desk, invoice.id))
      let again = try await credit(desk, note)
      #expect(again.problem == "record_state", "\(again.text)")
      #expect(
        try await desk.refusal("select finance.credit_invoice(\(note), null, null, null)")
          == "CJ010")
      let reply = try await desk.clerk.post("invoices/\(invoice.id)/reversal", ["reason": "x"])
      #expect(reply.status == 422 && reply.rule == "invoice_uncredited", "\(reply.text)")
      #expect(
        try await desk.refusal("select finance.reverse_invoice(\(invoice.id), null, 'x')")
          == "invoice_uncredited")
      for id in [note, invoice.id] {
        let done = try await desk.clerk.post("invoices/\(id)/reversal", ["reason": "x"])
        #expect(done["state"] == "reversed", "\(done.text)")
      }
      #expect(try await desk.balances() == [])
    }
  }

  @Test func `entered by hand takes back no more than the invoice came to`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100")
      let free = try await desk.draft([InvoiceDesk.line("100.01")], ["kind": "credit_note"])
      #expect(free.status == 201, "\(free.text)")
      try await desk.crm.arrange(
        "update finance.invoice set credits_id = \(invoice) where id = \(free.id)")
      let posted = try await desk.clerk.post("invoices/\(free.id)/posting")
      #expect(posted.status == 422 && posted.rule == "invoice_credit_within", "\(posted.text)")
      #expect(posted.firstFault.contains("at most 100 RUB"), "\(posted.text)")
    }
  }

  @Test func `settles its invoice, or is paid back`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await invoice(desk)
      let note = try await desk.post(
        "invoices", try await credit(desk, invoice.id, [(invoice.lines[1], "1")]))
      let some = try await desk.clerk.post(
        "invoices/\(note)/allocations",
        ["invoice_id": .id(invoice.id), "amount": "100", "allocated_on": "2025-03-05"])
      #expect(some.status == 201 && some["kind"] == "allocation", "\(some.text)")
      #expect(try await desk.left(invoice: invoice.id) == ["140"])
      let back = try await desk.clerk.post(
        "invoices/\(note)/payments", ["paid_on": "2025-03-06", "reference": "77"])
      #expect(back.status == 201 && back["direction"] == "out", "\(back.text)")
      #expect(back["amount"] == "20.0000" && back["refunds_invoice_id"]?.int == note)
      #expect(try await desk.left(invoice: note) == ["0"])
      #expect(try await desk.balances() == ["51 -20", "62 140", "68 -20", "90 -100"])
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `of a supplier takes back what he stated, and what it was of comes to`() async throws {
    try await withInvoiceDesk { desk in
      let bill = try await desk.post("invoices", try await desk.bill("100", "20", "120"))
      let note = try await credit(desk, bill)
      #expect(note["gross_given"] == "120.0000", "\(note.text)")
      let posted = try await desk.post("invoices", note)
      #expect(try await desk.entry("invoice", posted) == ["60 120", "26 -100", "19 -20"])
    }
  }

  @Test func `of a supplier's document without lines takes back what others leave of it`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let bill = try await desk.post("invoices", try await desk.bill("100", "20", "120"))
      let first = try await credit(desk, bill)
      let less: JSON = ["net_given": "40", "vat_given": "8", "gross_given": "48"]
      #expect(try await desk.clerk.patch("invoices/\(first.id)", less).status == 200)
      let rest = try await credit(desk, bill)
      #expect(rest["net_given"] == "60.0000" && rest["gross_given"] == "72.0000", "\(rest.text)")
      let more = try await credit(desk, bill)
      #expect(more.status == 422 && more.rule == "invoice_credit_within", "\(more.text)")
      #expect(
        try await desk.refusal("select finance.credit_invoice(\(bill), null, null, null)")
          == "invoice_credit_within")
    }
  }

  @Test func `credits a posted invoice of its own party and currency, whoever writes it`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100")
      let draft = try await desk.draft([InvoiceDesk.line("100")]).id
      let rules: [(SQL, String)] = [
        ("'customer', \(desk.other), 'RUB', 'credit_note', \(invoice)", "invoice_credits_own"),
        ("'customer', \(desk.party), 'USD', 'credit_note', \(invoice)", "invoice_credits_own"),
        ("'customer', \(desk.party), 'RUB', 'credit_note', \(draft)", "invoice_credits_own"),
        ("'customer', \(desk.party), 'RUB', 'invoice', \(invoice)", "invoice_credits"),
      ]
      for (values, rule) in rules {
        let refused = try await desk.ownRefusal(
          """
          insert into finance.invoice (direction, party_id, currency, kind, credits_id, invoiced_on)
          values (\(values), '2025-03-05')
          """)
        #expect(refused == rule, "\(values)")
      }
      let plain: SQL = "update finance.invoice set credits_id = \(invoice) where id = \(draft)"
      #expect(try await desk.refusal(plain) == "42501")
    }
  }
}
