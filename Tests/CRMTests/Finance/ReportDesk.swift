import CRM
import Postgres
import Support

/// An accountant over a ledger with a chart, three years and rates.
struct ReportDesk: Sendable {
  let crm: TestCRM
  let clerk: TestSession

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    clerk = try await crm.as(.accountant)
    for statement in Self.books { try await crm.arrange(statement) }
  }

  private static let books: [SQL] = [
    """
    insert into finance.account (code, name, type) values
      ('1000', 'Bank', 'asset'), ('1010', 'Cash', 'asset'), ('1100', 'Receivables', 'asset'),
      ('1200', 'Advances paid', 'asset'), ('1300', 'Tax input', 'asset'),
      ('2000', 'Payables', 'liability'), ('2100', 'Advances received', 'liability'),
      ('2200', 'Tax output', 'liability'), ('3000', 'Retained', 'equity'),
      ('3900', 'Opening', 'equity'), ('4000', 'Revenue', 'income'), ('4900', 'Gain', 'income'),
      ('5000', 'Expense', 'expense'), ('5100', 'Rent', 'expense'), ('5900', 'Loss', 'expense')
    """,
    """
    insert into finance.account_use (use, account_id)
    select u.use, a.id from (values ('bank', '1000'), ('cash', '1010'), ('receivable', '1100'),
      ('advance_paid', '1200'), ('tax_input', '1300'), ('payable', '2000'),
      ('advance_received', '2100'), ('tax_output', '2200'), ('retained_earnings', '3000'),
      ('opening', '3900'), ('revenue', '4000'), ('exchange_gain', '4900'), ('expense', '5000'),
      ('exchange_loss', '5900')) as u (use, code)
    join finance.account as a on a.code = u.code
    """,
    """
    insert into finance.fiscal_year (name, starts_on, ends_on) values
      ('2024', '2024-01-01', '2024-12-31'), ('2025', '2025-01-01', '2025-12-31'),
      ('2026', '2026-01-01', '2026-12-31')
    """,
    """
    insert into finance.rate (currency, rated_on, rate) values ('EUR', '2023-12-01', 98.1234),
      ('EUR', '2025-06-01', 91.5), ('USD', '2023-12-01', 88.77)
    """,
    """
    insert into clients.party (name, customer, supplier)
    select 'Party ' || n, true, true from generate_series(1, 4) as n
    """,
  ]

  /// Entries of chance: backdated, of all accounts, parties, departments and currencies, some of them reversed; in
  /// transactions of their own, so that they were not all known at one instant.
  ///
  /// - Parameter seed: From -1 to 1; the same makes the same entries.
  func scatter(_ seed: Double, batches: Int = 6) async throws {
    for batch in 0..<batches {
      try await crm.arrange(Self.entries(seed: seed / Double(batch + 1)))
    }
  }

  private static func entries(seed: Double) -> SQL {
    """
    do $$
    declare
      accounts constant bigint[] := array(select id from finance.account order by id);
      parties constant bigint[] := array(select id from clients.party order by id limit 4);
      departments constant bigint[] := array[null]::bigint[] || array(select id from access.department order by id limit 3);
      day date; money text; whose bigint; sum numeric; worth numeric; lines jsonb; made bigint;
    begin
      perform setseed(\(raw: "\(seed)"));
      for n in 1..20 loop
        day := date '2024-01-01' + (random() * 1000)::integer;
        money := (array['RUB', 'RUB', 'EUR', 'USD'])[1 + floor(random() * 4)];
        whose := departments[1 + floor(random() * array_length(departments, 1))];
        lines := '[]';
        for k in 1..1 + floor(random() * 3)::integer loop
          sum := round((random() * 1000 + 1)::numeric, 2);
          worth := finance.to_base(sum, money, day);
          lines := lines || jsonb_build_array(
            jsonb_build_object('account_id', accounts[1 + floor(random() * array_length(accounts, 1))],
              'debit', worth, 'credit', 0, 'currency', money, 'amount', sum,
              'party_id', parties[1 + floor(random() * 4)]),
            jsonb_build_object('account_id', accounts[1 + floor(random() * array_length(accounts, 1))],
              'debit', 0, 'credit', worth, 'currency', money, 'amount', -sum,
              'party_id', parties[1 + floor(random() * 4)]));
        end loop;
        made := finance.post_entry(finance.journal_of(
          (array['general', 'sales', 'bank', 'closing'])[1 + floor(random() * 4)]), day, 'n' || n, whose, lines);
        if random() < 0.15 then
          perform finance.reverse_entry(made, least(day + (random() * 40)::integer, date '2026-12-31'), 'wrong');
        end if;
      end loop;
    end
    $$
    """
  }

  /// What a report is asked.
  struct Question: Sendable {
    let from: String
    let to: String
    let asOf: String?

    var period: String { "from=\(from)&to=\(to)\(known)" }
    var day: String { "at=\(to)\(known)" }
    private var known: String { asOf.map { "&as_of=\($0)" } ?? "" }
    /// Which entries were known then, of `e`.
    var seen: SQL { asOf.map { "e.created_at <= \($0)::timestamptz" } ?? "true" }
  }

  /// Days of chance, ends of months among them, and an instant between the entries.
  func question() async throws -> Question {
    let row = try await crm.observed(
      """
      with d as (
        select date '2024-01-01' + (random() * 800)::integer as first, (random() * 250)::integer as days)
      select case when random() < 0.3 then date_trunc('month', d.first)::date else d.first end::text as first,
        case when random() < 0.3 then (date_trunc('month', d.first + d.days) + interval '1 month - 1 day')::date
          else d.first + d.days end::text as last,
        case when random() < 0.6 then (
          select to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
          from finance.entry as e order by random() limit 1) end as known
      from d
      """)[0]
    return Question(
      from: try row.string("first"), to: try row.string("last"),
      asOf: try row.stringIfPresent("known"))
  }

  /// The rows of a report, each as its cells between blanks, in the order of the text.
  func rows(_ path: String, _ fields: [String]) async throws -> [String] {
    let start = path.contains("?") ? "&" : "?"
    let reply = try await clerk.get(
      "\(path)\(start)limit=200&fields=\(fields.joined(separator: ","))")
    guard reply.status == 200, reply["page"]?["next"]?.string == nil else {
      throw TestSession.Refused(reply: reply)
    }
    return (reply["data"]?.array ?? []).map { row in
      fields.map { Self.plain(row[$0]) }.joined(separator: " ")
    }.sorted()
  }

  /// The same of a statement, whose only column has the cells.
  func expected(_ sql: SQL) async throws -> [String] {
    try await crm.observed(sql).map { try $0.string("row") }.sorted()
  }

  private static func plain(_ value: JSON?) -> String {
    guard let value, value != .null else { return "-" }
    guard let text = value.string else { return value.text }
    guard text.contains("."), text.allSatisfy({ $0.isNumber || $0 == "." || $0 == "-" }) else {
      return text
    }
    let digits = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
    return String(digits.reversed())
  }

  /// The number of an account of the ledger.
  func ledger(_ code: String) async throws -> Int {
    try await crm.observed("select id from finance.account where code = \(code)")[0].int("id")
  }

  /// Posts an entry of two lines, as a document does; the constraint that refuses it.
  @discardableResult
  func post(
    _ debit: String, _ credit: String, _ amount: String, on day: String, in department: Int? = nil
  ) async throws -> String? {
    try await refusal(
      """
      select finance.post_entry(finance.journal_of('general'), \(day)::date, 'Test', \(department),
        jsonb_build_array(
          jsonb_build_object('account_id', (select id from finance.account where code = \(debit)),
            'debit', \(amount)::numeric),
          jsonb_build_object('account_id', (select id from finance.account where code = \(credit)),
            'credit', \(amount)::numeric)))
      """)
  }

  /// The constraint or SQLSTATE that refuses a statement of the owner.
  func refusal(_ statement: SQL) async throws -> String? {
    do {
      try await crm.arrange(statement)
      return nil
    } catch let error as DatabaseError {
      return error.constraint ?? error.sqlState
    }
  }

  /// The same of the service's log-in with the accountant's context.
  func refusalOfService(_ statement: SQL) async throws -> String? {
    try await crm.sql(clerk, statement).error.map { $0.constraint ?? $0.sqlState }
  }

  /// The first cell that the owner sees.
  func text(_ sql: SQL) async throws -> String? { try await crm.observed(sql).string(0, 0) }
}

/// Gives the body a desk in a database of its own.
func withReportDesk(_ body: (ReportDesk) async throws -> Void) async throws {
  try await withCRM { crm in try await body(ReportDesk(crm)) }
}
