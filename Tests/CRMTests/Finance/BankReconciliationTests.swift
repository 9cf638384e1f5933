import CRM
import Postgres
import Support
import Testing

@Suite struct `A money account` {
  @Test func `has an account of the ledger of its own, fit for it`() async throws {
    try await withBankDesk { desk in
      let taken = try await desk.text("select account_id::text from finance.bank_account") ?? ""
      let new = { (account: JSON) async throws -> Reply in
        try await desk.clerk.post(
          "money-accounts", ["name": "N", "currency": "EUR", "account_id": account])
      }
      #expect(try await new(.number(taken)).pointers == ["/account_id"])
      let income = try await new(.id(try await desk.ledger("90")))
      #expect(income.pointers == ["/account_id"], "\(income.text)")
      #expect(income.firstFault.contains("EUR"), "\(income.text)")
      let roubles = try await desk.crm.arrange(
        """
        insert into finance.account (code, name, type, currency) values ('52', 'R', 'asset', 'RUB')
        returning id
        """)[0].int("id")
      #expect(try await new(.id(roubles)).status == 422)
      let cash = try await desk.clerk.post(
        "money-accounts",
        [
          "name": "Cash", "kind": "cash", "number": "1", "currency": "RUB",
          "account_id": .id(roubles),
        ])
      #expect(cash.firstFault.contains("Cash has no number"), "\(cash.text)")
      let again = try await desk.clerk.post(
        "money-accounts",
        [
          "name": "Again", "number": "40702 810-0000.00000001", "currency": "RUB",
          "account_id": .id(roubles),
        ])
      #expect(again.status == 409 || again.status == 422, "\(again.text)")
      _ = try await desk.statement(closing: "1", [("1", "In")])
      let moved = try await desk.clerk.patch("money-accounts/1", ["account_id": .id(roubles)])
      #expect(moved.status == 422 && moved.pointers == ["/account_id"], "\(moved.text)")
    }
  }

  @Test func `is reconciled where ledger and bank agree, and stays so`() async throws {
    try await withBankDesk { desk in
      let fee = JSON.id(try await desk.ledger("91"))
      let party = try await desk.party("Daisy")
      let statement = try await desk.statement(closing: "93", [("100", "In"), ("-7", "Fee")])
      let path = "bank-statements/\(statement.id)/reconciliation"
      let early = try await desk.clerk.post(path)
      #expect(early.status == 422 && early.pointers == ["/lines"], "\(early.text)")
      let parts: [JSON] = [["party_id": .id(party)], ["account_id": fee]]
      for (line, part) in zip(statement.lines, parts) {
        #expect(try await desk.match(line, part).status == 200)
      }
      let done = try await desk.clerk.post(path)
      #expect(done.status == 200 && done["state"] == "reconciled", "\(done.text)")
      #expect(done["reconciled_by"]?.int == desk.clerk.account, "\(done.text)")
      let account = try await desk.clerk.get("money-accounts/1")
      #expect(account["reconciled_through"] == "2025-03-01", "\(account.text)")
      #expect(try await desk.clerk.post(path).problem == "record_state")
      let line = "bank-statement-lines/\(statement.lines[0])/matching"
      #expect(try await desk.clerk.delete(line, ifMatch: .some(nil)).problem == "record_state")
      #expect(try await desk.clerk.delete("bank-statements/\(statement.id)").status == 409)
      let days: [(String, String?)] = [
        ("2025-03-01", "entry_line_reconciled"), ("2025-03-02", nil),
      ]
      for (day, rule) in days {
        #expect(try await post(desk, day, asOwner: false) == rule)
        #expect(try await post(desk, day, asOwner: true) == rule)
      }
      let attacks: [(SQL, String)] = [
        ("update finance.bank_account set reconciled_through = null", "bank_account_reconciled"),
        (
          "update finance.bank_account set reconciled_through = '2025-06-01'", "bank_account_agrees"
        ),
        (
          "update finance.bank_statement set state = 'open', reconciled_at = null, reconciled_by = null",
          "bank_statement_final"
        ),
        ("update finance.bank_match set state = 'undone', undone_at = now()", "bank_match_open"),
        (
          "update finance.bank_statement_line set state = 'open' where id = \(statement.lines[0])",
          "bank_statement_line_open"
        ),
      ]
      for (attack, rule) in attacks {
        #expect(try await desk.refusal(asOwner: true, attack) == rule)
      }
    }
  }

  /// What refuses an entry of 1 rouble on the account.
  private func post(_ desk: BankDesk, _ day: String, asOwner: Bool) async throws -> String? {
    let journal = try await desk.text("select finance.journal_of('bank')::text") ?? ""
    let account = try await desk.text("select account_id::text from finance.bank_account") ?? ""
    let lines = JSON.array([
      ["account_id": .number(account), "debit": "1"],
      ["account_id": .id(try await desk.ledger("91")), "credit": "1"],
    ]).text
    let function = asOwner ? "finance.post_entry" : "finance.enter_by_hand"
    return try await desk.refusal(
      asOwner: asOwner,
      """
      select \(raw: function)(\(journal)::bigint, \(day)::date, 'By hand', null, \(lines)::jsonb)
      """)
  }

  @Test func `is not reconciled where they differ, nor by a statement that does not add up`()
    async throws
  {
    try await withBankDesk { desk in
      let fee = JSON.id(try await desk.ledger("91"))
      let wrong = try await desk.statement(closing: "-8", [("-7", "Fee")])
      _ = try await desk.match(wrong.lines[0], ["account_id": fee])
      let odd = try await desk.clerk.post("bank-statements/\(wrong.id)/reconciliation")
      #expect(odd.pointers == ["/difference"], "\(odd.text)")
      let next = try await desk.statement(
        "2", opening: "-7", closing: "-9", day: "250302", [("-2", "Fee")])
      _ = try await desk.match(next.lines[0], ["account_id": fee])
      let behind = try await desk.clerk.post("bank-statements/\(next.id)/reconciliation")
      #expect(behind.firstFault.contains("do not add up: 1"), "\(behind.text)")
    }
    try await withBankDesk { desk in
      let fee = JSON.id(try await desk.ledger("91"))
      #expect(try await post(desk, "2025-02-01", asOwner: true) == nil)
      let statement = try await desk.statement(closing: "-7", [("-7", "Fee")])
      _ = try await desk.match(statement.lines[0], ["account_id": fee])
      let differs = try await desk.clerk.post("bank-statements/\(statement.id)/reconciliation")
      #expect(differs.pointers == ["/closing"], "\(differs.text)")
      #expect(differs.firstFault.contains("-6 / -7 RUB"), "\(differs.text)")
      #expect(try await desk.text("select state from finance.bank_statement") == "open")
    }
  }

  @Test func `is reconciled while a hundred post to it, and agrees all the same`() async throws {
    try await withBankDesk { desk in
      let fee = JSON.id(try await desk.ledger("91"))
      let statement = try await desk.statement(closing: "-7", [("-7", "Fee")])
      _ = try await desk.match(statement.lines[0], ["account_id": fee])
      let statuses = try await atOnce(100) { number in
        number == 50
          ? try await desk.clerk.post("bank-statements/\(statement.id)/reconciliation")
          : try await byHand(desk)
      }
      let state = try await desk.text("select state from finance.bank_statement")
      let held = try await desk.text("select finance.money_on(1, '2025-03-01')::text")
      #expect(state == "open" || held == "-7.0000", "\(statuses), \(held ?? "")")
      let posted = statuses[201] ?? 0
      #expect(state == "reconciled" || posted > 0, "\(statuses)")
    }
  }

  private func byHand(_ desk: BankDesk) async throws -> Reply {
    let journal = try await desk.text("select finance.journal_of('bank')::text") ?? ""
    let account = try await desk.text("select account_id::text from finance.bank_account") ?? ""
    return try await desk.clerk.post(
      "journals/\(journal)/entries",
      [
        "posted_on": "2025-03-01", "description": "By hand",
        "lines": [
          ["account_id": .number(account), "debit": "1"],
          ["account_id": .id(try await desk.ledger("91")), "credit": "1"],
        ],
      ])
  }
}
