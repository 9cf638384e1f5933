import CRM
import Postgres
import Support

/// An accountant with open books of 2026 in roubles and the accounts of the Russian plan.
struct Bookkeeping: Sendable {
  let crm: TestCRM
  let accountant: TestSession
  let general: Int
  let year: Int

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    accountant = try await crm.as(.accountant)
    year = try await accountant.create(
      "fiscal-years", ["name": "2026", "starts_on": "2026-01-01", "ends_on": "2026-12-31"]
    ).id
    let charts = try await accountant.get("charts?code=russian_94n")
    let chart = charts.data.first?["id"]?.int ?? 0
    let adopted = try await accountant.post("charts/\(chart)/adoption")
    guard adopted.status == 200 else { throw Missing(reply: adopted.text) }
    general = try await crm.observed("select id from finance.journal where code = 'GEN'")[0]
      .int("id")
  }

  /// Why the books could not be opened.
  struct Missing: Error { let reply: String }

  /// The account of that code.
  func account(_ code: String) async throws -> Int {
    try await crm.observed("select id from finance.account where code = \(code)")[0].int("id")
  }

  /// Posts by hand from one account to another.
  func post(
    _ debit: String, _ credit: String, _ amount: String, on day: String = "2026-03-05",
    as session: TestSession? = nil, more: JSON = [:]
  ) async throws -> Reply {
    let lines: JSON = [
      ["account_id": .id(try await account(debit)), "debit": .string(amount)],
      ["account_id": .id(try await account(credit)), "credit": .string(amount)],
    ]
    let body: JSON = ["posted_on": .string(day), "description": "By hand", "lines": lines]
    return try await (session ?? accountant).post("journals/\(general)/entries", body.with(more))
  }

  /// The constraint or SQLSTATE that refuses statements even of the owner.
  func ownRefusal(_ statements: SQL...) async throws -> String? {
    let attempt = try await withClient(crm.database.migration) { client in
      try await client.attempt(statements)
    }
    return attempt.error.map { $0.constraint ?? $0.sqlState }
  }

  /// The first cell that the owner sees.
  func text(_ sql: SQL) async throws -> String? { try await crm.observed(sql).string(0, 0) }

  /// What is false in the books: entries out of balance, numbers with gaps, balances that are not their lines.
  func faults() async throws -> [String] {
    try await crm.observed(
      """
      select 'out of balance: ' || e.number as fault from finance.entry as e
      join finance.entry_line as l on l.entry_id = e.id
      group by e.id having sum(l.debit) <> sum(l.credit) or count(*) <> e.line_count or sum(l.debit) <> e.total
      union all
      select 'gap in ' || e.journal_id || ' ' || extract(year from e.posted_on) from finance.entry as e
      group by e.journal_id, coalesce(e.department_id, 0), extract(year from e.posted_on)
      having count(*) <> max(e.serial) or min(e.serial) <> 1
      union all
      select 'balance of ' || s.account_id || ' ' || s.grain from (
        select b.account_id, b.grain, b.department_id, b.currency, b.starts_on, b.debit, b.credit, b.amount, 1 as sign
        from finance.balance as b
        union all
        select l.account_id, g.grain, l.department_id, l.currency,
          date_trunc(g.grain, l.posted_on::timestamp)::date,
          l.debit, l.credit, l.amount, -1
        from finance.entry_line as l cross join (values ('year'), ('month'), ('day')) as g (grain)) as s
      group by s.account_id, s.grain, s.department_id, s.currency, s.starts_on
      having sum(s.debit * s.sign) <> 0 or sum(s.credit * s.sign) <> 0 or sum(s.amount * s.sign) <> 0
      union all
      select 'balance of account ' || s.account_id || ' ' || s.grain from (
        select b.account_id, b.grain, b.starts_on, b.debit, b.credit, 1 as sign from finance.account_balance as b
        union all
        select l.account_id, g.grain, date_trunc(g.grain, l.posted_on::timestamp)::date, l.debit, l.credit, -1
        from finance.entry_line as l cross join (values ('year'), ('month'), ('day')) as g (grain)) as s
      group by s.account_id, s.grain, s.starts_on
      having sum(s.debit * s.sign) <> 0 or sum(s.credit * s.sign) <> 0
      union all
      select 'balance of party ' || s.party_id from (
        select b.account_id, b.party_id, b.department_id, b.currency, b.month, b.debit, b.credit, b.amount, 1 as sign
        from finance.party_balance as b
        union all
        select l.account_id, l.party_id, l.department_id, l.currency, date_trunc('month', l.posted_on)::date,
          l.debit, l.credit, l.amount, -1
        from finance.entry_line as l where l.party_id is not null) as s
      group by s.account_id, s.party_id, s.department_id, s.currency, s.month
      having sum(s.debit * s.sign) <> 0 or sum(s.credit * s.sign) <> 0 or sum(s.amount * s.sign) <> 0
      """
    ).map { try $0.string("fault") }
  }
}

/// Gives the body books in a database of their own.
func withBookkeeping(_ body: (Bookkeeping) async throws -> Void) async throws {
  try await withCRM { crm in try await body(Bookkeeping(crm)) }
}
