import CRM
import Postgres
import Support
import Testing

@Suite struct `A report of the ledger` {
  /// Each is held against a statement of its own over the lines; the seed is told where they differ.
  @Test func `says what the lines say, on any day as of any instant`() async throws {
    try await withReportDesk { desk in
      let seed = Double.random(in: -1...1)
      let department = try await desk.crm.id(of: .sales)
      try await desk.scatter(seed)
      for _ in 0..<8 {
        let asked = try await desk.question()
        let note: Comment = "seed \(seed), \(asked)"
        for whose in [nil, department] {
          #expect(
            try await Self.trial(desk, asked, of: whose)
              == desk.expected(Self.trial(asked, of: whose)), note)
        }
        #expect(try await Self.results(desk, asked) == desk.expected(Self.results(asked)), note)
        #expect(try await Self.sheet(desk, asked) == desk.expected(Self.sheet(asked)), note)
        #expect(try await Self.cash(desk, asked) == desk.expected(Self.cash(asked)), note)
        let party = try await desk.text("select min(id)::text from clients.party") ?? ""
        let statement = try await desk.rows(
          "customer-statement?party=\(party)&kind=line&\(asked.period)",
          ["id", "amount_balance", "balance"])
        #expect(try await statement == desk.expected(Self.statement(asked)), note)
      }
    }
  }

  private static func trial(
    _ desk: ReportDesk, _ asked: ReportDesk.Question, of department: Int? = nil
  ) async throws -> [String] {
    let whose = department.map { "&department_id=\($0)" } ?? ""
    return try await desk.rows(
      "trial-balance?\(asked.period)\(whose)",
      ["id", "opening_debit", "opening_credit", "debit", "credit", "closing"])
  }

  private static func trial(_ asked: ReportDesk.Question, of department: Int? = nil) -> SQL {
    """
    select concat_ws(' ', account_id, trim_scale(greatest(o, 0)), trim_scale(greatest(-o, 0)), trim_scale(d),
      trim_scale(c), trim_scale(o + d - c)) as row
    from (
      select l.account_id, coalesce(sum(l.debit - l.credit) filter (where e.posted_on < \(asked.from)::date), 0) as o,
        coalesce(sum(l.debit) filter (where e.posted_on >= \(asked.from)::date), 0) as d,
        coalesce(sum(l.credit) filter (where e.posted_on >= \(asked.from)::date), 0) as c
      from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
      where e.posted_on <= \(asked.to)::date and \(asked.seen)
        and (\(department)::bigint is null or l.department_id = \(department)) group by l.account_id) as s
    where o <> 0 or d <> 0 or c <> 0
    """
  }

  private static func results(
    _ desk: ReportDesk, _ asked: ReportDesk.Question
  ) async throws -> [String] {
    try await desk.rows(
      "profit-and-loss?\(asked.period)", ["account_id", "department_id", "effect"])
  }

  private static func results(_ asked: ReportDesk.Question) -> SQL {
    """
    select concat_ws(' ', l.account_id, coalesce(l.department_id::text, '-'), trim_scale(sum(l.credit - l.debit))) as row
    from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
    join finance.account as a on a.id = l.account_id join finance.journal as j on j.id = e.journal_id
    where a.type in ('income', 'expense') and j.kind <> 'closing'
      and e.posted_on between \(asked.from)::date and \(asked.to)::date and \(asked.seen)
    group by l.account_id, l.department_id having sum(l.credit - l.debit) <> 0
    """
  }

  private static func sheet(
    _ desk: ReportDesk, _ asked: ReportDesk.Question
  ) async throws -> [String] {
    try await desk.rows("balance-sheet?\(asked.day)", ["id", "section", "debit_balance"])
  }

  private static func sheet(_ asked: ReportDesk.Question) -> SQL {
    """
    select concat_ws(' ', id, section, trim_scale(balance)) as row
    from (
      select case when a.type in ('income', 'expense') then 0 else a.id end as id,
        case when a.type in ('income', 'expense') then 'equity' else a.type end as section,
        sum(l.debit - l.credit) as balance
      from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
      join finance.account as a on a.id = l.account_id
      where e.posted_on <= \(asked.to)::date and \(asked.seen) group by 1, 2) as s
    where balance <> 0
    """
  }

  private static func cash(
    _ desk: ReportDesk, _ asked: ReportDesk.Question
  ) async throws -> [String] {
    try await desk.rows("cash-flow?\(asked.period)", ["account_id", "inflow", "outflow"])
  }

  private static func cash(_ asked: ReportDesk.Question) -> SQL {
    """
    select concat_ws(' ', l.account_id, trim_scale(sum(l.credit)), trim_scale(sum(l.debit))) as row
    from finance.entry as e join finance.entry_line as l on l.entry_id = e.id
    join finance.account as a on a.id = l.account_id and a.code not in ('1000', '1010')
    where e.posted_on between \(asked.from)::date and \(asked.to)::date and \(asked.seen)
      and exists (select from finance.entry_line as m join finance.account as k on k.id = m.account_id
        where m.entry_id = e.id and k.code in ('1000', '1010'))
    group by l.account_id
    """
  }

  private static func statement(_ asked: ReportDesk.Question) -> SQL {
    """
    select concat_ws(' ', id, trim_scale(own), trim_scale(balance)) as row
    from (
      select l.id, e.posted_on,
        sum(l.amount) over (partition by l.currency order by e.posted_on, e.id, l.position) as own,
        sum(l.debit - l.credit) over (order by e.posted_on, e.id, l.position) as balance
      from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
      join finance.account as a on a.id = l.account_id and a.code in ('1100', '2100')
      where l.party_id = (select min(id) from clients.party) and e.posted_on <= \(asked.to)::date
        and \(asked.seen)) as s
    where posted_on >= \(asked.from)::date
    """
  }

  @Test func `balances, leads to its entries, and is had as a file`() async throws {
    try await withReportDesk { desk in
      let seed = Double.random(in: -1...1)
      try await desk.scatter(seed, batches: 2)
      let total = try await desk.clerk.get(
        "balance-sheet/summary?at=2026-12-31&measure=sum(debit_balance)")
      let sum = total["data"]?.array?.first?["measures"]?["sum(debit_balance)"]?.string
      #expect(sum == "0.0000", "seed \(seed), \(total.text)")
      let row = try await desk.clerk.get("general-ledger?from=2024-01-01&to=2026-12-31&limit=1")
      let entry = row["data"]?.array?.first?["entry_id"]?.int ?? 0
      #expect(try await desk.clerk.get("entries/\(entry)").status == 200)
      let file = try await desk.clerk.get(
        "trial-balance?from=2024-01-01&to=2026-12-31", headers: [("Accept", "text/csv")])
      #expect(file.status == 200 && file.text.hasPrefix("id,code,name"), "\(file.text)")
      let book = try await desk.clerk.get(
        "aged-receivables?at=2026-12-31",
        headers: [
          (
            "Accept", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          )
        ])
      #expect(book.status == 200)
    }
  }

  @Test(arguments: [("en", "Result of the year"), ("ru", "Результат года")])
  func `names the result that is not carried over yet`(
    language: String, name: String
  ) async throws {
    try await withReportDesk { desk in
      try await desk.post("1000", "4000", "10", on: "2025-03-01")
      let sheet = try await desk.clerk.get(
        "balance-sheet?at=2025-12-31&section=equity", headers: [("Accept-Language", language)])
      #expect(sheet.data.map { $0["name"]?.string } == [name], "\(sheet.text)")
      #expect(sheet.data.first?["code"] == .null, "\(sheet.text)")
    }
  }

  @Test func `tells what it cannot be asked`() async throws {
    try await withReportDesk { desk in
      for (query, code) in [
        ("from=yesterday", "wrong_value"), ("from[gt]=2024-01-01", "wrong_operator"),
        ("as_of=2024-01-01", "wrong_value"), ("at=2024-01-01", "unknown_field"),
        ("from=2024-01-01&from[eq]=2024-01-02", "repeated_parameter"),
        ("to=2024-01-01&from=2024-01-02", "wrong_value"),
      ] {
        let reply = try await desk.clerk.get("trial-balance?\(query)")
        #expect(reply.status == 400 && reply.problem == code, "\(query): \(reply.text)")
      }
    }
  }

  @Test func `is for those who read entries`() async throws {
    try await withReportDesk { desk in
      try await desk.post("5000", "1000", "10", on: "2025-03-01")
      for path in ["trial-balance", "general-ledger", "aged-payables", "sales-book", "tie-out"] {
        let seller = try await desk.crm.as(.sales)
        #expect(try await seller.get(path).problem == "forbidden", "\(path)")
      }
      let context: SQL =
        "select count(*) as n from finance.trial_balance('2025-01-01', '2025-12-31')"
      let seller = try await desk.crm.sql(desk.crm.as(.sales), context)
      #expect(try seller.results.last?.first?.int("n") == 0)
    }
  }
}
