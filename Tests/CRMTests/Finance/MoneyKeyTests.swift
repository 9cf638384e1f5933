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
          "allocations.reverse", "bank_statement_lines.match", "entries.reverse",
          "invoices.allocate", "invoices.pay", "invoices.write_off", "journals.post",
          "payments.allocate", "payments.post", "payments.refund", "payments.reverse",
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
