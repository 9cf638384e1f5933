import CRM
import Postgres
import Support

/// An accountant with open books, two parties who buy and sell, and rates of the dollar, who invoices and is paid.
struct InvoiceDesk: Sendable {
  let crm: TestCRM
  let clerk: TestSession
  let party: Int
  let other: Int

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    clerk = try await crm.as(.accountant)
    for statement in Self.books { try await crm.arrange(statement) }
    party = try await Self.party(crm, "Rose")
    other = try await Self.party(crm, "Lily")
  }

  /// Years until next year, since what names no day happens today.
  private static let books: [SQL] = [
    """
    insert into finance.account (code, name, type) values ('62', 'Receivables', 'asset'),
      ('60', 'Payables', 'liability'), ('6202', 'Advances received', 'liability'),
      ('6002', 'Advances paid', 'asset'), ('68', 'Tax owed', 'liability'),
      ('19', 'Tax deducted', 'asset'), ('90', 'Revenue', 'income'), ('26', 'Costs', 'expense'),
      ('9101', 'Gain', 'income'), ('9102', 'Loss', 'expense'), ('9103', 'Given up', 'expense'),
      ('51', 'Bank', 'asset'), ('50', 'Cash', 'asset')
    """,
    """
    insert into finance.account_use (use, account_id)
    select u.use, a.id from (values ('receivable', '62'), ('payable', '60'),
      ('advance_received', '6202'), ('advance_paid', '6002'), ('tax_output', '68'),
      ('tax_input', '19'), ('revenue', '90'), ('expense', '26'), ('exchange_gain', '9101'),
      ('exchange_loss', '9102'), ('write_off', '9103'), ('bank', '51'), ('cash', '50'))
      as u (use, code)
    join finance.account as a on a.code = u.code
    """,
    """
    insert into finance.fiscal_year (name, starts_on, ends_on)
    select y::text, make_date(y, 1, 1), make_date(y, 12, 31)
    from generate_series(2025, greatest(2026, extract(year from current_date)::integer + 1)) as y
    """,
    """
    insert into finance.rate (currency, rated_on, rate)
    values ('USD', '2025-01-01', 90), ('USD', '2025-04-01', 95.5), ('USD', '2025-06-01', 80)
    """,
  ]

  private static func party(_ crm: TestCRM, _ name: String) async throws -> Int {
    try await crm.arrange(
      """
      insert into clients.party (name, customer, supplier) values (\(name), true, true) returning id
      """)[0].int("id")
  }

  /// The tax of that code.
  func tax(_ code: String) async throws -> JSON {
    .id(try await crm.observed("select id from finance.tax where code = \(code)")[0].int("id"))
  }

  /// A line as it is sent.
  static func line(_ price: String, _ quantity: String = "1", _ more: JSON = [:]) -> JSON {
    let line: JSON = [
      "place": 1, "description": "Work", "quantity": .string(quantity),
      "unit_price": .string(price),
    ]
    return line.with(more)
  }

  /// A draft of ours of 1 March 2025, in roubles unless said otherwise.
  func draft(_ lines: [JSON], _ more: JSON = [:]) async throws -> Reply {
    let placed = lines.enumerated().map { $1.with(["place": .id($0 + 1)]) }
    let body: JSON = [
      "direction": "customer", "party_id": .id(party), "currency": "RUB",
      "invoiced_on": "2025-03-01",
    ]
    let whole = lines.isEmpty ? body : body.with(["lines": .array(placed)])
    return try await clerk.post("invoices", whole.with(more))
  }

  /// An invoice of ours of one line without tax that is posted.
  func invoice(_ price: String, _ more: JSON = [:]) async throws -> Int {
    try await post("invoices", try await draft([Self.line(price)], more))
  }

  /// An invoice of a supplier by its sums, without lines.
  func bill(_ net: String, _ vat: String, _ gross: String, _ more: JSON = [:]) async throws -> Reply
  {
    let body: JSON = [
      "direction": "supplier", "party_id": .id(party), "currency": "RUB",
      "invoiced_on": "2025-03-01", "net_given": .string(net), "vat_given": .string(vat),
      "gross_given": .string(gross),
    ]
    return try await clerk.post("invoices", body.with(more))
  }

  /// A draft of money that a customer paid on 10 March 2025.
  func money(_ amount: String, _ more: JSON = [:]) async throws -> Reply {
    let body: JSON = [
      "direction": "in", "side": "customer", "party_id": .id(party), "paid_on": "2025-03-10",
      "currency": "RUB", "amount": .string(amount),
    ]
    return try await clerk.post("payments", body.with(more))
  }

  /// The same, posted.
  func payment(_ amount: String, _ more: JSON = [:]) async throws -> Int {
    try await post("payments", try await money(amount, more))
  }

  /// Posts a draft that was made.
  func post(_ resource: String, _ draft: Reply) async throws -> Int {
    guard draft.status == 201 else { throw TestSession.Refused(reply: draft) }
    let posted = try await clerk.post("\(resource)/\(draft.id)/posting")
    guard posted.status == 200 else { throw TestSession.Refused(reply: posted) }
    return draft.id
  }

  /// The constraint or SQLSTATE that refuses a statement of the service's log-in with the accountant's context.
  func refusal(_ statement: SQL) async throws -> String? {
    try await crm.sql(clerk, statement).error.map { $0.constraint ?? $0.sqlState }
  }

  /// The same of the owner of the tables, all statements in one transaction.
  func ownRefusal(_ statements: SQL...) async throws -> String? {
    let attempt = try await withClient(crm.database.migration) { client in
      try await client.attempt(statements)
    }
    return attempt.error.map { $0.constraint ?? $0.sqlState }
  }

  /// The first cell that the owner sees.
  func text(_ sql: SQL) async throws -> String? { try await crm.arrange(sql).string(0, 0) }

  /// The lines of the entry of a document: account and what is debited, less what is credited.
  func entry(_ table: String, _ id: Int) async throws -> [String] {
    try await crm.observed(
      """
      select a.code || ' ' || trim_scale(l.debit - l.credit) as line
      from finance.\(raw: table) as d join finance.entry_line as l on l.entry_id = d.entry_id
      join finance.account as a on a.id = l.account_id where d.id = \(id) order by l.position
      """
    ).map { try $0.string("line") }
  }

  /// The balances of the accounts that have one, by code.
  func balances() async throws -> [String] {
    try await crm.observed(
      """
      select a.code || ' ' || trim_scale(sum(l.debit - l.credit)) as line
      from finance.entry_line as l join finance.account as a on a.id = l.account_id
      group by a.code having sum(l.debit - l.credit) <> 0 order by a.code
      """
    ).map { try $0.string("line") }
  }

  /// What is left of a document's items, with its sign, by when it is due.
  func left(invoice: Int? = nil, payment: Int? = nil) async throws -> [String] {
    try await crm.observed(
      """
      select trim_scale(i.amount - sign(i.amount) * i.settled)::text as line from finance.open_item as i
      where i.invoice_id = \(invoice) or i.payment_id = \(payment) order by i.due_on, i.id
      """
    ).map { try $0.string("line") }
  }

  /// What is false in the books, by the product's own check.
  func faults() async throws -> [String] {
    try await crm.arrange(
      "select check_name || ' ' || coalesce(subject, '') as line from finance.tie_out_all() where not ok"
    ).map { try $0.string("line") }
  }
}

/// Gives the body a desk in a database of its own.
func withInvoiceDesk(_ body: (InvoiceDesk) async throws -> Void) async throws {
  try await withCRM { crm in try await body(InvoiceDesk(crm)) }
}

extension Reply {
  /// The rule that a problem names first.
  var rule: String? { json["errors"]?.array?.first?["code"]?.string }
}
