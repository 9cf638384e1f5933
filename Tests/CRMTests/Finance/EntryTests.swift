import CRM
import Postgres
import Support
import Testing

@Suite struct `An entry` {
  @Test func `by hand is numbered in its journal and has its lines`() async throws {
    try await withBookkeeping { books in
      let first = try await books.post("51", "80", "100000.50")
      #expect(first.status == 201, "\(first.text)")
      #expect(first["total"] == "100000.5000" || first["total"] == "100000.50", "\(first.text)")
      #expect(first["lines"]?.array?.count == 2)
      #expect(first["origin"]?.string == "manual")
      #expect(first[header: "location"] == "/api/v1/entries/\(first.id)")
      let second = try await books.post("26", "51", "5")
      let numbers = [first, second].map { $0["number"]?.string ?? "" }
      #expect(numbers[0].hasPrefix("GEN-") && numbers[0].hasSuffix("-2026-00001"), "\(numbers)")
      #expect(numbers[1].hasSuffix("-2026-00002"), "\(numbers)")
      #expect(try await books.faults() == [])
    }
  }

  /// Lines over 51 and 26, what is wrong, and where it is told.
  static let wrong: [(lines: JSON, code: String, pointer: String)] = [
    ([["debit": "1"], ["credit": "2"]], "entry_balanced", "/lines"),
    ([["debit": "1"]], "wrong_type", "/lines"),
    ([["debit": "1.001"], ["credit": "1.001"]], "entry_line_decimals", "/lines/0/debit"),
    ([["debit": "1"], ["credit": "1.00001"]], "entry_line_decimals", "/lines/1/credit"),
    (
      [["debit": "99999999999999999999"], ["credit": "1"]], "entry_line_range", "/lines/0/debit"
    ),
    ([["debit": "-1"], ["credit": "-1"]], "entry_line_one_side", "/lines/0/debit"),
    (
      [["debit": "1"], ["debit": "1", "credit": "1"]], "entry_line_one_side", "/lines/1/credit"
    ),
    ([["debit": "1"], [:]], "entry_line_one_side", "/lines/1/debit"),
    (
      [["debit": "1", "currency": "USD"], ["credit": "1"]], "entry_line_one_side",
      "/lines/0/amount"
    ),
    (
      [["debit": "1"], ["credit": "1", "currency": "QQQ"]], "entry_known", "/lines/1/currency"
    ),
    (
      [["debit": "1", "amount": "2"], ["credit": "1"]], "entry_line_amount", "/lines/0/amount"
    ),
    (
      [["debit": "1"], ["credit": "1", "party_id": 999_999]], "entry_known", "/lines/1/party_id"
    ),
    ([["amount": "1", "currency": "USD"], ["credit": "1"]], "rate_known", "/lines/0/currency"),
  ]

  @Test(arguments: wrong)
  func `says which line is wrong, and what would be right`(
    lines: JSON, code: String, pointer: String
  ) async throws {
    try await withBookkeeping { books in
      let accounts = [try await books.account("51"), try await books.account("26")]
      let told = zip(lines.array ?? [], accounts).map { $0.with(["account_id": .id($1)]) }
      let reply = try await books.post("51", "26", "1", more: ["lines": .array(told)])
      #expect(reply.status == 422 && reply.pointers == [pointer], "\(reply.text)")
      #expect(reply["errors"]?.array?.first?["code"]?.string == code, "\(reply.text)")
      #expect(try await books.text("select count(*) from finance.entry") == "0")
    }
  }

  @Test func `goes to an account without others below it, in use`() async throws {
    try await withBookkeeping { books in
      #expect(try await books.post("10", "51", "1").pointers == ["/lines/0/account_id"])
      #expect(try await books.post("51", "62.01", "1").pointers == ["/lines/1/account_id"])
      #expect(try await books.post("51", "IV", "1").pointers == ["/lines/1/account_id"])
      let bank = try await books.account("51")
      #expect(try await books.accountant.delete("ledger-accounts/\(bank)").status == 204)
      #expect(try await books.post("51", "80", "1").pointers == ["/lines/0/account_id"])
    }
  }

  @Test func `lies in an open year`() async throws {
    try await withBookkeeping { books in
      let outside = try await books.post("51", "80", "1", on: "2027-01-01")
      #expect(outside.status == 422 && outside.pointers == ["/posted_on"], "\(outside.text)")
      try await books.crm.arrange("update finance.fiscal_year set state = 'closed'")
      let closed = try await books.post("51", "80", "1")
      #expect(closed.status == 422 && closed.pointers == ["/posted_on"], "\(closed.text)")
    }
  }

  @Test func `in another currency is reckoned by the rate of its day`() async throws {
    try await withBookkeeping { books in
      for (day, rate) in [("2026-01-10", "80.5"), ("2026-03-01", "90.123456")] {
        try await books.accountant.create(
          "rates", ["currency": "USD", "rated_on": .string(day), "rate": .string(rate)])
      }
      let bank = try await books.account("52")
      let capital = try await books.account("80")
      let lines: JSON = [
        ["account_id": .id(bank), "amount": "10.01", "currency": "USD"],
        ["account_id": .id(capital), "amount": "-10.01", "currency": "USD"],
      ]
      let reply = try await books.post("51", "80", "1", more: ["lines": lines])
      #expect(reply.status == 201, "\(reply.text)")
      // 10.01 x 90.123456 = 902.13579…, half up.
      #expect(
        try await books.text(
          "select string_agg(trim_scale(debit)::text, ' ') from finance.entry_line")
          == "902.14 0")
      #expect(try await books.faults() == [])
    }
  }

  @Test func `balances in each currency where its journal declares it`() async throws {
    try await withBookkeeping { books in
      try await books.crm.arrange(
        "update finance.journal set by_currency = true where code = 'GEN'")
      try await books.crm.arrange(
        "insert into finance.rate (currency, rated_on, rate) values ('USD', '2026-01-01', 80)")
      let lines: JSON = [
        ["account_id": .id(try await books.account("52")), "amount": "1", "currency": "USD"],
        ["account_id": .id(try await books.account("80")), "credit": "80"],
      ]
      let reply = try await books.post("51", "80", "1", more: ["lines": lines])
      #expect(reply.status == 422 && reply.text.contains("entry_by_currency"), "\(reply.text)")
      #expect(try await books.post("51", "80", "1").status == 201)
    }
  }

  @Test func `is reversed once, by one of the same lines on the other side`() async throws {
    try await withBookkeeping { books in
      let entry = try await books.post("51", "80", "12.34")
      let reversal = try await books.accountant.post(
        "entries/\(entry.id)/reversal", ["reason": "Wrong account", "reversed_on": "2026-04-01"])
      #expect(reversal.status == 201, "\(reversal.text)")
      #expect(reversal["reverses_id"]?.int == entry.id)
      for id in [entry.id, reversal.id] {
        let again = try await books.accountant.post(
          "entries/\(id)/reversal", ["reason": "Once more"])
        #expect(again.status == 409 && again.problem == "record_state", "\(again.text)")
      }
      #expect(
        try await books.text(
          "select count(*) from (select account_id from finance.balance where grain = 'day' group by 1 having sum(debit) <> sum(credit)) as s"
        ) == "0")
      #expect(try await books.faults() == [])
    }
  }

  @Test func `by hand is none of the closing of a year`() async throws {
    try await withBookkeeping { books in
      let journal = try await books.text(
        "select id::text from finance.journal where kind = 'closing'")
      let lines: JSON = [
        ["account_id": .id(try await books.account("51")), "debit": "1"],
        ["account_id": .id(try await books.account("80")), "credit": "1"],
      ]
      let reply = try await books.accountant.post(
        "journals/\(journal ?? "")/entries",
        ["posted_on": "2026-03-05", "description": "Closing", "lines": lines])
      #expect(reply.status == 422 && reply.rule == "entry_by_closing", "\(reply.text)")
      #expect(try await books.text("select count(*)::text from finance.entry") == "0")
    }
  }

  @Test func `is not reversed before its day`() async throws {
    try await withBookkeeping { books in
      let entry = try await books.post("51", "80", "1")
      let early = try await books.accountant.post(
        "entries/\(entry.id)/reversal", ["reason": "x", "reversed_on": "2026-03-04"])
      #expect(early.status == 422 && early.pointers == ["/reversed_on"], "\(early.text)")
    }
  }

  @Test func `of a document is no matter of a hand`() async throws {
    try await withBookkeeping { books in
      let lines =
        [
          ["account_id": .id(try await books.account("51")), "debit": "1"],
          ["account_id": .id(try await books.account("80")), "credit": "1"],
        ] as JSON
      let made = try await books.crm.arrange(
        """
        select finance.post_entry(finance.journal_of('bank'), date '2026-02-01', 'x', null,
          \(lines.text)::jsonb) as id
        """)
      let id = try made[0].int("id")
      let reply = try await books.accountant.post("entries/\(id)/reversal", ["reason": "x"])
      #expect(reply.status == 409, "\(reply.text)")
    }
  }

  @Test func `is seen by the head of its department, and by no other`() async throws {
    try await withBookkeeping { books in
      let sales = try await books.crm.id(of: .sales)
      let mine = try await books.post("51", "80", "1", more: ["department_id": .id(sales)])
      let other = try await books.post("51", "80", "1")
      let head = try await books.crm.as(.headOfDepartment)
      #expect(try await head.get("entries/\(mine.id)").status == 200)
      #expect(try await head.get("entries/\(other.id)").status == 404)
      #expect(try await head.get("entry-lines").data.count == 2)
      let seen = try await books.crm.sql(
        head, "select sum(debit)::int as n from finance.balance where grain = 'day'")
      #expect(try seen.results[0][0].int("n") == 1)
      let whole =
        "select count(*)::int as n from finance.account_balance where grain = 'day'" as SQL
      #expect(try await books.crm.sql(head, whole).results[0][0].int("n") == 0)
      #expect(try await books.crm.sql(books.accountant, whole).results[0][0].int("n") == 2)
    }
  }
}
