import CRM
import Postgres
import Support
import Testing

@Suite struct `Opening balances` {
  private static func balance(_ account: Int, _ amount: String, _ more: JSON = [:]) -> JSON {
    let body: JSON = [
      "opened_on": "2024-01-01", "account_id": .id(account), "currency": "RUB",
      "amount": .string(amount),
    ]
    return body.with(more)
  }

  /// Three that are right, and two that are not: whose claim it is, and in which year.
  private func operations(_ desk: ReportDesk) async throws -> [JSON] {
    let (bank, cash) = (try await desk.ledger("1000"), try await desk.ledger("1010"))
    let (claims, debts) = (try await desk.ledger("1100"), try await desk.ledger("2000"))
    let party = try await desk.crm.observed("select min(id) as id from clients.party")[0].int("id")
    let all = [
      Self.balance(bank, "1000.00"),
      Self.balance(claims, "500.00", ["party_id": .id(party), "reference": "OLD-7"]),
      Self.balance(claims, "5.00"),
      Self.balance(cash, "7.00", ["opened_on": "2031-01-01"]),
      Self.balance(debts, "-300.00", ["party_id": .id(party), "reference": "OLD-8"]),
    ]
    return all.map { ["op": "create", "data": $0] }
  }

  /// What the ledger and the open items have of them, by account.
  private func ledger(_ desk: ReportDesk) async throws -> [String] {
    try await desk.expected(
      """
      select concat_ws(' ', a.code, trim_scale(sum(l.debit - l.credit)),
        'open ' || trim_scale(sum(i.amount))) as row
      from finance.opening_balance as o
      join finance.entry_line as l on l.entry_id = o.entry_id and l.posted_on = o.opened_on
      join finance.account as a on a.id = l.account_id
      left join finance.open_item as i on i.entry_line_id = l.id and i.posted_on = l.posted_on
      group by a.code
      """)
  }

  private static let three = [
    "1000 1000", "1100 500 open 500", "2000 -300 open -300", "3900 -1200",
  ]

  @Test func `come in bulk, each that can, and of the others it is told why not`() async throws {
    try await withReportDesk { desk in
      let reply = try await desk.clerk.post(
        "opening-balances/bulk",
        ["mode": "each", "operations": .array(try await operations(desk))])
      #expect(reply.status == 200, "\(reply.text)")
      let results = reply["results"]?.array ?? []
      #expect(results.map { $0["status"] } == [201, 201, 422, 422, 201], "\(reply.text)")
      let faults = results.compactMap { $0["problem"]?["errors"]?.array?.first?["pointer"]?.string }
      #expect(faults == ["/operations/2/data/party_id", "/operations/3/data/opened_on"])
      #expect(try await ledger(desk) == Self.three)
      #expect(try await desk.rows("tie-out?ok=false", ["check_name", "subject"]) == [])
    }
  }

  @Test func `come in bulk all or none`() async throws {
    try await withReportDesk { desk in
      var all = try await operations(desk)
      let refused = try await desk.clerk.post(
        "opening-balances/bulk", ["operations": .array(all)])
      #expect(refused.status == 422, "\(refused.text)")
      #expect(
        refused.pointers == ["/operations/2/data/party_id", "/operations/3/data/opened_on"],
        "\(refused.text)")
      #expect(try await desk.text("select count(*)::text from finance.entry") == "0")
      all.removeSubrange(2...3)
      let reply = try await desk.clerk.post("opening-balances/bulk", ["operations": .array(all)])
      #expect(reply.status == 200 && reply["done"] == 3, "\(reply.text)")
      #expect(try await ledger(desk) == Self.three)
      #expect(try await desk.rows("tie-out?ok=false", ["check_name", "subject"]) == [])
    }
  }

  @Test func `come by import, accounts by their codes, and a second time change nothing`()
    async throws
  {
    try await withReportDesk { desk in
      let mapping: JSON = [
        "resource": "opening-balances", "match_by": ["external_source", "external_key"],
        "constants": ["external_source": "old", "opened_on": "2024-01-01", "currency": "RUB"],
        "columns": [
          "external_key": ["column": "No"],
          "account_id": [
            "column": "Account", "find": ["resource": "ledger-accounts", "by": ["code": "$value"]],
          ],
          "party_id": [
            "column": "Party", "find": ["resource": "parties", "by": ["name": "$value"]],
          ],
          "reference": ["column": "Document"], "amount": ["column": "Amount"],
        ],
      ]
      let file = """
        No,Account,Party,Document,Amount
        1,1000,,,1000.00
        2,1100,Party 1,OLD-7,500.00
        3,1100,,,5.00
        4,9999,,,5.00
        5,2000,Party 1,OLD-8,-300.00

        """
      let loading = Loading(session: desk.clerk)
      let first = try await loading.load(file, mapping)
      #expect(first.counts == [5, 3, 0, 0, 0, 2], "\(first.text)")
      #expect(try await ledger(desk) == Self.three)
      let second = try await loading.load(file, mapping)
      #expect(second.counts == [5, 0, 0, 3, 0, 2], "\(second.text)")
      #expect(try await ledger(desk) == Self.three)
      #expect(try await desk.rows("tie-out?ok=false", ["check_name", "subject"]) == [])
    }
  }

  @Test func `are entered once, whatever the department of who enters them`() async throws {
    try await withReportDesk { desk in
      let money = Self.balance(try await desk.ledger("1000"), "1000.00")
      for (whose, status) in [(TestCRM.Department.sales, 201), (.purchasing, 422)] {
        let department: JSON = ["department_id": .id(try await desk.crm.id(of: whose))]
        let reply = try await desk.clerk.post("opening-balances", money.with(department))
        #expect(reply.status == status, "\(reply.text)")
        if status == 422 { #expect(reply.rule == "opening_balance_once", "\(reply.text)") }
      }
      #expect(
        try await desk.text("select sum(debit)::text from finance.entry_line") == "1000.0000")
    }
  }

  @Test func `are refused on a day that is locked or in no year, under the name that was sent`()
    async throws
  {
    try await withReportDesk { desk in
      let bank = try await desk.ledger("1000")
      let early = try await desk.clerk.post(
        "opening-balances", Self.balance(bank, "1.00", ["opened_on": "2023-12-31"]))
      #expect(early.rule == "entry_year" && early.pointers == ["/opened_on"], "\(early.text)")
      let made = try await desk.clerk.create("opening-balances", Self.balance(bank, "1.00"))
      try await desk.clerk.create("lock-dates", ["area": "all", "locked_until": "2024-06-30"])
      let locked = try await desk.clerk.post(
        "opening-balances", Self.balance(try await desk.ledger("1010"), "1.00"))
      #expect(locked.rule == "entry_unlocked" && locked.pointers == ["/opened_on"])
      let back = try await desk.clerk.post(
        "opening-balances/\(made.id)/reversal", ["reason": "Wrong", "reversed_on": "2024-06-30"])
      #expect(back.rule == "entry_unlocked" && back.pointers == ["/reversed_on"], "\(back.text)")
    }
  }
}
