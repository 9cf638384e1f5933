import CRM
import Postgres
import Support

/// An accountant with a chart of accounts, a year that is open, and accounts in banks.
struct BankDesk: Sendable {
  let crm: TestCRM
  let clerk: TestSession

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    clerk = try await crm.as(.accountant)
    try await crm.arrange(
      """
      insert into finance.account (code, name, type) values ('62', 'Receivables', 'asset'),
        ('60', 'Payables', 'liability'), ('6202', 'Advances received', 'liability'),
        ('6002', 'Advances paid', 'asset'), ('90', 'Revenue', 'income'), ('91', 'Fees', 'expense'),
        ('9101', 'Gain', 'income'), ('9102', 'Loss', 'expense')
      """)
    try await crm.arrange(
      """
      insert into finance.account_use (use, account_id)
      select u.use, a.id from (values ('receivable', '62'), ('payable', '60'),
        ('advance_received', '6202'), ('advance_paid', '6002'), ('revenue', '90'),
        ('expense', '91'), ('exchange_gain', '9101'), ('exchange_loss', '9102')) as u (use, code)
      join finance.account as a on a.code = u.code
      """)
    try await crm.arrange(
      """
      insert into finance.fiscal_year (name, starts_on, ends_on)
      values ('2025', '2025-01-01', '2025-12-31')
      """)
  }

  /// The number of an account of the ledger.
  func ledger(_ code: String) async throws -> Int {
    try await crm.observed("select id from finance.account where code = \(code)")[0].int("id")
  }

  /// A money account with an account of the ledger of its own.
  @discardableResult
  func account(_ number: String, _ currency: String = "RUB") async throws -> Int {
    let ledger = try await crm.arrange(
      """
      insert into finance.account (code, name, type)
      values (\("51 \(number)"), \(number), 'asset') returning id
      """)[0].int("id")
    return try await clerk.create(
      "money-accounts",
      [
        "name": .string("Account \(number)"), "number": .string(number),
        "currency": .string(currency), "account_id": .id(ledger),
      ]
    ).id
  }

  /// Sends a file.
  func take(
    _ bytes: [UInt8], _ query: String = "", as session: TestSession? = nil,
    headers: [(String, String)] = []
  ) async throws -> Reply {
    try await (session ?? clerk).send(
      "POST", "bank-statements/import\(query)",
      headers: headers + [("Content-Type", "application/octet-stream")], body: bytes)
  }

  /// A statement in MT940 of some lines on 1 March 2025, from nothing; the amount and the purpose of each.
  static func mt940(
    _ number: String = "1", account: String = "40702810000000000001", opening: String = "0",
    closing: String, day: String = "250301", _ lines: [(amount: String, purpose: String)]
  ) -> [UInt8] {
    let balance = { (text: String) in
      "\(text.hasPrefix("-") ? "D" : "C")\(day)RUB\(text.replacing("-", with: ""))"
        + (text.contains(",") ? "" : ",")
    }
    let entries = lines.enumerated().map { place, line in
      let amount = line.amount.replacing("-", with: "")
      let side = line.amount.hasPrefix("-") ? "D" : "C"
      return
        ":61:\(day)\(side)\(amount)\(amount.contains(",") ? "" : ",")NTRFNONREF//B\(number)-\(place)\n:86:\(line.purpose)\n"
    }
    let text =
      ":20:A\n:25:\(account)\n:28C:\(number)\n:60F:\(balance(opening))\n\(entries.joined()):62F:\(balance(closing))\n-\n"
    return Array(text.utf8)
  }

  /// Takes a statement of the account 40702810000000000001; its number and those of its lines.
  func statement(
    _ number: String = "1", opening: String = "0", closing: String, day: String = "250301",
    _ lines: [(amount: String, purpose: String)]
  ) async throws -> (id: Int, lines: [Int]) {
    let reply = try await take(
      Self.mt940(number, opening: opening, closing: closing, day: day, lines))
    guard reply.status == 200, let id = reply["statements"]?.array?.first?["id"]?.int else {
      throw TestSession.Refused(reply: reply)
    }
    let rows = try await crm.observed(
      "select id from finance.bank_statement_line where statement_id = \(id) order by position")
    return (id, try rows.map { try $0.int("id") })
  }

  /// A party with this tax number.
  func party(_ name: String, inn: String? = nil) async throws -> Int {
    try await crm.arrange(
      """
      insert into clients.party (name, customer, supplier, inn)
      values (\(name), true, true, \(inn)) returning id
      """)[0].int("id")
  }

  /// An invoice to a customer that is posted, and its number.
  func invoice(_ party: Int, _ amount: String, on day: String = "2025-02-01") async throws -> (
    id: Int, number: String
  ) {
    let id = try await crm.arrange(
      """
      insert into finance.invoice (direction, party_id, currency, invoiced_on)
      values ('customer', \(party), 'RUB', \(day)::date) returning id
      """)[0].int("id")
    try await crm.arrange(
      """
      insert into finance.invoice_line (invoice_id, description, quantity, unit_price)
      values (\(id), 'Work', 1, \(amount)::numeric)
      """)
    let attempt = try await crm.sql(
      clerk, "select finance.post_invoice(\(id), \(day)::date) as done")
    if let error = attempt.error { throw error }
    let number = try await crm.observed("select number from finance.invoice where id = \(id)")
    return (id, try number[0].string("number"))
  }

  func match(_ line: Int, _ parts: JSON..., on day: String? = nil) async throws -> Reply {
    try await clerk.post(
      "bank-statement-lines/\(line)/matching",
      ["parts": .array(parts), "posted_on": day.map { .string($0) } ?? .null])
  }

  /// The constraint or SQLSTATE that refuses a statement of the service's log-in, or even of the owner.
  func refusal(asOwner: Bool = false, _ statement: SQL) async throws -> String? {
    guard asOwner else {
      return try await crm.sql(clerk, statement).error.map { $0.constraint ?? $0.sqlState }
    }
    do {
      try await crm.arrange(statement)
      return nil
    } catch let error as DatabaseError {
      return error.constraint ?? error.sqlState
    }
  }

  /// The first cell that the owner sees.
  func text(_ sql: SQL) async throws -> String? { try await crm.arrange(sql).string(0, 0) }
}

/// Gives the body a desk in a database of its own, with the account 40702810000000000001.
func withBankDesk(_ body: (BankDesk) async throws -> Void) async throws {
  try await withCRM { crm in
    let desk = try await BankDesk(crm)
    try await desk.account("40702810000000000001")
    try await body(desk)
  }
}
