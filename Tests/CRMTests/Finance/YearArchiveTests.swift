import CRM
import Postgres
import Support
import Testing

@Suite struct `An archived year` {
  /// What is asked of the year and of what came after it.
  private static let reports = [
    "trial-balance?from=2024-01-01&to=2024-12-31", "trial-balance?to=2025-06-30",
    "general-ledger?from=2024-02-01&to=2025-02-28",
    "profit-and-loss?from=2024-01-01&to=2024-12-31", "balance-sheet?at=2024-12-31",
    "cash-flow?from=2024-01-01&to=2024-12-31", "customer-statement?from=2024-03-01&to=2025-03-01",
    "entries?posted_on[lt]=2025-01-01&sort=id",
    "entry-lines?posted_on[lt]=2025-01-01&sort=id",
    "entry-lines/summary?group=currency&measure=sum(debit)",
    "carried-balances", "balance-sheet?at=2026-12-31",
  ]

  private static func told(_ desk: ReportDesk) async throws -> [String] {
    var told: [String] = []
    for report in reports {
      let reply = try await desk.clerk.get(report)
      #expect(reply.status == 200, "\(report): \(reply.text)")
      told.append("\(report)\n\(reply["data"]?.text ?? "")")
    }
    return told
  }

  @Test func `is read by reports and lines as before, and years after it go on`() async throws {
    try await withReportDesk { desk in
      let year = try await ArchivedYear.closed(desk)
      let before = try await Self.told(desk)
      let archived = try await desk.clerk.post("fiscal-years/\(year)/archive")
      #expect(archived["state"] == "archived", "\(archived.text)")
      #expect(try await Self.told(desk) == before)
      let line = try await desk.text(
        "select max(id)::text from finance.entry_line where posted_on < '2025-01-01'")
      let found = try await desk.clerk.get("entry-lines/\(line ?? "")")
      #expect(found.status == 200, "\(found.text)")
      #expect(try await desk.clerk.get("entry-lines/\(line ?? "")/history").status == 200)
      #expect(try await desk.post("1000", "4000", "7", on: "2025-02-01") == nil)
      let next = try await desk.text("select id::text from finance.fiscal_year where name = '2025'")
      let closing = try await desk.clerk.post("fiscal-years/\(next ?? "")/closing")
      #expect(closing["state"] == "closed", "\(closing.text)")
      let opened = try await desk.clerk.delete("fiscal-years/\(next ?? "")/closing", ifMatch: nil)
      #expect(opened["state"] == "open", "\(opened.text)")
      #expect(
        try await desk.rows("tie-out?ok=false&check_name=years", ["subject"]) == [])
    }
  }

  @Test func `was closed, and is archived once and for good, by who keeps the books`()
    async throws
  {
    try await withReportDesk { desk in
      let open = try await desk.text("select max(id)::text from finance.fiscal_year") ?? ""
      let early = try await desk.clerk.post("fiscal-years/\(open)/archive")
      #expect(early.status == 409 && early.problem == "record_state", "\(early.text)")
      let year = try await ArchivedYear.closed(desk)
      for role in [TestCRM.Role.headOfDepartment, .sales, .auditor, .readOnly] {
        let other = try await desk.crm.as(role)
        #expect(try await other.post("fiscal-years/\(year)/archive").status == 403)
        let attempt = try await desk.crm.sql(other, "select finance.archive_year(\(year)) as done")
        #expect(attempt.results.last?.string(0, 0) == nil)
      }
      #expect(try await desk.clerk.post("fiscal-years/\(year)/archive").status == 200)
      for reply in [
        try await desk.clerk.post("fiscal-years/\(year)/archive"),
        try await desk.clerk.post("fiscal-years/\(year)/closing"),
        try await desk.clerk.delete("fiscal-years/\(year)/closing", ifMatch: nil),
      ] { #expect(reply.status == 409 && reply.problem == "record_state", "\(reply.text)") }
      #expect(try await desk.rows("year-closes", ["shut_by"]).count == 1)
      #expect(
        try await desk.text(
          """
          select (c.shut_lines = count(l.id))::text from finance.year_close as c
          join finance.entry_line as l on l.posted_on < '2025-01-01' group by c.id, c.shut_lines
          """) == "true")
    }
  }
}

/// Books whose first year was closed, and archived.
enum ArchivedYear {
  /// Books with entries of chance in three years, the first of them closed; its number.
  static func closed(_ desk: ReportDesk) async throws -> Int {
    try await desk.scatter(Double.random(in: -1...1), batches: 3)
    #expect(try await desk.post("1000", "4000", "500", on: "2024-03-01") == nil)
    let year = try await desk.crm.observed(
      "select id from finance.fiscal_year where name = '2024'")[0].int("id")
    let closing = try await desk.clerk.post("fiscal-years/\(year)/closing")
    #expect(closing["state"] == "closed", "\(closing.text)")
    return year
  }

  static func archived(_ desk: ReportDesk) async throws -> Int {
    let year = try await Self.closed(desk)
    let archived = try await desk.clerk.post("fiscal-years/\(year)/archive")
    #expect(archived["state"] == "archived", "\(archived.text)")
    return year
  }
}
