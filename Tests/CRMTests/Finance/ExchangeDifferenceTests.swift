import CRM
import Postgres
import Support
import Testing

@Suite struct `An exchange difference` {
  private func pay(_ desk: InvoiceDesk, _ invoice: Int, _ amount: String?, _ day: String)
    async throws -> Reply
  {
    let amount = amount.map { JSON.string($0) } ?? .null
    return try await desk.clerk.post(
      "invoices/\(invoice)/payments", ["amount": amount, "paid_on": .string(day)])
  }

  @Test func `is posted with each part of a payment, and nothing of it is lost in rounding`()
    async throws
  {
    try await withInvoiceDesk { desk in
      // Carried at 90, paid at 95.5.
      let invoice = try await desk.invoice("100.01", ["currency": "USD"])
      for amount in ["33.33", "33.34", nil] {
        let paid = try await pay(desk, invoice, amount, "2025-04-02")
        #expect(paid.status == 201 && paid["currency"] == "USD", "\(paid.text)")
      }
      let parts = try await desk.text(
        """
        select string_agg(trim_scale(debit_base) || ' ' || trim_scale(credit_base) || ' '
          || trim_scale(difference), ', ' order by id) from finance.allocation
        """)
      #expect(parts == "2999.7 3183.02 183.32, 3000.6 3183.97 183.37, 3000.6 3183.97 183.37")
      #expect(try await desk.balances() == ["51 9550.96", "90 -9000.9", "9101 -550.06"])
      #expect(try await desk.left(invoice: invoice) == ["0"])
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is a loss where less comes in, or more goes out`() async throws {
    try await withInvoiceDesk { desk in
      let ours = try await desk.invoice("100", ["currency": "USD"])
      _ = try await pay(desk, ours, nil, "2025-06-02")
      let bill = try await desk.post(
        "invoices", try await desk.bill("40", "0", "40", ["currency": "USD"]))
      _ = try await pay(desk, bill, nil, "2025-04-02")
      let parts = try await desk.text(
        "select string_agg(trim_scale(difference)::text, ', ' order by id) from finance.allocation")
      #expect(parts == "-1000, -220")
      #expect(
        try await desk.balances() == ["26 3600", "51 4180", "90 -9000", "9102 1220"])
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `stands between currencies too, by the rate of the day, measured in the invoice's`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100", ["currency": "USD"])
      let payment = try await desk.payment("5000", ["paid_on": "2025-04-05"])
      func allocate(_ amount: String?) async throws -> Reply {
        try await desk.clerk.post(
          "payments/\(payment)/allocations",
          [
            "invoice_id": .id(invoice), "allocated_on": "2025-04-06",
            "amount": amount.map { .string($0) } ?? .null,
          ])
      }
      let wrong = try await allocate("10.001")
      #expect(wrong.status == 422 && wrong.firstFault.contains("10.00 USD"), "\(wrong.text)")
      let some = try await allocate("10")
      #expect(some["debit_amount"] == "10.0000" && some["credit_amount"] == "955.0000")
      #expect(some["difference"] == "55.0000", "\(some.text)")
      let more = try await allocate("50")
      #expect(more.status == 422 && more.firstFault.contains("42.36 USD"), "\(more.text)")
      let rest = try await allocate(nil)
      #expect(rest["debit_amount"] == "42.3600" && rest["credit_amount"] == "4045.0000")
      #expect(try await desk.left(payment: payment) == ["0"])
      #expect(try await desk.left(invoice: invoice) == ["47.64"])
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `goes back with its allocation`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100", ["currency": "USD"])
      _ = try await pay(desk, invoice, nil, "2025-04-02")
      let made = try await desk.crm.observed("select id from finance.allocation")[0].int("id")
      let back = try await desk.clerk.post(
        "allocations/\(made)/reversal", ["reason": "x", "reversed_on": "2025-06-02"])
      #expect(back.status == 201, "\(back.text)")
      #expect(try await desk.balances() == ["51 9550", "62 9000", "6202 -9550", "90 -9000"])
      #expect(
        try await desk.text(
          "select trim_scale(settled_base)::text from finance.open_item where invoice_id = \(invoice)"
        )
          == "0")
    }
  }

  @Test func `is no other than what both sides were carried at, whoever writes it`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100", ["currency": "USD"])
      _ = try await pay(desk, invoice, "10", "2025-04-02")
      let payment = try await desk.payment(
        "50", ["currency": "USD", "paid_on": "2025-04-02"])
      for (sums, rule) in [
        ("5, 5, 450, 450", "allocation_posted"), ("5, 4, 450, 477.5", "allocation_currency"),
        ("60, 60, 0, 0", "open_item_not_exceeded"), ("50, 50, 1, 1", "open_item_settled"),
      ] {
        let refused = try await desk.ownRefusal(
          """
          insert into finance.allocation (kind, allocated_on, debit_item_id, credit_item_id,
            debit_amount, credit_amount, debit_base, credit_base, entry_id)
          select 'allocation', date '2025-04-02', d.id, c.id, \(raw: sums), (
            select max(a.entry_id) from finance.allocation as a)
          from finance.open_item as d, finance.open_item as c
          where d.invoice_id = \(invoice) and c.payment_id = \(payment)
          """)
        #expect(refused == rule, "\(sums)")
      }
      let plain: SQL = "update finance.allocation set difference = 0"
      #expect(try await desk.refusal(plain) != nil)
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `has its account in the settings, or nothing is settled`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100", ["currency": "USD"])
      try await desk.crm.arrange("delete from finance.account_use where use = 'exchange_gain'")
      let reply = try await pay(desk, invoice, nil, "2025-04-02")
      #expect(reply.status == 422 && reply.text.contains("exchange_gain"), "\(reply.text)")
      #expect(try await desk.left(invoice: invoice) == ["100"])
      #expect(try await desk.text("select count(*)::text from finance.payment") == "0")
    }
  }
}
