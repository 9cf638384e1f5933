import CRM
import Postgres
import Support
import Testing

@Suite struct `A revaluation` {
  private func revaluation(_ desk: InvoiceDesk, _ day: String) async throws -> Int {
    try await desk.clerk.create("revaluations", ["revalued_on": .string(day), "note": "April"]).id
  }

  /// We are owed 100 dollars since 1 March, of which 30 were paid on 10 April, and owe 40; carried at 90.
  private func owed(_ desk: InvoiceDesk) async throws -> (ours: Int, theirs: Int) {
    let ours = try await desk.invoice("100", ["currency": "USD"])
    let bill = try await desk.bill(
      "40", "0", "40", ["currency": "USD", "party_id": .id(desk.other)])
    let theirs = try await desk.post("invoices", bill)
    let paid = try await desk.clerk.post(
      "invoices/\(ours)/payments", ["amount": "30", "paid_on": "2025-04-10"])
    #expect(paid.status == 201, "\(paid.text)")
    return (ours, theirs)
  }

  /// What is open at a day, in the currency of the books.
  private func worth(_ desk: InvoiceDesk, _ day: String) async throws -> String? {
    try await desk.text(
      """
      select string_agg(trim_scale(left_base)::text, ' ' order by side, id)
      from finance.open_items_at(\(day)::date)
      """)
  }

  @Test func `states claims and debts at the rate of its day`() async throws {
    try await withInvoiceDesk { desk in
      _ = try await owed(desk)
      let id = try await revaluation(desk, "2025-04-05")
      let posted = try await desk.clerk.post("revaluations/\(id)/posting")
      #expect(posted.status == 200 && posted["state"] == "posted", "\(posted.text)")
      #expect(posted["entry_id"] != .null && posted["return_entry_id"] != .null, "\(posted.text)")
      let lines = try await desk.entry("revaluation", id).sorted()
      #expect(lines == ["60 -220", "62 550", "9101 -550", "9102 220"])
      let parts = posted["lines"]?.array ?? []
      #expect(
        parts.compactMap { $0["difference"]?.string }.sorted() == ["-220.0000", "550.0000"],
        "\(posted.text)")
      #expect(try await worth(desk, "2025-04-04") == "9000 -3600")
      #expect(try await worth(desk, "2025-04-05") == "9550 -3820")
      // What was paid on the 10th has its difference there: its part goes back the day after.
      #expect(try await worth(desk, "2025-04-06") == "9385 -3820")
      #expect(try await worth(desk, "2025-04-10") == "6685 -3820")
      #expect(
        try await desk.balances() == [
          "26 3600", "51 2865", "60 -3820", "62 6685", "90 -9000", "9101 -550", "9102 220",
        ])
      #expect(try await desk.faults() == [])
    }
  }

  /// Each of them brings to the rate of its day what was open then; what was paid since has its part of neither.
  @Test func `leaves what is left at its rate, however often it is made`() async throws {
    try await withInvoiceDesk { desk in
      _ = try await owed(desk)
      for day in ["2025-04-05", "2025-04-07", "2025-04-08"] {
        let id = try await revaluation(desk, day)
        #expect(try await desk.clerk.post("revaluations/\(id)/posting").status == 200)
        #expect(try await worth(desk, day) == "9550 -3820")
        #expect(try await worth(desk, "2025-04-09") == "9385 -3820")
        #expect(try await worth(desk, "2025-04-10") == "6685 -3820")
      }
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is what a later payment is held against`() async throws {
    try await withInvoiceDesk { desk in
      let owed = try await owed(desk)
      let id = try await revaluation(desk, "2025-04-05")
      _ = try await desk.clerk.post("revaluations/\(id)/posting")
      let path = "invoices/\(owed.ours)/payments"
      let early = try await desk.clerk.post(path, ["paid_on": "2025-04-05"])
      #expect(early.status == 422 && early.rule == "allocation_after_revaluation", "\(early.text)")
      #expect(early.firstFault.contains("2025-04-05"), "\(early.text)")
      let later = try await desk.clerk.post(path, ["paid_on": "2025-06-02"])
      #expect(later.status == 201, "\(later.text)")
      let difference = try await desk.text(
        "select trim_scale(difference)::text from finance.allocation order by id desc limit 1")
      // 70 dollars, carried at 6685 and worth 5600.
      #expect(difference == "-1085")
      #expect(try await desk.left(invoice: owed.ours) == ["0"])
      let back = try await desk.clerk.post("revaluations/\(id)/reversal", ["reason": "x"])
      #expect(back.status == 422 && back.rule == "revaluation_unsettled", "\(back.text)")
      #expect(try await desk.faults() == [])
    }
  }

  /// Else the ledger would have, until then, a difference of what is settled.
  @Test func `that goes holds back what would be allocated before that day`() async throws {
    try await withInvoiceDesk { desk in
      let owed = try await owed(desk)
      func pay(_ invoice: Int, _ day: String) async throws -> Reply {
        try await desk.clerk.post("invoices/\(invoice)/payments", ["paid_on": .string(day)])
      }
      func takeBack(_ path: String, _ day: String) async throws -> Reply {
        try await desk.clerk.post(
          "\(path)/reversal", ["reversed_on": .string(day), "reason": "x"])
      }
      let id = try await revaluation(desk, "2025-04-05")
      _ = try await desk.clerk.post("revaluations/\(id)/posting")
      #expect(try await takeBack("revaluations/\(id)", "2025-05-20").status == 200)
      let early = try await pay(owed.ours, "2025-05-19")
      #expect(early.status == 422 && early.rule == "allocation_after_revaluation", "\(early.text)")
      #expect(early.firstFault.contains("2025-05-19"), "\(early.text)")
      #expect(try await pay(owed.ours, "2025-05-20").status == 201)
      let next = try await revaluation(desk, "2025-05-25")
      _ = try await desk.clerk.post("revaluations/\(next)/posting")
      #expect(try await pay(owed.theirs, "2025-06-10").status == 201)
      let last = try await desk.text("select max(id)::text from finance.allocation") ?? ""
      #expect(try await takeBack("allocations/\(last)", "2025-06-15").status == 201)
      let between = try await takeBack("revaluations/\(next)", "2025-06-14")
      #expect(
        between.status == 422 && between.rule == "revaluation_reversed_after", "\(between.text)")
      #expect(between.firstFault.contains("2025-06-15"), "\(between.text)")
      #expect(try await takeBack("revaluations/\(next)", "2025-06-15").status == 200)
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `comes after those before it, and the last goes back first`() async throws {
    try await withInvoiceDesk { desk in
      let owed = try await owed(desk)
      let first = try await revaluation(desk, "2025-04-30")
      let early = try await desk.clerk.post("revaluations/\(first)/reversal", ["reason": "x"])
      #expect(early.problem == "record_state", "\(early.text)")
      #expect(
        try await desk.refusal("select finance.reverse_revaluation(\(first), null, 'x')") == "CJ010"
      )
      _ = try await desk.clerk.post("revaluations/\(first)/posting")
      let again = try await desk.clerk.post("revaluations/\(first)/posting")
      #expect(again.problem == "record_state", "\(again.text)")
      #expect(try await desk.refusal("select finance.post_revaluation(\(first))") == "CJ010")
      let before = try await revaluation(desk, "2025-04-30")
      let late = try await desk.clerk.post("revaluations/\(before)/posting")
      #expect(late.status == 422 && late.rule == "revaluation_in_order", "\(late.text)")
      #expect(late.firstFault.contains("2025-05-01"), "\(late.text)")
      let next = try await revaluation(desk, "2025-06-30")
      #expect(try await desk.clerk.post("revaluations/\(next)/posting").status == 200)
      let held = try await desk.clerk.post("revaluations/\(first)/reversal", ["reason": "x"])
      #expect(held.status == 422 && held.rule == "revaluation_last", "\(held.text)")
      let stuck = try await desk.clerk.post("invoices/\(owed.theirs)/reversal", ["reason": "x"])
      #expect(stuck.status == 422 && stuck.rule == "invoice_unsettled", "\(stuck.text)")
      for id in [next, first] {
        let done = try await desk.clerk.post("revaluations/\(id)/reversal", ["reason": "Rate"])
        #expect(done["state"] == "reversed" && done["reversal_reason"] == "Rate", "\(done.text)")
      }
      #expect(
        try await desk.text("select trim_scale(sum(revalued))::text from finance.open_item") == "0")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `goes back though what was settled before it was taken back since`() async throws {
    try await withInvoiceDesk { desk in
      let owed = try await owed(desk)
      let id = try await revaluation(desk, "2025-04-15")
      _ = try await desk.clerk.post("revaluations/\(id)/posting")
      let first = try await desk.text("select min(id)::text from finance.allocation") ?? ""
      let taken: JSON = ["reversed_on": "2025-06-05", "reason": "x"]
      #expect(try await desk.clerk.post("allocations/\(first)/reversal", taken).status == 201)
      let back = try await desk.clerk.post("revaluations/\(id)/reversal", taken)
      #expect(back["state"] == "reversed", "\(back.text)")
      #expect(try await worth(desk, "2025-06-05") == "9000 -2865 -3600")
      #expect(
        try await desk.clerk.post("invoices/\(owed.ours)/reversal", ["reason": "x"])["state"]
          == "reversed")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `tells gain and loss apart, though they are as much`() async throws {
    try await withInvoiceDesk { desk in
      _ = try await desk.invoice("100", ["currency": "USD"])
      _ = try await desk.invoice("100", ["currency": "USD", "invoiced_on": "2025-04-02"])
      try await desk.crm.arrange(
        "insert into finance.rate (currency, rated_on, rate) values ('USD', '2025-04-20', 92.75)")
      let id = try await revaluation(desk, "2025-04-20")
      let posted = try await desk.clerk.post("revaluations/\(id)/posting")
      #expect(posted.status == 200, "\(posted.text)")
      let lines = try await desk.entry("revaluation", id).sorted()
      #expect(lines == ["62 -275", "62 275", "9101 -275", "9102 275"])
      #expect(try await worth(desk, "2025-04-20") == "9275 9275")
      #expect(try await desk.faults() == [])
    }
  }

  /// Books that began with euros at 100 roubles, which come to 110 on 1 April.
  private func begin(_ desk: InvoiceDesk) async throws {
    try await desk.crm.arrange(
      """
      insert into finance.rate (currency, rated_on, rate)
      values ('EUR', '2025-01-01', 100), ('EUR', '2025-04-01', 110)
      """)
    try await desk.crm.arrange(
      """
      with opening as (
        insert into finance.account (code, name, type) values ('00', 'Opening', 'equity')
        returning id)
      insert into finance.account_use (use, account_id) select 'opening', id from opening
      """)
  }

  /// Euros that stood on an account when the books were begun.
  private func stood(
    _ desk: InvoiceDesk, _ code: String, _ amount: String, of party: Int? = nil
  ) async throws {
    let account = try await desk.crm.observed(
      "select id from finance.account where code = \(code)")[0].int("id")
    try await desk.clerk.create(
      "opening-balances",
      [
        "opened_on": "2025-01-01", "account_id": .id(account), "currency": "EUR",
        "amount": .string(amount), "party_id": party.map { .id($0) } ?? .null,
      ])
  }

  /// What was revalued: account, amount, what it was carried at, and the difference.
  private func revalued(_ desk: InvoiceDesk, _ revaluation: Int) async throws -> [String] {
    try await desk.crm.observed(
      """
      select concat_ws(' ', a.code, trim_scale(l.amount), trim_scale(l.carried),
        trim_scale(l.difference)) as line
      from finance.revaluation_line as l join finance.account as a on a.id = l.account_id
      where l.revaluation_id = \(revaluation) order by a.code
      """
    ).map { try $0.string("line") }
  }

  @Test func `leaves advances of before the books as they were paid, unlike claims and debts`()
    async throws
  {
    try await withInvoiceDesk { desk in
      try await begin(desk)
      try await stood(desk, "62", "100", of: desk.party)
      try await stood(desk, "6202", "-40", of: desk.party)
      try await stood(desk, "60", "-20", of: desk.other)
      try await stood(desk, "6002", "30", of: desk.other)
      let id = try await revaluation(desk, "2025-04-05")
      let posted = try await desk.clerk.post("revaluations/\(id)/posting")
      #expect(posted.status == 200, "\(posted.text)")
      #expect(try await revalued(desk, id) == ["60 -20 -2000 -200", "62 100 10000 1000"])
      let lines = try await desk.entry("revaluation", id).sorted()
      #expect(lines == ["60 -200", "62 1000", "9101 -1000", "9102 200"])
      #expect(try await worth(desk, "2025-04-05") == "11000 -4000 -2200 3000")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `states money in a bank though nobody has paid by it yet, and none on its way`()
    async throws
  {
    try await withInvoiceDesk { desk in
      try await begin(desk)
      let euros = try await desk.crm.arrange(
        """
        insert into finance.account (code, name, type)
        values ('57', 'In transit', 'asset'), ('52', 'Euros', 'asset') returning id
        """)[1].int("id")
      try await desk.crm.arrange(
        """
        insert into finance.account_use (use, account_id)
        select 'transfer', a.id from finance.account as a where a.code = '57'
        """)
      try await desk.clerk.create(
        "money-accounts",
        ["name": "Euros", "number": "999", "currency": "EUR", "account_id": .id(euros)])
      try await stood(desk, "52", "500")
      try await stood(desk, "57", "70")
      let id = try await revaluation(desk, "2025-04-05")
      let posted = try await desk.clerk.post("revaluations/\(id)/posting")
      #expect(posted.status == 200, "\(posted.text)")
      #expect(try await revalued(desk, id) == ["52 500 50000 5000"])
      #expect(try await desk.entry("revaluation", id).sorted() == ["52 5000", "9101 -5000"])
      #expect(try await desk.balances() == ["00 -57000", "52 55000", "57 7000", "9101 -5000"])
      let again = try await revaluation(desk, "2025-04-06")
      let none = try await desk.clerk.post("revaluations/\(again)/posting")
      #expect(none.status == 422 && none.rule == "revaluation_something", "\(none.text)")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is done again once it was taken back, and never stands twice`() async throws {
    try await withInvoiceDesk { desk in
      _ = try await owed(desk)
      let first = try await revaluation(desk, "2025-04-30")
      _ = try await desk.clerk.post("revaluations/\(first)/posting")
      let late = try await desk.clerk.post(
        "revaluations/\(first)/reversal", ["reversed_on": "2025-05-10", "reason": "Rate"])
      #expect(late["reversed_on"] == "2025-05-10", "\(late.text)")
      for day in ["2025-04-15", "2025-04-30", "2025-05-09"] {
        let id = try await revaluation(desk, day)
        let twice = try await desk.clerk.post("revaluations/\(id)/posting")
        #expect(twice.status == 422 && twice.rule == "revaluation_in_order", "\(twice.text)")
        #expect(twice.firstFault.contains("2025-05-10"), "\(twice.text)")
      }
      for _ in 1...2 {
        let id = try await revaluation(desk, "2025-05-10")
        #expect(try await desk.clerk.post("revaluations/\(id)/posting").status == 200)
        let back = try await desk.clerk.post("revaluations/\(id)/reversal", ["reason": "Rate"])
        #expect(back["reversed_on"] == "2025-05-10", "\(back.text)")
      }
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `has something to revalue, on a day that is open`() async throws {
    try await withInvoiceDesk { desk in
      _ = try await desk.invoice("100")
      let id = try await revaluation(desk, "2025-04-05")
      let none = try await desk.clerk.post("revaluations/\(id)/posting")
      #expect(none.status == 422 && none.rule == "revaluation_something", "\(none.text)")
      _ = try await owed(desk)
      try await desk.clerk.create("lock-dates", ["area": "all", "locked_until": "2025-04-10"])
      let locked = try await desk.clerk.post("revaluations/\(id)/posting")
      #expect(locked.status == 422 && locked.rule == "entry_unlocked", "\(locked.text)")
      #expect(locked.pointers == ["/revalued_on"], "\(locked.text)")
      #expect(try await desk.text("select count(*)::text from finance.revaluation_line") == "0")
    }
  }

  /// A line that revalues an account by what no entry has.
  private static func forged(_ revaluation: Int) -> SQL {
    """
    insert into finance.revaluation_line (revaluation_id, open_item_id, account_id, party_id, currency, amount,
      rate, carried, difference, kept, left_amount)
    select \(revaluation), null, i.account_id, i.party_id, i.currency, i.amount, 95, 900, 5000, 5000, 10
    from finance.open_item as i where i.currency = 'USD' and i.side = 'customer' limit 1
    """
  }

  @Test func `stays as it was posted, whoever writes`() async throws {
    try await withInvoiceDesk { desk in
      _ = try await owed(desk)
      let id = try await revaluation(desk, "2025-04-05")
      let draft = try await revaluation(desk, "2025-04-30")
      _ = try await desk.clerk.post("revaluations/\(id)/posting")
      let moved = try await desk.clerk.patch(
        "revaluations/\(id)", ["revalued_on": "2025-04-06"])
      #expect(moved.status == 409 && moved.problem == "record_state", "\(moved.text)")
      #expect(try await desk.clerk.delete("revaluations/\(id)").status == 409)
      for statement: SQL in [
        "update finance.revaluation set state = 'posted' where id = \(draft)",
        "update finance.revaluation set entry_id = 1 where id = \(draft)",
        "update finance.revaluation_line set kept = 0", "delete from finance.revaluation_line",
        "select finance.revaluing_lines(\(id), false)",
      ] { #expect(try await desk.refusal(statement) == "42501", "\(statement)") }
      let own: [(SQL, String)] = [
        ("update finance.revaluation_line set kept = 0", "revaluation_line_stays"),
        ("delete from finance.revaluation_line", "revaluation_line_stays"),
        ("truncate finance.revaluation_line", "revaluation_line_stays"),
        (
          """
          update finance.revaluation set state = 'reversed', reversed_on = '2025-04-06',
            reversal_reason = 'x' where id = \(id)
          """, "revaluation_reversed_true"
        ),
        (
          "update finance.revaluation set revalued_on = '2025-04-06' where id = \(id)",
          "revaluation_frozen"
        ),
        (
          "update finance.open_item set revalued = revalued + 1 where settled_on is null",
          "open_item_revalued"
        ),
        (Self.forged(id), "revaluation_line_of_draft"),
      ]
      for (statement, rule) in own {
        #expect(try await desk.ownRefusal(statement) == rule, "\(statement)")
      }
      let posting: SQL = """
        update finance.revaluation set state = 'posted', entry_id = (select max(id) from finance.entry)
        where id = \(draft)
        """
      #expect(try await desk.ownRefusal(Self.forged(draft), posting) == "revaluation_posted")
      #expect(try await desk.clerk.delete("revaluations/\(draft)").status == 204)
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is posted once, however many post it at once`() async throws {
    try await withInvoiceDesk { desk in
      _ = try await owed(desk)
      let id = try await revaluation(desk, "2025-04-05")
      let told = try await atOnce(20) { _ in
        try await desk.clerk.post("revaluations/\(id)/posting")
      }
      #expect(told == [200: 1, 409: 19], "\(told)")
      #expect(try await desk.faults() == [])
    }
  }
}
