import CRM
import Postgres
import Support
import Testing

@Suite struct `A check of the books` {
  @Test func `names what is false, with its record and its figures`() async throws {
    try await withBankDesk { desk in
      try await TiedBooks.fill(desk)
      let fine = try await desk.clerk.get("tie-out")
      #expect(fine.data.allSatisfy { $0["ok"] == true }, "\(fine.text)")
      #expect(fine.data.compactMap { $0["check_name"]?.string }.sorted() == Damage.checks)
      try await withClient(desk.crm.database.superuser) { client in
        await each(Damage.all) { damage in
          let lines = try await damage.lines(client)
          #expect(lines == [damage.line], "\(damage)")
        }
      }
      let after = try await desk.clerk.get("tie-out?ok=false")
      #expect(after.status == 200 && after.data.isEmpty, "\(after.text)")
    }
  }
}

/// Books with something in them for every check, all of it true.
private enum TiedBooks {
  static func fill(_ desk: BankDesk) async throws {
    let party = try await desk.party("Daisy")
    try await closeYear(desk, party)
    let invoice = try await desk.invoice(party, "100")
    _ = try await desk.invoice(party, "40")
    try await bill(desk, party)
    let statement = try await desk.statement(closing: "60", [("60", "Pay")])
    let matched = try await desk.match(statement.lines[0], ["invoice_id": .id(invoice.id)])
    #expect(matched.status == 200, "\(matched.text)")
    let reconciled = try await desk.clerk.post("bank-statements/\(statement.id)/reconciliation")
    #expect(reconciled["state"] == "reconciled", "\(reconciled.text)")
    let goods = try await ReceivingDesk(desk.crm)
    let received = try await goods.receive(try await goods.order("10"), "4")
    #expect(received.status == 201, "\(received.text)")
    // The number that it was given has that of a department in it.
    try await desk.crm.database.force(
      "update purchasing.purchase_order set number = 'ORDER-7'")
  }

  /// A claim from before, and the year that it was carried over from.
  private static func closeYear(_ desk: BankDesk, _ party: Int) async throws {
    try await desk.crm.arrange(
      """
      with opening as (
        insert into finance.account (code, name, type) values ('00', 'Opening', 'equity')
        returning id)
      insert into finance.account_use (use, account_id) select 'opening', id from opening
      """)
    let year = try await desk.crm.arrange(
      """
      insert into finance.fiscal_year (name, starts_on, ends_on)
      values ('2024', '2024-01-01', '2024-12-31') returning id
      """)[0].int("id")
    try await desk.clerk.create(
      "opening-balances",
      [
        "opened_on": "2024-01-01", "account_id": .id(try await desk.ledger("62")),
        "party_id": .id(party), "reference": "OLD-7", "currency": "RUB", "amount": "500.00",
      ])
    let closed = try await desk.clerk.post("fiscal-years/\(year)/closing")
    #expect(closed["state"] == "closed", "\(closed.text)")
  }

  /// 200 roubles that a supplier asks.
  private static func bill(_ desk: BankDesk, _ party: Int) async throws {
    let bill = try await desk.crm.arrange(
      """
      insert into finance.invoice (direction, party_id, currency, invoiced_on, net_given, vat_given,
        gross_given)
      values ('supplier', \(party), 'RUB', '2025-02-01', 200, 0, 200) returning id
      """)[0].int("id")
    let attempt = try await desk.crm.sql(
      desk.clerk, "select finance.post_invoice(\(bill), '2025-02-01') as done")
    if let error = attempt.error { throw error }
  }
}

/// What is made false of those books, as only a superuser can, and what its check says then.
private struct Damage: Sendable, CustomStringConvertible {
  let check: String
  /// What fails, what is found and what should be.
  let line: String
  /// The record that is named, by a statement.
  let record: String
  /// Whose triggers are taken away, since some of them fire always.
  let table: String
  let statements: [String]

  var description: String { "\(check): \(line)" }

  init(
    _ check: String, _ line: String, _ record: String, of table: String, _ statements: String...
  ) {
    self.check = check
    self.line = line
    self.record = record
    self.table = table
    self.statements = statements
  }

  /// What the check says once it is done; then it is undone.
  func lines(_ client: Client) async throws -> [String] {
    let damage: [SQL] =
      [
        "set local session_replication_role = replica",
        "alter table \(raw: table) disable trigger all",
      ] + statements.map { SQL(raw: $0) }
    do {
      return try await client.transaction { transaction in
        _ = try await transaction.batch(damage)
        throw Undone(lines: try await said(transaction))
      }
    } catch let undone as Undone {
      return undone.lines
    }
  }

  private func said(_ transaction: Transaction) async throws -> [String] {
    try await transaction.all(
      """
      select format('%s: %s instead of %s', subject, coalesce(trim_scale(found)::text, 'nothing'),
        coalesce(trim_scale(expected)::text, 'nothing'))
        || case when record_id = (\(raw: record)) then '' else ', of another record' end as line
      from finance.tie_out_all() where check_name = \(check) and not ok order by id
      """
    ).map { try $0.string("line") }
  }

  /// Ends the transaction of a damage.
  private struct Undone: Error {
    let lines: [String]
  }
}

extension Damage {
  /// The names of all checks.
  static var checks: [String] { Set(all.map(\.check)).sorted() }

  static let all: [Damage] =
    ofEntries + ofBalances + ofItems + ofDocuments + ofYears

  private static let daisy = "select id from clients.party where name = 'Daisy'"
  private static let claim = "select id from finance.open_item where amount = 100"

  private static func account(_ code: String) -> String {
    "select id from finance.account where code = '\(code)'"
  }

  private static func entry(_ number: String) -> String {
    "select id from finance.entry where number = '\(number)'"
  }

  private static let ofEntries: [Damage] = [
    .init(
      "entries", "SAL-1-2025-00002: 39 instead of 40", entry("SAL-1-2025-00002"),
      of: "finance.entry_line",
      "update finance.entry_line set debit = 39, amount = 39 where debit = 40"),
    .init(
      "entries", "SAL-1-2025-00002: 0 instead of 40", entry("SAL-1-2025-00002"),
      of: "finance.entry_line", "delete from finance.entry_line where credit = 40"),
    .init(
      "entries", "SAL-1-2025-00002: 40 instead of 41", entry("SAL-1-2025-00002"),
      of: "finance.entry",
      "update finance.entry set total = 41 where total = 40"),
    .init(
      "numbers", "SAL Head office 2025: 2 instead of 3", entry("SAL-1-2025-00001"),
      of: "finance.entry",
      "update finance.entry set serial = 3 where number = 'SAL-1-2025-00002'"),
  ]

  private static let ofBalances: [Damage] = [
    .init(
      "balances", "60 day 2025-02-01 RUB: -201 instead of -200", account("60"),
      of: "finance.balance",
      "update finance.balance set credit = 201 where grain = 'day' and credit = 200"),
    .init(
      "balances", "60 month 2025-02-01 RUB: 0 instead of -200", account("60"),
      of: "finance.balance",
      "delete from finance.balance where grain = 'month' and credit = 200"),
    .init(
      "balances", "60 year 2025-01-01: -201 instead of -200", account("60"),
      of: "finance.account_balance",
      "update finance.account_balance set credit = 201 where grain = 'year' and credit = 200"),
    .init(
      "party_balances", "60 Daisy 2025-02-01 RUB: -201 instead of -200", daisy,
      of: "finance.party_balance",
      "update finance.party_balance set credit = 201 where credit = 200"),
  ]

  private static let ofItems: [Damage] = [
    .init(
      "receivables", "62 Daisy RUB: 590 instead of 580", daisy, of: "finance.open_item",
      "update finance.open_item set settled = 50, settled_base = 50 where amount = 100"),
    .init(
      "receivables", "6202 Daisy RUB: -10 instead of 0", daisy, of: "finance.open_item",
      """
      update finance.open_item set settled = 50, settled_base = 50, settled_on = null
      where amount = -60
      """),
    .init(
      "payables", "60 Daisy RUB: -190 instead of -200", daisy, of: "finance.open_item",
      "update finance.open_item set amount = -190, base_amount = -190 where amount = -200"),
    .init(
      "allocations", "INV-2025-00001: 60 instead of 100", claim, of: "finance.open_item",
      "update finance.open_item set settled = 50 where amount = 100"),
    .init(
      "allocations", "INV-2025-00001: 101 instead of 100", claim, of: "finance.allocation",
      "update finance.allocation set debit_amount = 101"),
  ]

  private static let ofDocuments: [Damage] = [
    .init(
      "invoices", "INV-2025-00002: 40 instead of 41",
      "select id from finance.invoice where number = 'INV-2025-00002'", of: "finance.invoice_line",
      "update finance.invoice_line set unit_price = 41 where unit_price = 40"),
    .init(
      "received", "ORDER-7 1: 11 instead of 10", "select id from purchasing.purchase_order_line",
      of: "purchasing.receipt_line", "update purchasing.receipt_line set quantity = 11"),
    .init(
      "bank", "Account 40702810000000000001 1 2025-03-01: 61 instead of 60",
      "select id from finance.bank_statement", of: "finance.bank_statement",
      "update finance.bank_statement set closing = 61"),
  ]

  private static let ofYears: [Damage] = [
    .init(
      "opening_balances", "62 OLD-7: 500 instead of 501", "select id from finance.opening_balance",
      of: "finance.opening_balance", "update finance.opening_balance set base_amount = 501"),
    // No entry reverses it.
    .init(
      "opening_balances", "62 OLD-7: 500 instead of 500", "select id from finance.opening_balance",
      of: "finance.opening_balance",
      """
      update finance.opening_balance
      set state = 'reversed', reversed_on = '2024-06-01', reversal_reason = 'Wrong'
      """),
    .init(
      "carried_balances", "2024 62 RUB: 501 instead of 500", account("62"),
      of: "finance.carried_balance",
      "update finance.carried_balance set balance = 501 where balance = 500"),
    // Carried as it stands in the ledger, but it is income.
    .init(
      "carried_balances", "2024 90 RUB: -500 instead of -500", account("90"),
      of: "finance.entry_line",
      "update finance.entry_line set account_id = (\(account("90"))) where credit = 500",
      "update finance.carried_balance set account_id = (\(account("90"))) where balance = -500"),
    .init(
      "years",
      "2024: is not archived, but its partition takes no lines: nothing instead of nothing",
      "select id from finance.fiscal_year where name = '2024'", of: "finance.fiscal_year",
      """
      alter table finance.entry_line_2024_01
      add constraint entry_line_archived check (false) not valid
      """),
  ]
}
