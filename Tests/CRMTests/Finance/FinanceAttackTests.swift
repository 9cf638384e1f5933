import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `Finance under attack` {
  /// What is greater than every number and equal to itself, and the rule that refuses it.
  static let numbers: [(statement: SQL, rule: String)] = [
    (
      "insert into finance.rate (currency, rated_on, rate) values ('EUR', '2025-03-01', 'NaN')",
      "rate_numbers"
    ),
    (
      """
      select finance.take_rates('x', 'EUR',
        '[{"on": "2025-06-02", "rates": {"USD": ["NaN", "1"], "RUB": ["100", "1"]}}]')
      """, "rate_numbers"
    ),
    (
      """
      insert into finance.payment (direction, side, party_id, paid_on, currency, amount)
      select 'in', 'customer', min(id), '2025-03-10', 'RUB', 'NaN' from clients.party
      """, "payment_numbers"
    ),
  ]

  @Test func `takes no amount, rate or entry that is not a number`() async throws {
    try await withInvoiceDesk { desk in
      // An entry of it would balance.
      let balanced = try await desk.ownRefusal(
        """
        insert into finance.entry (journal_id, posted_on, line_count, total)
        select min(id), date '2025-05-01', 2, 'NaN' from finance.journal
        """)
      #expect(balanced == "entry_numbers")
      for (statement, rule) in Self.numbers {
        #expect(try await desk.refusal(statement) == rule, "\(statement)")
      }
    }
  }

  @Test func `keeps the tax of what was posted, also from a snapshot of before`() async throws {
    try await withInvoiceDesk { desk in
      let token = try #require(desk.clerk.token)
      let refused = await #expect(throws: DatabaseError.self) {
        try await withClient(desk.crm.database.service) { client in
          try await client.transaction { transaction in
            try await transaction.execute("set transaction isolation level repeatable read")
            for statement in TestCRM.entry(token) { _ = try await transaction.rows(statement) }
            let line = InvoiceDesk.line("100", "1", ["tax_id": try await desk.tax("VAT10")])
            _ = try await desk.post("invoices", try await desk.draft([line]))
            try await transaction.execute("update finance.tax set percent = 5 where code = 'VAT10'")
          }
        }
      }
      #expect(refused?.sqlState == "0A000")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `has reversals that take back what they reverse, or none`() async throws {
    try await withBookkeeping { books in
      let entry = try await books.post("51", "80", "100")
      let line: (String, String, SQL) -> SQL = { position, code, amounts in
        """
        insert into finance.entry_line
          (entry_id, position, posted_on, account_id, currency, debit, credit, amount)
        select max(e.id), \(position)::integer, date '2026-05-01', (select id from finance.account where code = \(code)), 'RUB', \(amounts)
        from finance.entry as e
        """
      }
      let head: SQL = """
        insert into finance.entry (journal_id, posted_on, line_count, total, reverses_id)
        values (\(books.general), date '2026-05-01', 2, 1, \(entry.id))
        """
      #expect(
        try await books.ownRefusal(
          head, line("1", "51", "1, 0, 1"), line("2", "80", "0, 1, -1"),
          "set constraints all immediate") == "entry_reversal")
      #expect(
        try await books.ownRefusal(
          head, line("1", "51", "0, 1, -1"), line("2", "80", "1, 0, 1"),
          "set constraints all immediate") == "entry_reversal")
      let reversed = try await books.accountant.post(
        "entries/\(entry.id)/reversal", ["reason": "Wrong"])
      #expect(reversed.status == 201, "\(reversed.text)")
    }
  }

  @Test func `takes tax back behind no lock date of taxes, also tax of no line`() async throws {
    try await withInvoiceDesk { desk in
      let bill = try await desk.post("invoices", try await desk.bill("100", "20", "120"))
      _ = try await desk.clerk.create(
        "lock-dates", ["area": "tax", "locked_until": "2025-06-30"])
      let locked = try await desk.clerk.post(
        "invoices/\(bill)/reversal", ["reversed_on": "2025-06-01", "reason": "Wrong"])
      #expect(locked.status == 422 && locked.text.contains("entry_unlocked"), "\(locked.text)")
      let after = try await desk.clerk.post(
        "invoices/\(bill)/reversal", ["reversed_on": "2025-07-01", "reason": "Wrong"])
      #expect(after.status == 200, "\(after.text)")
    }
  }

  @Test func `has in its books of tax only lines of the entries of documents`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100")
      let paid = try await desk.payment("50")
      #expect(
        try await desk.ownRefusal(
          """
          insert into finance.tax_line (entry_line_id, invoice_id, book, part, posted_on)
          select l.id, \(invoice), 'sales', 'tax', l.posted_on
          from finance.entry_line as l join finance.payment as p on p.entry_id = l.entry_id
          where p.id = \(paid)
          """) == "tax_line_true")
    }
  }

  @Test func `closes no year while an earlier one is being opened`() async throws {
    try await withBookkeeping { books in
      let token = try #require(books.accountant.token)
      let path = "fiscal-years/\(books.year)/closing"
      try await withClient(books.crm.database.service) { client in
        try await client.transaction { transaction in
          for statement in TestCRM.entry(token) { _ = try await transaction.rows(statement) }
          try await transaction.execute(
            """
            insert into finance.fiscal_year (name, starts_on, ends_on) values ('2025', '2025-01-01', '2025-12-31')
            """)
          // It waits for that, in vain here.
          let meanwhile = try await books.accountant.post(path)
          #expect(meanwhile.status >= 400, "\(meanwhile.text)")
        }
      }
      let after = try await books.accountant.post(path)
      #expect(after.status == 422 && after.text.contains("fiscal_year_in_order"), "\(after.text)")
    }
  }

  @Test func `tells nobody what stands in a bank who may not read it`() async throws {
    try await withCRM { crm in
      let session = try await crm.as(.hr)
      let told = try await crm.sql(session, "select finance.money_on(1, current_date)")
      #expect(told.error?.sqlState == "42501")
    }
  }

  @Test func `has no trigger that verify sql would not miss`() async throws {
    try await withCRM { crm in
      let text = try String(
        contentsOfFile: TestDatabase.files.deploy("verify.sql"), encoding: .utf8)
      // The list of the rule: the name of a table, and those of its triggers.
      let rule = try #require(text.range(of: "is there and fires"))
      let words = text[rule.upperBound...].split { " \n'(),".contains($0) }.map(String.init)
      let triggers = try await crm.observed(
        """
        select c.relnamespace::regnamespace || '.' || c.relname as place, t.tgname::text as name
        from pg_trigger as t join pg_class as c on c.oid = t.tgrelid join pg_proc as p on p.oid = t.tgfoid
        where not t.tgisinternal and not c.relispartition and p.proname not in ('touch', 'record', 'take_back')
          and p.pronamespace <> 'licensing'::regnamespace
          and (c.relnamespace = 'finance'::regnamespace or p.pronamespace = 'finance'::regnamespace)
        """)
      #expect(triggers.count > 100)
      for row in triggers {
        let place = try row.string("place")
        let name = try row.string("name")
        let start = words.firstIndex(of: place) ?? words.endIndex
        let listed = words[start...].dropFirst().prefix { !$0.contains(".") }
        #expect(listed.contains(name), "\(place).\(name)")
      }
    }
  }
}
