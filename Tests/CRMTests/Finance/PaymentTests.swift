import CRM
import Postgres
import Support
import Testing

@Suite struct `A payment` {
  @Test func `is an advance until it is allocated`() async throws {
    try await withInvoiceDesk { desk in
      let draft = try await desk.money("100.50", ["reference": "PP-7"])
      #expect(draft.status == 201 && draft["state"] == "draft", "\(draft.text)")
      let posted = try await desk.clerk.post("payments/\(draft.id)/posting")
      #expect(posted.status == 200 && posted["state"] == "posted", "\(posted.text)")
      #expect(posted["number"]?.string?.hasPrefix("PAY-") == true, "\(posted.text)")
      #expect(try await desk.entry("payment", draft.id) == ["6202 -100.5", "51 100.5"])
      #expect(try await desk.left(payment: draft.id) == ["-100.5"])
      let out = try await desk.payment("7", ["direction": "out", "side": "supplier"])
      #expect(try await desk.entry("payment", out) == ["6002 7", "51 -7"])
      let cash = try await desk.crm.observed("select id from finance.account where code = '50'")
      let bought = try await desk.payment("3", ["account_id": .id(try cash[0].int("id"))])
      let journal = try await desk.text(
        """
        select j.kind from finance.payment as p join finance.entry as e on e.id = p.entry_id
        join finance.journal as j on j.id = e.journal_id where p.id = \(bought)
        """)
      #expect(journal == "cash")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `is of an account where money is, when it is written and when it is posted`()
    async throws
  {
    try await withInvoiceDesk { desk in
      let accounts = try await desk.crm.arrange(
        """
        insert into finance.account (code, name, type) values ('80', 'Capital', 'equity'),
          ('71', 'Persons', 'asset'), ('57', 'On its way', 'asset') returning id
        """)
      let (capital, person) = (try accounts[0].int("id"), try accounts[1].int("id"))
      let way = try accounts[2].int("id")
      for code in ["80", "71", "57", "26", "90"] {
        let account = try await desk.crm.observed(
          "select id from finance.account where code = \(code)")[0].int("id")
        let refused = try await desk.money("5", ["account_id": .id(account)])
        #expect(refused.rule == "payment_money", "\(code): \(refused.text)")
        #expect(refused.pointers == ["/account_id"], "\(refused.text)")
      }
      let invoice = try await desk.invoice("5")
      let paid = try await desk.clerk.post(
        "invoices/\(invoice)/payments", ["account_id": .id(capital)])
      #expect(paid.rule == "payment_money" && paid.pointers == ["/account_id"], "\(paid.text)")
      try await desk.crm.arrange(
        "insert into finance.account_use (use, account_id) values ('transfer', \(way))")
      _ = try await desk.payment("5", ["account_id": .id(way)])
      let purse = try await desk.clerk.create(
        "money-accounts",
        ["name": "Purse", "kind": "cash", "currency": "RUB", "account_id": .id(person)])
      _ = try await desk.payment("5", ["account_id": .id(person)])
      let draft = try await desk.money("5", ["account_id": .id(person)])
      #expect(draft.status == 201, "\(draft.text)")
      try await desk.crm.arrange("delete from finance.bank_account where id = \(purse.id)")
      let late = try await desk.clerk.post("payments/\(draft.id)/posting")
      #expect(late.rule == "payment_money" && late.pointers == ["/account_id"], "\(late.text)")
      #expect(try await desk.faults() == [])
    }
  }

  /// What is sent, where it is refused, the rule, and words of what would be right.
  static let wrong: [(sent: JSON, pointer: String, rule: String, words: String)] = [
    (["amount": "10.001"], "/amount", "payment_decimals", "10.00 RUB"),
    (["amount": "10.005"], "/amount", "payment_decimals", "10.01 RUB"),
    (["amount": "10.5", "currency": "JPY"], "/amount", "payment_decimals", "11 JPY"),
    (["amount": "10.00001"], "/amount", "", "4 decimals"),
    (["amount": "0"], "/amount", "payment_amount_range", "more than 0"),
    (["amount": "-5"], "/amount", "payment_amount_range", "more than 0"),
    (["currency": "QQQ"], "/currency", "unknown_reference", "currency"),
    (["party_id": 999_999], "/party_id", "", ""),
    (["direction": "up"], "/direction", "unknown_value", "in, out"),
    (["side": "friend"], "/side", "unknown_value", "customer, supplier"),
    (["paid_on": "2025-02-30"], "/paid_on", "", ""),
    (
      ["reference": .string(String(repeating: "x", count: 201))], "/reference",
      "payment_reference_length", "1 to 200"
    ),
  ]

  @Test(arguments: wrong)
  func `is money of its currency, of a party that there is`(
    sent: JSON, pointer: String, rule: String, words: String
  ) async throws {
    try await withInvoiceDesk { desk in
      let reply = try await desk.money("1", sent)
      #expect(reply.status == 422 && reply.pointers == [pointer], "\(reply.text)")
      #expect(rule.isEmpty || reply.rule == rule, "\(reply.text)")
      #expect(words.isEmpty || reply.firstFault.contains(words), "\(reply.text)")
      #expect(try await desk.text("select count(*)::text from finance.payment") == "0")
    }
  }

  /// A verb, its body, and the states in which it is out of place.
  static let verbs: [(noun: String, body: JSON?, out: Set<String>)] = [
    ("posting", nil, ["posted", "reversed"]),
    ("reversal", ["reason": "x"], ["draft", "reversed"]),
    ("allocations", nil, ["draft", "reversed"]),
    ("refunds", nil, ["draft", "reversed"]),
    ("write-offs", ["reason": "x"], ["draft", "reversed"]),
  ]

  @Test func `is left alone by each verb that is out of place in its state`() async throws {
    try await withInvoiceDesk { desk in
      for state in ["draft", "posted", "reversed"] {
        let payment = try await desk.money("5").id
        for step in ["posting", "reversal"].prefix(["draft": 0, "posted": 1][state] ?? 2) {
          let done = try await desk.clerk.post(
            "payments/\(payment)/\(step)", step == "posting" ? nil : ["reason": "x"])
          #expect(done.status == 200, "\(done.text)")
        }
        for verb in Self.verbs where verb.out.contains(state) {
          let reply = try await desk.clerk.post("payments/\(payment)/\(verb.noun)", verb.body)
          #expect(reply.status == 409 && reply.problem == "record_state", "\(reply.text)")
          #expect(reply["state"]?.string == state, "\(verb.noun): \(reply.text)")
          let refused = try await desk.refusal(Self.plain(verb.noun, payment))
          #expect(refused == "CJ010", "\(verb.noun) of \(state)")
        }
      }
      #expect(try await desk.balances() == ["51 5", "6202 -5"])
    }
  }

  private static func plain(_ noun: String, _ payment: Int) -> SQL {
    switch noun {
    case "posting": "select finance.post_payment(\(payment))"
    case "reversal": "select finance.reverse_payment(\(payment), null, 'x')"
    case "allocations": "select finance.allocate_payment(\(payment), null, null, null, null)"
    case "refunds": "select finance.refund_payment(\(payment), null, null, null, null)"
    default: "select finance.write_off_payment(\(payment), null, null, 'x')"
    }
  }

  @Test func `is not posted into days that are locked, and no reversal is`() async throws {
    try await withInvoiceDesk { desk in
      let before = try await desk.payment("5", ["paid_on": "2025-03-31"])
      try await desk.clerk.create("lock-dates", ["area": "all", "locked_until": "2025-03-31"])
      let draft = try await desk.money("5", ["paid_on": "2025-03-31"])
      let locked = try await desk.clerk.post("payments/\(draft.id)/posting")
      #expect(locked.status == 422 && locked.rule == "entry_unlocked", "\(locked.text)")
      #expect(locked.firstFault.contains("all, 2025-03-31"), "\(locked.text)")
      #expect(locked.pointers == ["/paid_on"], "\(locked.text)")
      let plain: SQL = "select finance.post_payment(\(draft.id))"
      #expect(try await desk.refusal(plain) == "entry_unlocked")
      let body: JSON = ["reason": "x", "reversed_on": "2025-03-31"]
      let back = try await desk.clerk.post("payments/\(before)/reversal", body)
      #expect(back.rule == "entry_unlocked" && back.pointers == ["/reversed_on"], "\(back.text)")
      let later = try await desk.clerk.post(
        "payments/\(before)/reversal", body.with(["reversed_on": "2025-04-01"]))
      #expect(later["state"] == "reversed", "\(later.text)")
      #expect(try await desk.balances() == [])
    }
  }

  @Test func `that was posted stays as it was, whoever writes`() async throws {
    try await withInvoiceDesk { desk in
      let payment = try await desk.payment("5")
      let path = "payments/\(payment)"
      for change: JSON in [
        ["amount": "6"], ["party_id": .id(desk.other)], ["paid_on": "2025-03-11"],
        ["currency": "USD"], ["direction": "out"], ["side": "supplier"],
      ] {
        let reply = try await desk.clerk.patch(path, change)
        #expect(reply.status == 409 && reply.problem == "record_state", "\(reply.text)")
        #expect(reply.text.contains("only a draft changes"), "\(reply.text)")
      }
      #expect(try await desk.clerk.patch(path, ["purpose": "For March"]).status == 200)
      #expect(try await desk.clerk.delete(path).status == 409)
      let draft = try await desk.money("1").id
      for (statement, rule) in Self.own(payment, draft) {
        #expect(try await desk.ownRefusal(statement) == rule, "\(statement)")
      }
      #expect(try await desk.clerk.delete("payments/\(draft)").status == 204)
      #expect(try await desk.faults() == [])
    }
  }

  private static func own(_ payment: Int, _ draft: Int) -> [(SQL, String)] {
    [
      ("update finance.payment set amount = 6 where id = \(payment)", "payment_frozen"),
      (
        """
        update finance.payment set state = 'draft', number = null, entry_id = null
        where id = \(payment)
        """, "payment_frozen"
      ),
      (
        """
        update finance.payment set state = 'reversed', reversed_on = paid_on, reversal_reason = 'x'
        where id = \(payment)
        """, "payment_reversed_true"
      ),
      (
        """
        update finance.payment set state = 'posted', number = 'X', entry_id = (
          select finance.post_entry(finance.journal_of('bank'), paid_on, 'x', null,
            jsonb_build_array(jsonb_build_object('account_id', a.id, 'debit', 1),
              jsonb_build_object('account_id', a.id, 'credit', 1)))
          from finance.account as a where a.code = '51')
        where id = \(draft)
        """, "payment_posted_true"
      ),
      ("delete from finance.payment where id = \(payment)", "open_item_payment_fkey"),
      ("truncate finance.payment cascade", "open_item_stays"),
    ]
  }

  @Test func `is posted by no plain SQL of the service`() async throws {
    try await withInvoiceDesk { desk in
      let draft = try await desk.money("1").id
      for statement: SQL in [
        "update finance.payment set state = 'posted' where id = \(draft)",
        "update finance.payment set number = 'X' where id = \(draft)",
        "update finance.payment set entry_id = 1 where id = \(draft)",
        "update finance.payment set refunds_invoice_id = 1 where id = \(draft)",
        """
        insert into finance.payment (direction, side, party_id, paid_on, currency, amount, state)
        values ('in', 'customer', \(desk.party), '2025-03-01', 'RUB', 1, 'posted')
        """,
        "select finance.book_payment(\(draft))",
        "select finance.pay(1, null, 1, null, null, null)",
        "insert into finance.open_item (side) values ('customer')",
      ] { #expect(try await desk.refusal(statement) == "42501", "\(statement)") }
      let money: SQL = "update finance.payment set amount = 1.001 where id = \(draft)"
      #expect(try await desk.refusal(money) == "payment_decimals")
      #expect(try await desk.ownRefusal(money) == "payment_decimals")
    }
  }

  @Test func `pays an invoice at once, wholly or in part`() async throws {
    try await withInvoiceDesk { desk in
      let invoice = try await desk.invoice("100")
      let path = "invoices/\(invoice)/payments"
      let some = try await desk.clerk.post(path, ["amount": "40", "paid_on": "2025-03-05"])
      #expect(some.status == 201 && some["state"] == "posted", "\(some.text)")
      #expect(some[header: "location"] == "/api/v1/payments/\(some.id)")
      #expect(try await desk.left(invoice: invoice) == ["60"])
      let wrong: [(JSON, String, String)] = [
        (["amount": "60.01"], "allocation_within_open", "60 RUB"),
        (["amount": "1.001"], "payment_decimals", "1.00 RUB"),
        (["amount": "1.000001"], "payment_decimals", "1.00 RUB"),
        (["amount": "0"], "payment_amount_range", "more than 0"),
        (["amount": "-1"], "payment_amount_range", "more than 0"),
      ]
      for (body, rule, words) in wrong {
        let reply = try await desk.clerk.post(path, body.with(["paid_on": "2025-03-05"]))
        #expect(reply.status == 422 && reply.rule == rule, "\(reply.text)")
        #expect(reply.pointers == ["/amount"], "\(reply.text)")
        #expect(reply.firstFault.contains(words), "\(reply.text)")
      }
      let early = try await desk.clerk.post(path, ["paid_on": "2024-12-31"])
      #expect(early.rule == "entry_year" && early.pointers == ["/paid_on"], "\(early.text)")
      let rest = try await desk.clerk.post(path, ["paid_on": "2025-03-06"])
      #expect(rest["amount"] == "60.0000", "\(rest.text)")
      let none = try await desk.clerk.post(path, ["paid_on": "2025-03-06"])
      #expect(none.status == 422 && none.rule == "allocation_something", "\(none.text)")
      #expect(try await desk.balances() == ["51 100", "90 -100"])
      #expect(
        try await desk.text(
          "select settled_on::text from finance.open_item where invoice_id = \(invoice)")
          == "2025-03-06")
      #expect(try await desk.faults() == [])
    }
  }

  @Test func `that nothing was settled with goes back`() async throws {
    try await withInvoiceDesk { desk in
      let advance = try await desk.payment("100")
      let path = "payments/\(advance)/refunds"
      let some = try await desk.clerk.post(path, ["amount": "30", "paid_on": "2025-03-12"])
      #expect(some.status == 201 && some["direction"] == "out", "\(some.text)")
      #expect(some["refunds_payment_id"]?.int == advance, "\(some.text)")
      let more = try await desk.clerk.post(path, ["amount": "70.01", "paid_on": "2025-03-12"])
      #expect(more.status == 422 && more.firstFault.contains("70 RUB"), "\(more.text)")
      let rest = try await desk.clerk.post(path, ["paid_on": "2025-03-12"])
      #expect(rest["amount"] == "70.0000", "\(rest.text)")
      let none = try await desk.clerk.post(path)
      #expect(none.rule == "allocation_something", "\(none.text)")
      let back = try await desk.clerk.post("payments/\(advance)/reversal", ["reason": "x"])
      #expect(back.status == 422 && back.rule == "payment_unsettled", "\(back.text)")
      #expect(try await desk.balances() == [])
    }
  }
}
