import CRM
import Postgres
import Support
import Testing

@Suite struct `A line of a budget` {
  /// The account, the amount, where it is refused and the rule.
  static let wrong: [(account: String, amount: String, pointer: String, rule: String)] = [
    ("5000", "1.001", "amount", "budget_line_decimals"),
    ("1000", "1", "account_id", "budget_line_account"),
    ("2000", "1", "account_id", "budget_line_account"),
    ("3000", "1", "account_id", "budget_line_account"),
    ("5", "1", "account_id", "budget_line_account"),
  ]

  @Test(arguments: wrong)
  func `plans money, on accounts of income and expenses that are no headings`(
    account: String, amount: String, pointer: String, rule: String
  ) async throws {
    try await withReportDesk { desk in
      try await desk.crm.arrange(
        """
        with heading as (
          insert into finance.account (code, name, type) values ('5', 'Costs', 'expense') returning id)
        insert into finance.account (code, name, type, parent_id) select '5.1', 'Part', 'expense', h.id from heading as h
        """)
      let year = try await desk.text("select id::text from finance.fiscal_year where name = '2026'")
      let good: JSON = [
        "account_id": .id(try await desk.ledger("5.1")), "month": "2026-01-01", "amount": "1.50",
      ]
      let bad = good.with([
        "account_id": .id(try await desk.ledger(account)), "amount": .string(amount),
        "month": "2026-02-01",
      ])
      let reply = try await desk.clerk.post(
        "budgets",
        ["name": "Plan", "fiscal_year_id": .id(Int(year ?? "")), "lines": [good, bad]])
      #expect(reply.status == 422 && reply.rule == rule, "\(reply.text)")
      #expect(reply.pointers == ["/lines/1/\(pointer)"], "\(reply.text)")
    }
  }

  @Test func `is revised though an account of it became a heading`() async throws {
    try await withReportDesk { desk in
      let budget = try await desk.budget()
      try await desk.crm.arrange(
        """
        insert into finance.account (code, name, type, parent_id)
        select '5000.1', 'Part', 'expense', a.id from finance.account as a where a.code = '5000'
        """)
      let revision = try await desk.clerk.post("budgets/\(budget)/revision")
      #expect(revision["lines"]?.array?.count == 12, "\(revision.text)")
    }
  }

  @Test func `names the line of an entry that goes beyond it, or the day of a document's`()
    async throws
  {
    try await withReportDesk { desk in
      _ = try await desk.budget()
      let department = try await desk.crm.id(of: .purchasing)
      let journal = try await desk.text(
        "select id::text from finance.journal where code = 'GEN'")
      func line(_ code: String, _ side: String, _ amount: String) async throws -> JSON {
        ["account_id": .id(try await desk.ledger(code)), side: .string(amount)]
      }
      let entry = try await desk.clerk.post(
        "journals/\(journal ?? "")/entries",
        [
          "posted_on": "2026-01-10", "description": "Things", "department_id": .id(department),
          "lines": [
            try await line("1000", "credit", "120"), try await line("5100", "debit", "9"),
            try await line("5000", "debit", "111"),
          ],
        ])
      #expect(entry.status == 422 && entry.rule == "budget_line_exceeded", "\(entry.text)")
      #expect(entry.pointers == ["/lines/2/account_id"], "\(entry.text)")
      let party = try await desk.text("select min(id)::text from clients.party")
      let bill = try await desk.clerk.create(
        "invoices",
        [
          "direction": "supplier", "party_id": .id(Int(party ?? "")), "currency": "RUB",
          "invoiced_on": "2026-01-10",
          "department_id": .id(department), "net_given": "101", "vat_given": "0",
          "gross_given": "101",
        ])
      let posting = try await desk.clerk.post("invoices/\(bill.id)/posting")
      #expect(posting.rule == "budget_line_exceeded", "\(posting.text)")
      #expect(posting.pointers == ["/posted_on"], "\(posting.text)")
    }
  }
}
