import CRM
import Postgres
import Support
import Testing

@Suite struct `The general ledger` {
  /// Held against statements of their own over the lines.
  @Test func `says what stood before and stands behind each line, of all currencies or of one`()
    async throws
  {
    try await withReportDesk { desk in
      let seed = Double.random(in: -1...1)
      try await desk.scatter(seed)
      for _ in 0..<8 {
        let asked = try await desk.question()
        for currency in [nil, "EUR"] {
          try await Self.expectLedger(desk, asked, currency, "seed \(seed), \(asked)")
        }
      }
    }
  }

  /// Of one currency, balances are of its lines alone.
  private static func expectLedger(
    _ desk: ReportDesk, _ asked: ReportDesk.Question, _ currency: String?, _ note: Comment
  ) async throws {
    let account = try await desk.ledger("1000")
    let path =
      "general-ledger?account=\(account)&\(asked.period)"
      + (currency.map { "&currency=\($0)" } ?? "")
    let opening = try await desk.rows(
      "\(path)&kind=opening", ["currency", "amount", "debit", "credit"])
    #expect(try await opening == desk.expected(Self.opening(asked, account, currency)), note)
    let lines = try await desk.rows("\(path)&kind=line", ["id", "amount_balance", "balance"])
    #expect(try await lines == desk.expected(Self.ledger(asked, account, currency)), note)
  }

  private static func opening(
    _ asked: ReportDesk.Question, _ account: Int, _ currency: String?
  ) -> SQL {
    """
    select concat_ws(' ', currency, trim_scale(amount), trim_scale(greatest(base, 0)), trim_scale(greatest(-base, 0))) as row
    from (
      select l.currency, sum(l.amount) as amount, sum(l.debit - l.credit) as base
      from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
      where l.account_id = \(account) and e.posted_on < \(asked.from)::date and \(asked.seen)
        and l.currency = coalesce(\(currency), l.currency)
      group by l.currency) as s
    where amount <> 0 or base <> 0
    """
  }

  private static func ledger(
    _ asked: ReportDesk.Question, _ account: Int, _ currency: String?
  ) -> SQL {
    """
    select concat_ws(' ', id, trim_scale(own), trim_scale(balance)) as row
    from (
      select l.id, e.posted_on,
        sum(l.amount) over (partition by l.currency order by e.posted_on, e.id, l.position) as own,
        sum(l.debit - l.credit) over (order by e.posted_on, e.id, l.position) as balance
      from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
      where l.account_id = \(account) and e.posted_on <= \(asked.to)::date and \(asked.seen)
        and l.currency = coalesce(\(currency), l.currency)) as s
    where posted_on >= \(asked.from)::date
    """
  }

  @Test func `begins an account with its balance, of what is seen`() async throws {
    try await withReportDesk { desk in
      let department = try await desk.crm.id(of: .sales)
      try await desk.post("1000", "4000", "70", on: "2024-03-01", in: department)
      try await desk.post("1000", "4000", "5", on: "2024-03-02")
      let path = "general-ledger?account=\(try await desk.ledger("1000"))"
      let later = "\(path)&from=2025-01-01&to=2025-12-31"
      let fields = ["kind", "posted_on", "entry_id", "debit", "credit", "balance"]
      #expect(try await desk.rows(later, fields) == ["opening 2024-12-31 - 75 0 75"])
      let before = try await desk.rows("\(path)&from=2024-01-01&to=2024-12-31", ["kind", "debit"])
      #expect(before == ["line 5", "line 70"])
      #expect(try await desk.rows("\(later)&currency=EUR", ["id"]) == [])
      let head = try await desk.crm.as(.headOfDepartment).get(later)
      #expect(head.data.map { $0["balance"]?.string } == ["70.0000"], "\(head.text)")
    }
  }
}
