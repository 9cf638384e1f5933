import CRM
import Postgres
import Support
import Testing

@Suite struct `An allocation` {
  /// An invoice of 100 roubles and a payment of 60, posted, and their items.
  private struct Pair {
    let invoice: Int
    let payment: Int
    let debit: Int
    let credit: Int

    init(_ desk: InvoiceDesk) async throws {
      invoice = try await desk.invoice("100")
      payment = try await desk.payment("60")
      debit = try await Self.item(desk, "invoice_id = \(invoice)")
      credit = try await Self.item(desk, "payment_id = \(payment)")
    }

    private static func item(_ desk: InvoiceDesk, _ of: SQL) async throws -> Int {
      try await desk.crm.observed("select id from finance.open_item where \(of)")[0].int("id")
    }
  }

  private func allocate(_ desk: InvoiceDesk, _ payment: Int, _ body: JSON) async throws -> Reply {
    let day: JSON = ["allocated_on": "2025-03-15"]
    return try await desk.clerk.post("payments/\(payment)/allocations", day.with(body))
  }

  @Test func `leaves nothing open on the project and contract of what it settles`() async throws {
    try await withInvoiceDesk { desk in
      let project = try await desk.crm.arrange(
        """
        insert into work.project (name, owner_id) values ('Bridge', \(desk.clerk.account)) returning id
        """)[0].int("id")
      let contract = try await desk.crm.arrange(
        """
        insert into sales.contract (number, title, party_id, direction, valid_from)
        values ('C-1', 'Bridge', \(desk.party), 'sale', '2025-01-01') returning id
        """)[0].int("id")
      let whose: JSON = ["project_id": .id(project), "contract_id": .id(contract)]
      let invoice = try await desk.invoice("100", whose)
      let paid = try await desk.payment("97")
      #expect(try await allocate(desk, paid, ["invoice_id": .id(invoice)]).status == 201)
      try await desk.crm.as(.administrator).create(
        "write-off-limits", ["currency": "RUB", "amount": "10", "percent": "5"])
      let left = try await desk.clerk.post(
        "invoices/\(invoice)/write-offs", ["written_off_on": "2025-03-15", "reason": "Gone"])
      #expect(left.status == 201, "\(left.text)")
      let open = try await desk.crm.observed(
        """
        select concat_ws(' ', a.code, l.project_id is not null, l.contract_id is not null,
          trim_scale(sum(l.debit - l.credit))) as line
        from finance.entry_line as l join finance.account as a on a.id = l.account_id
        where a.code in ('62', '6202', '9103') group by a.code, l.project_id, l.contract_id
        having sum(l.debit - l.credit) <> 0
        """)
      #expect(try open.map { try $0.string("line") } == ["9103 t t 3"])
    }
  }

  @Test func `takes as much as both sides leave, or so much of it`() async throws {
    try await withInvoiceDesk { desk in
      let pair = try await Pair(desk)
      let some = try await allocate(
        desk, pair.payment, ["invoice_id": .id(pair.invoice), "amount": "25.50"])
      #expect(some.status == 201 && some["kind"] == "allocation", "\(some.text)")
      #expect(some[header: "location"] == "/api/v1/allocations/\(some.id)")
      #expect(some["debit_amount"] == "25.5000" && some["difference"] == "0.0000", "\(some.text)")
      #expect(try await desk.left(invoice: pair.invoice) == ["74.5"])
      let rest = try await allocate(desk, pair.payment, ["invoice_id": .id(pair.invoice)])
      #expect(rest["credit_amount"] == "34.5000", "\(rest.text)")
      #expect(try await desk.left(payment: pair.payment) == ["0"])
      #expect(try await desk.balances() == ["51 60", "62 40", "90 -100"])
      let none = try await allocate(desk, pair.payment, ["invoice_id": .id(pair.invoice)])
      #expect(none.status == 422 && none.rule == "allocation_something", "\(none.text)")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `without a document settles what is due first`() async throws {
    try await withInvoiceDesk { desk in
      let late = try await desk.invoice("40", ["due_on": "2025-05-01"])
      let soon = try await desk.invoice("50", ["due_on": "2025-04-01"])
      let foreign = try await desk.invoice("50", ["party_id": .id(desk.other)])
      let payment = try await desk.payment("60")
      for vague: JSON in [[:], ["invoice_id": .null], ["oldest_first": false]] {
        let refused = try await allocate(desk, payment, vague)
        #expect(refused.status == 422 && refused.rule == "allocation_one", "\(refused.text)")
        #expect(refused.pointers == ["/invoice_id"], "\(refused.text)")
      }
      let reply = try await allocate(desk, payment, ["oldest_first": true])
      #expect(reply.status == 201, "\(reply.text)")
      #expect(try await desk.left(invoice: soon) == ["0"])
      #expect(try await desk.left(invoice: late) == ["30"])
      #expect(try await desk.left(invoice: foreign) == ["50"])
    }
  }

  @Test func `is refused with the rule and what would be right`() async throws {
    try await withInvoiceDesk { desk in
      let pair = try await Pair(desk)
      let foreign = try await desk.invoice("10", ["party_id": .id(desk.other)])
      let bill = try await desk.post("invoices", try await desk.bill("10", "0", "10"))
      let draft = try await desk.draft([InvoiceDesk.line("1")]).id
      let to: JSON = ["invoice_id": .id(pair.invoice)]
      let wrong: [(body: JSON, rule: String, member: String, words: String)] = [
        (to.with(["amount": "60.01"]), "allocation_within_open", "amount", "at most 60 RUB"),
        (to.with(["amount": "1.001"]), "allocation_decimals", "amount", "right would be 1.00 RUB"),
        (to.with(["amount": "1.000001"]), "allocation_decimals", "amount", "would be 1.00 RUB"),
        (to.with(["amount": "0"]), "allocation_positive", "amount", "more than 0"),
        (to.with(["amount": "-1"]), "allocation_positive", "amount", "more than 0"),
        (
          to.with(["allocated_on": "2025-03-09"]), "allocation_day", "allocated_on",
          "from 2025-03-10 on"
        ),
        (["payment_id": .id(pair.payment)], "allocation_side", "payment_id", "on one side"),
        (["invoice_id": .id(foreign)], "allocation_party", "invoice_id", "would be one of Rose"),
        (["invoice_id": .id(bill)], "allocation_side", "invoice_id", "settled by what we owe"),
        (["invoice_id": 999_999], "allocation_known", "invoice_id", "no such document"),
      ]
      for (body, rule, member, words) in wrong {
        let reply = try await allocate(desk, pair.payment, body)
        #expect(reply.status == 422 && reply.rule == rule, "\(reply.text)")
        #expect(reply.pointers == ["/\(member)"], "\(reply.text)")
        #expect(reply.firstFault.contains(words), "\(reply.text)")
      }
      let unposted = try await allocate(desk, pair.payment, ["invoice_id": .id(draft)])
      #expect(unposted.problem == "record_state", "\(unposted.text)")
      let spare = try await desk.payment("1")
      let both = try await desk.clerk.post(
        "payments/\(spare)/allocations", to.with(["payment_id": .id(pair.payment)]))
      #expect(both.rule == "allocation_one", "\(both.text)")
      #expect(try await desk.left(invoice: pair.invoice) == ["100"])
      let seller = try await desk.crm.as(.sales)
      let stranger = try await seller.post("payments/\(pair.payment)/allocations", to)
      #expect([403, 404].contains(stranger.status), "\(stranger.text)")
    }
  }

  @Test func `never exceeds a document on any day, those behind included`() async throws {
    try await withInvoiceDesk { desk in
      let pair = try await Pair(desk)
      let to: JSON = ["invoice_id": .id(pair.invoice), "amount": "60"]
      let first = try await allocate(desk, pair.payment, to.with(["allocated_on": "2025-03-11"]))
      let back = try await desk.clerk.post(
        "allocations/\(first.id)/reversal", ["reversed_on": "2025-03-20", "reason": "Other"])
      #expect(back.status == 201, "\(back.text)")
      let behind = try await allocate(desk, pair.payment, to.with(["allocated_on": "2025-03-15"]))
      #expect(behind.status == 422 && behind.rule == "allocation_ever_within", "\(behind.text)")
      #expect(behind.pointers == ["/allocated_on"], "\(behind.text)")
      #expect(behind.firstFault.contains("2025-03-15"), "\(behind.text)")
      #expect(try await desk.left(invoice: pair.invoice) == ["100"])
      let after = try await allocate(desk, pair.payment, to.with(["allocated_on": "2025-03-20"]))
      #expect(after.status == 201, "\(after.text)")
    }
  }

  @Test func `is refused on a locked day`() async throws {
    try await withInvoiceDesk { desk in
      let pair = try await Pair(desk)
      try await desk.clerk.create("lock-dates", ["area": "all", "locked_until": "2025-03-15"])
      let locked = try await allocate(desk, pair.payment, ["invoice_id": .id(pair.invoice)])
      #expect(locked.status == 422 && locked.rule == "entry_unlocked", "\(locked.text)")
      #expect(locked.firstFault.contains("all, 2025-03-15"), "\(locked.text)")
      #expect(locked.pointers == ["/allocated_on"], "\(locked.text)")
      let open = try await allocate(
        desk, pair.payment, ["invoice_id": .id(pair.invoice), "allocated_on": "2025-03-16"])
      #expect(open.status == 201, "\(open.text)")
    }
  }

  @Test func `never exceeds either side, however many come at once`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100")
      let payments = [try await desk.payment("70"), try await desk.payment("80")]
      let told = try await atOnce(100) { number in
        let payment = payments[number % 2]
        let body: JSON = ["amount": "3", "allocated_on": "2025-03-15"]
        guard number % 3 == 0 else {
          return try await desk.clerk.post(
            "payments/\(payment)/allocations", body.with(["invoice_id": .id(invoice)]))
        }
        return try await desk.clerk.post(
          "invoices/\(invoice)/allocations", body.with(["payment_id": .id(payment)]))
      }
      #expect(told == [201: 33, 422: 67], "\(told)")
      #expect(try await desk.left(invoice: invoice) == ["1"])
      let settled = try await desk.text(
        "select trim_scale(sum(settled))::text from finance.open_item where payment_id is not null")
      #expect(settled == "99")
      #expect(try await desk.text("select count(*)::text from finance.allocation") == "33")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is taken back once, wholly, by another`() async throws {
    try await withInvoiceDesk { desk in
      let pair = try await Pair(desk)
      let made = try await allocate(desk, pair.payment, ["invoice_id": .id(pair.invoice)])
      let path = "allocations/\(made.id)/reversal"
      #expect(try await desk.clerk.post(path).pointers == ["/reason"])
      let early = try await desk.clerk.post(
        path, ["reason": "Wrong", "reversed_on": "2025-03-14"])
      #expect(early.status == 422, "\(early.text)")
      let back = try await desk.clerk.post(
        path, ["reason": "Wrong", "reversed_on": "2025-03-20"])
      #expect(back.status == 201 && back["reverses_id"]?.int == made.id, "\(back.text)")
      #expect(back["debit_amount"] == "-60.0000", "\(back.text)")
      #expect(try await desk.left(invoice: pair.invoice) == ["100"])
      for id in [made.id, back.id] {
        let again = try await desk.clerk.post("allocations/\(id)/reversal", ["reason": "x"])
        #expect(again.problem == "record_state", "\(again.text)")
        let plain: SQL = "select finance.reverse_allocation(\(id), null, 'x')"
        #expect(try await desk.refusal(plain) == "CJ010")
      }
      #expect(try await desk.balances() == ["51 60", "62 100", "6202 -60", "90 -100"])
      let reversed = try await desk.clerk.post(
        "payments/\(pair.payment)/reversal", ["reason": "x"])
      #expect(reversed["state"] == "reversed", "\(reversed.text)")
    }
  }

  @Test func `is no matter of plain SQL of the service`() async throws {
    try await withInvoiceDesk { desk in
      let pair = try await Pair(desk)
      _ = try await allocate(desk, pair.payment, ["invoice_id": .id(pair.invoice)])
      for statement: SQL in [
        """
        insert into finance.allocation (kind, allocated_on, debit_item_id, credit_item_id,
          debit_amount, credit_amount, debit_base, credit_base, entry_id)
        values ('allocation', '2025-03-15', \(pair.debit), \(pair.credit), 1, 1, 1, 1, 1)
        """,
        "update finance.allocation set debit_amount = 1", "delete from finance.allocation",
        "truncate finance.allocation", "update finance.open_item set settled = 0",
        "delete from finance.open_item", "truncate finance.open_item",
        "select finance.settle(\(pair.debit), 1, \(pair.credit), 1, '2025-03-15')",
        "select finance.allocate(\(pair.invoice), null, null, \(pair.payment), 1, null)",
        "select finance.write_off(\(pair.invoice), null, 1, null, 'x')",
        "select finance.close_items(\(pair.invoice), null, 1, '2025-03-15', 'x')",
        "update finance.write_off_limit set amount = 1000000",
      ] {
        let refused = try await desk.refusal(statement)
        // What no right reaches changes no row.
        #expect(refused == "42501" || refused == nil, "\(statement)")
      }
      #expect(try await desk.left(invoice: pair.invoice) == ["40"])
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is what the ledger says, whoever writes it`() async throws {
    try await withInvoiceDesk { desk in
      let pair = try await Pair(desk)
      let foreign = try await desk.invoice("100", ["party_id": .id(desk.other)])
      let item = try await desk.crm.observed(
        "select id from finance.open_item where invoice_id = \(foreign)")[0].int("id")
      _ = try await allocate(
        desk, pair.payment, ["invoice_id": .id(pair.invoice), "amount": "20"])
      func insert(
        _ debit: Int, _ credit: Int, _ sums: SQL, _ day: String = "2025-03-15"
      ) async throws -> String? {
        try await desk.ownRefusal(
          """
          insert into finance.allocation (kind, allocated_on, debit_item_id, credit_item_id,
            debit_amount, credit_amount, debit_base, credit_base, entry_id)
          select 'allocation', \(day)::date, \(debit), \(credit), \(sums), max(a.entry_id)
          from finance.allocation as a
          """)
      }
      #expect(try await insert(pair.debit, pair.credit, "5, 5, 5, 5") == "allocation_posted")
      #expect(
        try await insert(pair.debit, pair.credit, "41, 41, 41, 41") == "open_item_not_exceeded")
      #expect(try await insert(pair.debit, pair.credit, "5, 6, 5, 6") == "allocation_currency")
      #expect(try await insert(pair.credit, pair.debit, "5, 5, 5, 5") == "allocation_side")
      #expect(try await insert(item, pair.credit, "5, 5, 5, 5") == "allocation_party")
      #expect(
        try await insert(pair.debit, pair.credit, "5, 5, 5, 5", "2025-03-09") == "allocation_day")
      for (statement, rule) in Self.own(pair.debit) {
        #expect(try await desk.ownRefusal(statement) == rule, "\(statement)")
      }
      #expect(try await desk.left(invoice: pair.invoice) == ["80"])
      #expect(try await desk.faults() == [])
    }
  }

  private static func own(_ item: Int) -> [(SQL, String)] {
    let one: SQL = """
      insert into finance.allocation (kind, allocated_on, debit_item_id, debit_amount, debit_base,
        entry_id, reason)
      """
    let entry: SQL = "(select max(a.entry_id) from finance.allocation as a)"
    return [
      (
        "\(one) values ('write_off', '2025-03-15', \(item), 5, 5, \(entry), 'x')",
        "allocation_within_limit"
      ),
      (
        "\(one) values ('reversal', '2025-03-15', \(item), 80, 80, \(entry), 'x')",
        "allocation_of_reversal"
      ),
      ("update finance.allocation set debit_amount = 1", "allocation_stays"),
      ("delete from finance.allocation", "allocation_stays"),
      ("truncate finance.allocation", "allocation_stays"),
      ("update finance.open_item set settled = 0 where id = \(item)", "open_item_allocated"),
      ("update finance.open_item set settled = 101 where id = \(item)", "open_item_not_exceeded"),
      ("update finance.open_item set due_on = '2026-01-01' where id = \(item)", "open_item_stays"),
      ("update finance.open_item set revalued = 5 where id = \(item)", "open_item_revalued"),
      ("delete from finance.open_item where id = \(item)", "open_item_stays"),
      ("truncate finance.open_item cascade", "open_item_stays"),
    ]
  }
}
