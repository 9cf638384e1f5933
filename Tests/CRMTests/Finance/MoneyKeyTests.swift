import CRM
import Support
import Testing

@Suite struct `An idempotency key where money moves` {
  @Test func `is demanded, and by no other operation`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let demanding = try await Description(chief).operations.filter(\.demandsKey)
      #expect(
        Set(demanding.map(\.id)) == [
          "allocations.reverse", "bank_statement_lines.match", "bank_statement_lines.unmatch",
          "entries.reverse", "invoices.allocate", "invoices.pay", "invoices.write_off",
          "journals.post", "opening_balances.bulk", "opening_balances.create", "payments.allocate",
          "payments.post", "payments.refund", "payments.reverse",
          "payments.write_off",
        ])
    }
  }

  @Test func `is asked for before anything is posted`() async throws {
    try await withBookkeeping { books in
      let body = try await entry(books)
      for path in ["journals/\(books.general)/entries", "journals/999999/entries"] {
        let reply = try await books.accountant.send("POST", path, body: body.bytes)
        #expect(reply.status == 400 && reply.problem == "idempotency_key_required", "\(reply.text)")
        #expect(reply["errors"]?.array?.first?["pointer"] == "Idempotency-Key", "\(reply.text)")
      }
      #expect(try await books.text("select count(*)::text from finance.entry") == "0")
    }
  }

  @Test func `posts an entry once, however often it is sent`() async throws {
    try await withBookkeeping { books in
      let body = try await entry(books)
      let key = [("Idempotency-Key", "capital of January")]
      let path = "journals/\(books.general)/entries"
      let first = try await books.accountant.post(path, body, headers: key)
      let second = try await books.accountant.post(path, body, headers: key)
      #expect(first.status == 201 && second.status == 201, "\(first.text) \(second.text)")
      #expect(second.body == first.body && second[header: "idempotency-replayed"] == "true")
      #expect(try await books.text("select count(*)::text from finance.entry") == "1")
      let other = try await books.accountant.post(
        path, body.with(["description": "Something else"]), headers: key)
      #expect(other.status == 422 && other.problem == "idempotency_mismatch", "\(other.text)")
      #expect(try await books.text("select count(*)::text from finance.entry") == "1")
    }
  }

  @Test func `keeps a repeated undoing from what was matched in between`() async throws {
    try await withBankDesk { desk in
      let party = try await desk.party("Daisy")
      let line = try await desk.statement(closing: "100", [("100", "Pay")]).lines[0]
      let path = "bank-statement-lines/\(line)/matching"
      #expect(try await desk.match(line, ["party_id": .id(party)]).status == 200)
      let bare = try await desk.clerk.send("DELETE", path)
      #expect(bare.status == 400 && bare.problem == "idempotency_key_required", "\(bare.text)")
      let key = [("Idempotency-Key", "not theirs")]
      let first = try await desk.clerk.delete(path, ifMatch: .some(nil), headers: key)
      #expect(first.status == 200 && first["state"] == "open", "\(first.text)")
      #expect(try await desk.match(line, ["party_id": .id(party)]).status == 200)
      let second = try await desk.clerk.delete(path, ifMatch: .some(nil), headers: key)
      #expect(second.status == 200 && second[header: "idempotency-replayed"] == "true")
      #expect(
        try await desk.text("select string_agg(state, ' ' order by id) from finance.payment")
          == "reversed posted")
    }
  }

  @Test func `enters an opening balance once, though it was reversed in between`() async throws {
    try await withReportDesk { desk in
      let balance: JSON = [
        "opened_on": "2024-01-01", "account_id": .id(try await desk.ledger("1000")),
        "currency": "RUB", "amount": "7",
      ]
      let many: JSON = ["operations": [["op": "create", "data": balance]]]
      for (path, body) in [("opening-balances", balance), ("opening-balances/bulk", many)] {
        let reply = try await desk.clerk.send("POST", path, body: body.bytes)
        #expect(reply.status == 400 && reply.problem == "idempotency_key_required", "\(reply.text)")
      }
      let key = [("Idempotency-Key", "cash of January")]
      let first = try await desk.clerk.post("opening-balances", balance, headers: key)
      #expect(first.status == 201, "\(first.text)")
      let back = try await desk.clerk.post(
        "opening-balances/\(first.id)/reversal", ["reason": "Wrong"])
      #expect(back.status == 200, "\(back.text)")
      let second = try await desk.clerk.post("opening-balances", balance, headers: key)
      #expect(second.status == 201 && second.id == first.id, "\(second.text)")
      #expect(
        try await desk.rows("opening-balances", ["amount", "state"]) == ["7 reversed"])
    }
  }

  /// Capital that is paid in.
  private func entry(_ books: Bookkeeping) async throws -> JSON {
    [
      "posted_on": "2026-01-10", "description": "Capital",
      "lines": [
        ["account_id": .id(try await books.account("51")), "debit": "5000"],
        ["account_id": .id(try await books.account("80")), "credit": "5000"],
      ],
    ]
  }
}
