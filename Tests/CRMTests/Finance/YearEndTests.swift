import CRM
import Postgres
import Support
import Testing

@Suite struct `A year of the books` {
  /// The number of a year.
  private static func year(_ desk: ReportDesk, _ name: String) async throws -> Int {
    try await desk.crm.observed("select id from finance.fiscal_year where name = \(name)")[0].int(
      "id")
  }

  @Test func `is closed in order, carries its result over, and opens again until the next`()
    async throws
  {
    try await withReportDesk { desk in
      for (debit, credit, amount, day) in [
        ("1000", "4000", "500", "2024-03-01"), ("5000", "1000", "200", "2024-12-31"),
        ("1000", "4000", "70", "2025-01-01"),
      ] { #expect(try await desk.post(debit, credit, amount, on: day) == nil) }
      let first = try await Self.year(desk, "2024")
      let second = try await Self.year(desk, "2025")
      let early = try await desk.clerk.post("fiscal-years/\(second)/closing")
      #expect(early.status == 422, "\(early.text)")
      // The days of a year are locked before it is closed.
      try await desk.clerk.create("lock-dates", ["area": "all", "locked_until": "2024-12-31"])
      let closed = try await desk.clerk.post("fiscal-years/\(first)/closing")
      #expect(closed["state"] == "closed", "\(closed.text)")
      #expect(try await desk.clerk.post("fiscal-years/\(first)/closing").problem == "record_state")
      #expect(try await desk.post("1000", "4000", "1", on: "2024-06-01") == "entry_year")
      let sheet = try await desk.rows("balance-sheet?at=2024-12-31", ["code", "amount"])
      #expect(sheet == ["1000 300", "3000 300"])
      let results = try await desk.rows(
        "profit-and-loss?from=2024-01-01&to=2024-12-31", ["code", "amount"])
      #expect(results == ["4000 500", "5000 200"])
      #expect(try await desk.rows("year-closes", ["result"]) == ["300"])
      #expect(try await desk.rows("carried-balances", ["balance"]) == ["-300", "300"])
      #expect(try await desk.clerk.post("fiscal-years/\(second)/closing").status == 200)
      let late = try await desk.clerk.delete("fiscal-years/\(first)/closing", ifMatch: nil)
      #expect(late.status == 422, "\(late.text)")
      for year in [second, first] {
        let open = try await desk.clerk.delete("fiscal-years/\(year)/closing", ifMatch: nil)
        #expect(open["state"] == "open", "\(open.text)")
      }
      #expect(try await desk.post("1000", "4000", "1", on: "2024-06-01") == "entry_unlocked")
      _ = try await desk.crm.arrange("delete from finance.lock_date returning id")
      #expect(try await desk.post("1000", "4000", "1", on: "2024-06-01") == nil)
      #expect(try await desk.rows("tie-out?ok=false", ["check_name", "subject"]) == [])
    }
  }

  @Test func `is closed where rates turned the two currencies of an account apart`() async throws {
    try await withReportDesk { desk in
      func sold(_ amount: Int, _ worth: Int, _ day: String) async throws -> String? {
        try await desk.refusal(
          """
          select finance.post_entry(finance.journal_of('general'), \(day)::date, 'Sold', null,
            jsonb_build_array(
              finance.ledger_line((select id from finance.account where code = '1000'), \(worth),
                'USD', \(amount), null),
              finance.ledger_line((select id from finance.account where code = '4000'), -\(worth),
                'USD', -\(amount), null)))
          """)
      }
      #expect(try await sold(100, 100, "2024-03-01") == nil)
      #expect(try await sold(-90, -120, "2024-06-01") == nil)
      let year = try await Self.year(desk, "2024")
      let closed = try await desk.clerk.post("fiscal-years/\(year)/closing")
      #expect(closed["state"] == "closed", "\(closed.text)")
      #expect(try await desk.rows("year-closes", ["result"]) == ["-20"])
      #expect(
        try await desk.rows("carried-balances?sort=account_id", ["amount", "balance"])
          == ["10 -20", "20 20"])
      #expect(try await desk.rows("tie-out?ok=false", ["check_name", "subject"]) == [])
    }
  }

  @Test func `has no day of another year`() async throws {
    try await withReportDesk { desk in
      let reply = try await desk.clerk.post(
        "fiscal-years", ["name": "Again", "starts_on": "2024-07-01", "ends_on": "2025-06-30"])
      #expect(reply.status == 422 && reply.rule == "fiscal_year_no_overlap", "\(reply.text)")
      #expect(reply.pointers == ["/starts_on"], "\(reply.text)")
    }
  }

  @Test func `is closed by nobody else`() async throws {
    try await withReportDesk { desk in
      #expect(try await desk.post("1000", "4000", "5", on: "2024-03-01") == nil)
      let first = try await Self.year(desk, "2024")
      let head = try await desk.crm.as(.headOfDepartment)
      #expect(try await head.post("fiscal-years/\(first)/closing").status == 403)
      let sale: SQL = "select finance.close_year(\(first)) as done"
      let attempt = try await desk.crm.sql(desk.crm.as(.sales), sale)
      #expect(attempt.results.last?.string(0, 0) == nil)
      for (attack, rule) in [
        ("update finance.fiscal_year set state = 'closed'", "42501"),
        ("insert into finance.year_close (fiscal_year_id, result) values (1, 0)", "42501"),
        ("update finance.carried_balance set balance = 0", "42501"),
      ] { #expect(try await desk.refusalOfService(SQL(raw: attack)) == rule) }
      #expect(
        try await desk.refusal(
          "update finance.fiscal_year set state = 'closed' where id = \(first) returning id")
          == "fiscal_year_carried")
    }
  }

  @Test func `begins with balances that are entered once and go until the first close`()
    async throws
  {
    try await withReportDesk { desk in
      let party = Int(try await desk.text("select min(id)::text from clients.party") ?? "")
      let (bank, claims) = (try await desk.ledger("1000"), try await desk.ledger("1100"))
      let money: JSON = [
        "opened_on": "2024-01-01", "account_id": .id(bank), "currency": "RUB", "amount": "1000.00",
      ]
      let made = try await desk.clerk.create("opening-balances", money)
      #expect(made["state"] == "posted" && made["entry_id"]?.int != nil, "\(made.text)")
      #expect(try await desk.clerk.post("opening-balances", money).status == 422)
      let nobody = try await desk.clerk.post(
        "opening-balances",
        [
          "opened_on": "2024-01-01", "account_id": .id(claims), "currency": "RUB", "amount": "5.00",
        ])
      #expect(nobody.pointers == ["/party_id"], "\(nobody.text)")
      let claim = try await desk.clerk.create(
        "opening-balances",
        [
          "opened_on": "2024-01-01", "account_id": .id(claims), "party_id": .id(party),
          "reference": "OLD-7", "due_on": "2024-02-01", "currency": "EUR", "amount": "100.00",
        ])
      #expect(claim["base_amount"] == "9812.3400", "\(claim.text)")
      let aged = try await desk.rows(
        "aged-receivables?at=2024-03-01", ["total", "overdue", "days_16_30", "total_base"])
      #expect(aged == ["100 100 100 9812.34"])
      #expect(
        try await desk.rows(
          "receivable-items?at=2024-01-31", ["reference", "bucket", "left_amount"])
          == ["OLD-7 not_due 100"])
      let back = try await desk.clerk.post(
        "opening-balances/\(claim.id)/reversal", ["reason": "Paid before"])
      #expect(back["state"] == "reversed", "\(back.text)")
      #expect(try await desk.rows("aged-receivables?at=2024-03-01", ["total"]) == [])
      let first = try await Self.year(desk, "2024")
      #expect(try await desk.clerk.post("fiscal-years/\(first)/closing").status == 200)
      let late = try await desk.clerk.post(
        "opening-balances/\(made.id)/reversal", ["reason": "Too late"])
      #expect(late.status == 422, "\(late.text)")
      #expect(try await desk.rows("tie-out?ok=false", ["check_name", "subject"]) == [])
    }
  }

  @Test func `is tied out, and each failing line is named`() async throws {
    try await withReportDesk { desk in
      #expect(try await desk.post("1000", "4000", "5", on: "2024-03-01") == nil)
      let fine = try await desk.clerk.get("tie-out")
      #expect(fine["data"]?.array?.allSatisfy { $0["ok"] == true } == true, "\(fine.text)")
      try await desk.crm.arrange("alter table finance.balance disable trigger user")
      try await desk.crm.arrange(
        "update finance.balance set debit = debit + 1 where grain = 'day' and debit > 0")
      try await desk.crm.arrange("alter table finance.balance enable trigger user")
      let faults = try await desk.rows(
        "tie-out?ok=false", ["check_name", "subject", "difference"])
      #expect(faults == ["balances 1000 day 2024-03-01 RUB 1"])
      try await desk.crm.arrange("alter table finance.account_balance disable trigger user")
      try await desk.crm.arrange(
        "update finance.account_balance set credit = credit + 2 where grain = 'year' and credit > 0"
      )
      try await desk.crm.arrange("alter table finance.account_balance enable trigger user")
      let more = try await desk.rows("tie-out?ok=false", ["check_name", "subject", "difference"])
      #expect(more == faults + ["balances 4000 year 2024-01-01 -2"])
    }
  }
}
