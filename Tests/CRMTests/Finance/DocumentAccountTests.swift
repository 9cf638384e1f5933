import CRM
import Postgres
import Support
import Testing

/// Accounts of receivables, payables and advances.
@Suite struct `An account that documents explain` {
  /// What would bring there what no document is open for, and the rule that refuses it.
  static let attacks: [(statement: SQL, rule: String)] = [
    (
      """
      insert into finance.invoice_line (invoice_id, place, description, quantity, unit_price, account_id)
      select max(i.id), 2, 'x', 1, 1, (select id from finance.account where code = '62') from finance.invoice as i
      """, "invoice_line_by_document"
    ),
    (
      """
      insert into finance.payment (direction, side, party_id, paid_on, currency, amount, account_id)
      select 'in', 'customer', (select min(id) from clients.party), '2025-03-10', 'RUB', 5, id
      from finance.account where code = '6002'
      """, "payment_by_document"
    ),
    (
      """
      update finance.tax set input_account_id = (select id from finance.account where code = '60')
      where code = 'VAT10'
      """, "tax_by_document"
    ),
    (
      """
      update finance.account_use set account_id = (select id from finance.account where code = '62')
      where use = 'revenue'
      """, "account_use_by_document"
    ),
    (
      """
      insert into finance.bank_account (name, account_id, currency)
      select 'x', id, 'RUB' from finance.account where code = '62'
      """, "bank_account_ledger"
    ),
  ]

  @Test func `is nothing else's`() async throws {
    try await withInvoiceDesk { desk in
      _ = try await desk.draft([InvoiceDesk.line("100")])
      for (statement, rule) in Self.attacks {
        #expect(try await desk.refusal(statement) == rule, "\(statement)")
        #expect(try await desk.ownRefusal(statement) == rule, "\(statement)")
      }
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is refused where a draft named it before`() async throws {
    try await withInvoiceDesk { desk in
      let account = try await desk.crm.arrange(
        "insert into finance.account (code, name, type) values ('76', 'Others', 'liability') returning id"
      )[0].int("id")
      let invoice = try await desk.draft([
        InvoiceDesk.line("100", "1", ["account_id": .id(account)])
      ])
      let till = try await desk.clerk.create(
        "money-accounts",
        ["name": "Till", "kind": "cash", "currency": "RUB", "account_id": .id(account)])
      let money = try await desk.money("5", ["account_id": .id(account)])
      #expect(money.status == 201, "\(money.text)")
      #expect(try await desk.clerk.delete("money-accounts/\(till.id)").status == 204)
      try await desk.crm.arrange(
        "update finance.account_use set account_id = \(account) where use = 'payable'")
      let posted = try await desk.clerk.post("invoices/\(invoice.id)/posting")
      #expect(posted.text.contains("invoice_line_by_document"), "\(posted.text)")
      let paid = try await desk.clerk.post("payments/\(money.id)/posting")
      #expect(
        paid.text.contains("payment_by_document") && paid.pointers == ["/account_id"],
        "\(paid.text)")
    }
  }

  @Test func `is one that nothing was posted to, nor is used for`() async throws {
    try await withInvoiceDesk { desk in
      try await desk.crm.arrange("delete from finance.account_use where use = 'payable'")
      _ = try await desk.payment("50")
      for code in ["51", "50", "90"] {
        #expect(
          try await desk.refusal(
            """
            insert into finance.account_use (use, account_id)
            select 'payable', id from finance.account where code = \(code)
            """) == "account_use_fresh", "\(code)")
      }
      // Claims and advances may share one.
      #expect(
        try await desk.refusal(
          """
          insert into finance.account_use (use, account_id)
          select 'payable', id from finance.account where code = '6002'
          """) == nil)
    }
  }
}
