import CRM
import Postgres
import Support
import Testing

@Suite struct `An invoice of ours` {
  @Test func `is posted with its number, its entry and what is open of it, in one step`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let draft = try await desk.draft([
        InvoiceDesk.line("33.3333", "3", ["tax_id": try await desk.tax("VAT22")]),
        InvoiceDesk.line("10.005", "1", ["tax_id": try await desk.tax("VAT20")]),
      ])
      #expect(draft.status == 201 && draft["state"] == "draft", "\(draft.text)")
      #expect(draft["number"] == .null && draft["entry_id"] == .null, "\(draft.text)")
      let posted = try await desk.clerk.post("invoices/\(draft.id)/posting")
      #expect(posted.status == 200 && posted["state"] == "posted", "\(posted.text)")
      #expect(posted["posted_on"] == "2025-03-01", "\(posted.text)")
      let number = posted["number"]?.string ?? ""
      #expect(number.hasPrefix("INV-") && number.hasSuffix("-2025-00001"), "\(number)")
      #expect(
        try await desk.entry("invoice", draft.id) == [
          "62 134.01", "90 -100", "90 -10.01", "68 -22", "68 -2",
        ])
      #expect(try await desk.left(invoice: draft.id) == ["134.01"])
      let total = try await desk.clerk.get("invoice-totals?id=\(draft.id)").data.first
      #expect(total?["gross"] == "134.0100" && total?["vat"] == "24.0000", "\(total?.text ?? "")")
      let again = try await desk.clerk.post("invoices/\(draft.id)/posting")
      #expect(again.status == 409 && again.problem == "record_state", "\(again.text)")
      #expect(try await desk.refusal("select finance.post_invoice(\(draft.id), null)") == "CJ010")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is posted once, however many post it at once`() async throws {
    try await withInvoiceDesk { desk in
      let draft = try await desk.draft([InvoiceDesk.line("5")]).id
      let told = try await atOnce(100) { _ in
        try await desk.clerk.post("invoices/\(draft)/posting")
      }
      #expect(told == [200: 1, 409: 99], "\(told)")
      #expect(try await desk.text("select count(*)::text from finance.entry") == "1")
      #expect(try await desk.balances() == ["62 5", "90 -5"])
    }
  }

  @Test func `is posted wholly or not at all`() async throws {
    try await withInvoiceDesk { desk in
      let line = InvoiceDesk.line("100", "1", ["tax_id": try await desk.tax("VAT20")])
      let draft = try await desk.draft([line])
      try await desk.crm.arrange("delete from finance.account_use where use = 'tax_output'")
      let reply = try await desk.clerk.post("invoices/\(draft.id)/posting")
      #expect(reply.status == 422 && reply.text.contains("tax_output"), "\(reply.text)")
      let kept = try await desk.text(
        """
        select concat_ws(' ', i.state, i.number, (select count(*) from finance.entry),
          (select count(*) from finance.open_item), (select count(*) from finance.tax_line))
        from finance.invoice as i
        """)
      #expect(kept == "draft 0 0 0")
      try await desk.crm.arrange(
        """
        insert into finance.account_use (use, account_id)
        select 'tax_output', a.id from finance.account as a where a.code = '68'
        """)
      let posted = try await desk.clerk.post("invoices/\(draft.id)/posting")
      #expect(posted["number"]?.string?.hasSuffix("-2025-00001") == true, "\(posted.text)")
    }
  }

  /// A verb over HTTP, its body, and the states in which it is out of place.
  static let verbs: [(noun: String, body: JSON?, out: Set<String>)] = [
    ("posting", nil, ["posted", "reversed", "cancelled"]),
    ("cancellation", ["reason": "x"], ["posted", "reversed", "cancelled"]),
    ("reversal", ["reason": "x"], ["draft", "reversed", "cancelled"]),
    ("credit-notes", nil, ["draft", "reversed", "cancelled"]),
    ("allocations", nil, ["draft", "reversed", "cancelled"]),
    ("payments", nil, ["draft", "reversed", "cancelled"]),
    ("write-offs", ["reason": "x"], ["draft", "reversed", "cancelled"]),
  ]

  @Test func `is left alone by each verb that is out of place in its state`() async throws {
    try await withInvoiceDesk { desk in
      for state in ["draft", "posted", "reversed", "cancelled"] {
        let invoice = try await desk.draft([InvoiceDesk.line("5")]).id
        let steps =
          ["posted": ["posting"], "reversed": ["posting", "reversal"]][state]
          ?? (state == "draft" ? [] : ["cancellation"])
        for step in steps {
          let done = try await desk.clerk.post(
            "invoices/\(invoice)/\(step)", step == "posting" ? nil : ["reason": "x"])
          #expect(done.status == 200, "\(done.text)")
        }
        for verb in Self.verbs where verb.out.contains(state) {
          let reply = try await desk.clerk.post("invoices/\(invoice)/\(verb.noun)", verb.body)
          #expect(reply.status == 409 && reply.problem == "record_state", "\(reply.text)")
          #expect(reply["state"]?.string == state, "\(verb.noun): \(reply.text)")
          let refused = try await desk.refusal(Self.plain(verb.noun, invoice))
          #expect(refused == "CJ010", "\(verb.noun) of \(state)")
        }
        let kept = try await desk.text("select state from finance.invoice where id = \(invoice)")
        #expect(kept == state)
      }
    }
  }

  private static func plain(_ noun: String, _ invoice: Int) -> SQL {
    switch noun {
    case "posting": "select finance.post_invoice(\(invoice), null)"
    case "cancellation": "select finance.cancel_invoice(\(invoice), 'x')"
    case "reversal": "select finance.reverse_invoice(\(invoice), null, 'x')"
    case "credit-notes": "select finance.credit_invoice(\(invoice), null, null, null)"
    case "allocations": "select finance.allocate_invoice(\(invoice), null, null, null, null)"
    case "payments": "select finance.pay_invoice(\(invoice), null, null, null, null)"
    default: "select finance.write_off_invoice(\(invoice), null, null, 'x')"
    }
  }

  @Test func `is due in the parts of its term, which make it to the smallest unit`() async throws {
    try await withInvoiceDesk { desk in
      let parts: JSON = [
        ["percent": "33.33", "days": 0], ["percent": "33.33", "days": 15, "month_end": true],
        ["percent": "33.34", "days": 60],
      ]
      let term = try await desk.clerk.create("payment-terms", ["name": "Thirds", "parts": parts])
      let invoice = try await desk.invoice("100.01", ["payment_term_id": .id(term.id)])
      let items = try await desk.text(
        """
        select string_agg(trim_scale(amount) || ' ' || due_on, ', ' order by due_on)
        from finance.open_item where invoice_id = \(invoice)
        """)
      #expect(items == "33.33 2025-03-01, 33.34 2025-03-31, 33.34 2025-04-30")
      let more = try await desk.clerk.post(
        "payment-term-parts", ["payment_term_id": .id(term.id), "percent": "10", "days": 90])
      #expect(more.status == 422 && more.rule == "payment_term_part_whole", "\(more.text)")
      #expect(more.firstFault.contains("110 %"), "\(more.text)")
      let less = try await desk.clerk.post(
        "payment-terms",
        ["name": "Half", "parts": [["percent": "30", "days": 0], ["percent": "20", "days": 9]]])
      #expect(less.pointers == ["/parts"] && less.firstFault.contains("50 %"), "\(less.text)")
      let changed = try await desk.clerk.patch(
        "payment-terms/\(term.id)", ["parts": [["percent": "90", "days": 0]]])
      #expect(changed.pointers == ["/parts"] && changed.rule == more.rule, "\(changed.text)")
      let both = try await desk.draft(
        [InvoiceDesk.line("1")], ["payment_term_id": .id(term.id), "due_on": "2025-04-01"])
      #expect(both.status == 422 && both.rule == "invoice_due_once", "\(both.text)")
    }
  }

  @Test func `is not posted empty, worth nothing, without a rate, or into days that are locked`()
    async throws
  {
    try await withInvoiceDesk { desk in
      func refused(_ lines: [JSON], _ more: JSON = [:]) async throws -> Reply {
        let draft = try await desk.draft(lines, more)
        let reply = try await desk.clerk.post("invoices/\(draft.id)/posting")
        #expect(reply.status == 422, "\(reply.text)")
        let plain = try await desk.refusal("select finance.post_invoice(\(draft.id), null)")
        #expect(plain == reply.rule, "\(plain ?? "")")
        return reply
      }
      #expect(try await refused([]).rule == "invoice_has_lines")
      #expect(try await refused([InvoiceDesk.line("0")]).rule == "invoice_worth")
      let rate = try await refused([InvoiceDesk.line("1")], ["currency": "EUR"])
      #expect(rate.rule == "rate_known" && rate.firstFault.contains("EUR"), "\(rate.text)")
      let year = try await refused([InvoiceDesk.line("1")], ["invoiced_on": "2024-12-31"])
      #expect(year.rule == "entry_year" && year.pointers == ["/posted_on"], "\(year.text)")
      for (area, day) in [("sales", "2025-03-31"), ("tax", "2025-04-30")] {
        try await desk.clerk.create(
          "lock-dates", ["area": .string(area), "locked_until": .string(day)])
      }
      let locked = try await refused([InvoiceDesk.line("1")])
      #expect(locked.rule == "entry_unlocked" && locked.pointers == ["/posted_on"])
      #expect(locked.firstFault.contains("sales, 2025-03-31"), "\(locked.text)")
      let line = InvoiceDesk.line("1", "1", ["tax_id": try await desk.tax("VAT20")])
      let taxed = try await refused([line], ["invoiced_on": "2025-04-30"])
      #expect(taxed.firstFault.contains("tax, 2025-04-30"), "\(taxed.text)")
      _ = try await desk.invoice("1", ["invoiced_on": "2025-04-30"])
      let late = try await desk.draft([line])
      let posted = try await desk.clerk.post(
        "invoices/\(late.id)/posting", ["posted_on": "2025-05-01"])
      #expect(posted["posted_on"] == "2025-05-01", "\(posted.text)")
    }
  }

  @Test func `has a currency that there is, and another party or currency while it is a draft`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let unknown = try await desk.draft([InvoiceDesk.line("1")], ["currency": "QQQ"])
      #expect(unknown.status == 422 && unknown.pointers == ["/currency"], "\(unknown.text)")
      let draft = try await desk.draft([InvoiceDesk.line("1")])
      let moved = try await desk.clerk.patch(
        "invoices/\(draft.id)", ["party_id": .id(desk.other), "currency": "USD"])
      #expect(moved.status == 200 && moved["currency"] == "USD", "\(moved.text)")
      for change: JSON in [["kind": "credit_note"], ["number": "X"], ["state": "posted"]] {
        let reply = try await desk.clerk.patch("invoices/\(draft.id)", change)
        #expect([409, 422].contains(reply.status), "\(reply.text)")
      }
    }
  }

  @Test func `is reversed by an entry of the same lines on the other side`() async throws {
    try await withInvoiceDesk { desk in
      let tax = try await desk.tax("VAT20")
      let invoice = try await desk.post(
        "invoices", try await desk.draft([InvoiceDesk.line("100", "1", ["tax_id": tax])]))
      let early = try await desk.clerk.post(
        "invoices/\(invoice)/reversal", ["reason": "x", "reversed_on": "2025-02-28"])
      #expect(early.status == 422 && early.rule == "entry_reversal", "\(early.text)")
      let reversed = try await desk.clerk.post(
        "invoices/\(invoice)/reversal", ["reason": "Wrong party", "reversed_on": "2025-03-02"])
      #expect(reversed["state"] == "reversed", "\(reversed.text)")
      #expect(reversed["reversal_reason"] == "Wrong party")
      #expect(reversed["reversed_on"] == "2025-03-02")
      #expect(try await desk.balances() == [])
      #expect(try await desk.left(invoice: invoice) == ["0"])
      let book = try await desk.text(
        """
        select string_agg(t.part || ' ' || trim_scale(l.credit - l.debit), ', ' order by t.id)
        from finance.tax_line as t join finance.entry_line as l on l.id = t.entry_line_id
        """)
      #expect(book == "base 100, tax 20, base -100, tax -20")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is not reversed while something of it is settled`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100")
      let paid = try await desk.clerk.post(
        "invoices/\(invoice)/payments", ["amount": "1", "paid_on": "2025-03-02"])
      #expect(paid.status == 201, "\(paid.text)")
      let reply = try await desk.clerk.post("invoices/\(invoice)/reversal", ["reason": "x"])
      #expect(reply.status == 422 && reply.rule == "invoice_unsettled", "\(reply.text)")
      let plain: SQL = "select finance.reverse_invoice(\(invoice), null, 'x')"
      #expect(try await desk.refusal(plain) == "invoice_unsettled")
    }
  }
}
