import CRM
import Postgres
import Support
import Testing

@Suite struct `The tax of an invoice` {
  /// What an invoice of such lines comes to, net and VAT, posted.
  private func sums(_ desk: InvoiceDesk, _ lines: [JSON], _ rounding: String) async throws -> String
  {
    let draft = try await desk.draft(lines, ["tax_rounding": .string(rounding)])
    let invoice = try await desk.post("invoices", draft)
    return try await desk.text(
      """
      select trim_scale(net) || ' ' || trim_scale(vat) from finance.invoice_sums(\(invoice))
      """) ?? ""
  }

  @Test func `is in the price or beside it, rounded for each line or for the document`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let most = try await desk.tax("VAT22")
      let within: JSON = ["tax_id": try await desk.tax("VAT20"), "includes_tax": true]
      // 10 lines of 0.37 with 0.0814 of tax: 10 x 0.08, or 0.814 together.
      let small = Array(repeating: InvoiceDesk.line("0.37", "1", ["tax_id": most]), count: 10)
      #expect(try await sums(desk, small, "line") == "3.7 0.8")
      #expect(try await sums(desk, small, "document") == "3.7 0.81")
      // 100 with 20 % in it is 83.33 and 16.67; three of them 250 and 50.
      let three = Array(repeating: InvoiceDesk.line("100", "1", within), count: 3)
      #expect(try await sums(desk, three, "line") == "249.99 50.01")
      #expect(try await sums(desk, three, "document") == "250 50")
      let part: JSON = [
        "tax_id": try await desk.tax("VAT10"), "discount_percent": "12.5",
      ]
      // 3 x 33.3333 less 12.5 % is 87.4999: rounded once, to 87.50 and 8.75.
      #expect(
        try await sums(desk, [InvoiceDesk.line("33.3333", "3", part)], "line") == "87.5 8.75")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `of several rates stands in the book of sales by rate`() async throws {
    try await withInvoiceDesk { desk in
      var lines = [InvoiceDesk.line("50")]
      for code in ["VAT22", "VAT10", "VAT0"] {
        lines.append(InvoiceDesk.line("100", "1", ["tax_id": try await desk.tax(code)]))
      }
      let invoice = try await desk.post("invoices", try await desk.draft(lines))
      let book = try await desk.text(
        """
        select string_agg(coalesce(x.code, 'none') || ' ' || t.part || ' '
          || trim_scale(l.credit - l.debit), ', ' order by x.code, t.part)
        from finance.tax_line as t join finance.entry_line as l on l.id = t.entry_line_id
        left join finance.tax as x on x.id = t.tax_id
        where t.invoice_id = \(invoice) and t.book = 'sales'
        """)
      #expect(
        book
          == "VAT0 base 100, VAT10 base 100, VAT10 tax 10, VAT22 base 100, VAT22 tax 22, none base 50"
      )
    }
  }

  @Test func `stands line by line under the document, and under what takes it back`() async throws {
    try await withInvoiceDesk { desk in
      let tax: JSON = ["tax_id": try await desk.tax("VAT20")]
      let draft = try await desk.draft([InvoiceDesk.line("50", "1", tax)])
      #expect(draft["tax_lines"] == [], "\(draft.text)")
      let invoice = try await desk.post("invoices", draft)
      _ = try await desk.clerk.post("invoices/\(invoice)/reversal", ["reason": "x"])
      let reply = try await desk.clerk.get("invoices/\(invoice)")
      let lines = (reply["tax_lines"]?.array ?? []).map {
        "\($0["book"]?.string ?? "") \($0["part"]?.string ?? "") \($0["amount"]?.string ?? "")"
      }
      #expect(
        lines.sorted() == [
          "sales base -50.0000", "sales base 50.0000", "sales tax -10.0000", "sales tax 10.0000",
        ], "\(reply.text)")
      let listed = try await desk.clerk.get("tax-lines?invoice_id=\(invoice)&part=tax")
      #expect(listed.data.count == 2, "\(listed.text)")
    }
  }

  @Test func `stays as it is once lines bear it, and goes with none`() async throws {
    try await withInvoiceDesk { desk in
      let own = try await desk.clerk.create(
        "taxes", ["code": "VAT5", "name": "5 %", "percent": "5"])
      let changed = try await desk.clerk.patch("taxes/\(own.id)", ["percent": "6"])
      #expect(changed.status == 200, "\(changed.text)")
      _ = try await desk.draft([InvoiceDesk.line("1", "1", ["tax_id": .id(own.id)])])
      for change: JSON in [["percent": "7"], ["kind": "reverse_charge"]] {
        let reply = try await desk.clerk.patch("taxes/\(own.id)", change)
        #expect(reply.status == 422 && reply.rule == "tax_used", "\(reply.text)")
        #expect(reply.firstFault.contains("VAT5"), "\(reply.text)")
      }
      let plain: SQL = "update finance.tax set percent = 7 where id = \(own.id)"
      #expect(try await desk.refusal(plain) == "tax_used")
      #expect(try await desk.ownRefusal(plain) == "tax_used")
      #expect(try await desk.clerk.patch("taxes/\(own.id)", ["name": "Five"]).status == 200)
      let seller = try await desk.crm.as(.sales)
      #expect(try await seller.patch("taxes/\(own.id)", ["name": "Six"]).status == 403)
    }
  }

  /// Sums that a supplier states, the rule, where it is told, and words of what would be right.
  static let stated: [(sums: [String], rule: String, pointer: String, words: String)] = [
    (["100.001", "20", "120.001"], "invoice_decimals", "/gross_given", "120.00 RUB"),
    (["100", "20.005", "120.005"], "invoice_decimals", "/gross_given", "RUB"),
    (["100", "20", "121"], "invoice_amounts_sum", "", ""),
    (["-100", "0", "-100"], "invoice_amounts_positive", "", "credit note"),
  ]

  @Test(arguments: stated)
  func `is money of the document's currency where a supplier states it`(
    sums: [String], rule: String, pointer: String, words: String
  ) async throws {
    try await withInvoiceDesk { desk in
      let reply = try await desk.bill(sums[0], sums[1], sums[2])
      #expect(reply.status == 422, "\(reply.text)")
      #expect(reply.text.contains("\"\(rule)\""), "\(reply.text)")
      if !pointer.isEmpty { #expect(reply.pointers == [pointer], "\(reply.text)") }
      #expect(words.isEmpty || reply.text.contains(words), "\(reply.text)")
      #expect(try await desk.text("select count(*)::text from finance.invoice") == "0")
    }
  }

  @Test func `is of lines whose prices keep four decimals, and the line is named that has more`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let reply = try await desk.draft([InvoiceDesk.line("1"), InvoiceDesk.line("1.00001")])
      #expect(reply.status == 422 && reply.pointers == ["/lines/1/unit_price"], "\(reply.text)")
      #expect(reply.firstFault.contains("4 decimals"), "\(reply.text)")
      let good = try await desk.draft([InvoiceDesk.line("1.0001")])
      #expect(good.status == 201, "\(good.text)")
    }
  }

  @Test func `of a supplier's lines makes what he states`() async throws {
    try await withInvoiceDesk { desk in
      let line = InvoiceDesk.line("99", "1", ["vat": "20"])
      let wrong = try await desk.bill("100", "20", "120", ["lines": [line]])
      #expect(wrong.status == 422 && wrong.rule == "invoice_lines_sum", "\(wrong.text)")
      #expect(wrong.firstFault.contains("99 + 20"), "\(wrong.text)")
      let right = try await desk.bill("100", "20", "120")
      let bill = try await desk.post("invoices", right)
      #expect(try await desk.entry("invoice", bill) == ["60 -120", "26 100", "19 20"])
    }
  }
}
