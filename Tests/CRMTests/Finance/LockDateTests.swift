import CRM
import Postgres
import Support
import Testing

@Suite struct `A lock date` {
  /// Somebody else who keeps the books.
  private func colleague(_ books: Bookkeeping) async throws -> TestSession {
    try await books.crm.as(.accountant, number: 2)
  }

  @Test func `is raised by who enters, and opens days again for nobody but the administrator`()
    async throws
  {
    try await withBookkeeping { books in
      let lock = try await books.accountant.create(
        "lock-dates", ["area": "all", "locked_until": "2026-03-05"]
      ).id
      let path = "lock-dates/\(lock)"
      let raised = try await books.accountant.patch(path, ["locked_until": "2026-03-06"])
      #expect(raised.status == 200, "\(raised.text)")
      let lowered = try await books.accountant.patch(path, ["locked_until": "2026-03-04"])
      #expect(lowered.status == 422 && lowered.rule == "lock_date_rises", "\(lowered.text)")
      #expect(lowered.firstFault.contains("2026-03-06"), "\(lowered.text)")
      #expect(try await books.accountant.delete(path).status == 403)
      let attack: SQL = "update finance.lock_date set locked_until = '2020-01-01'"
      let attempt = try await books.crm.sql(books.accountant, attack)
      #expect(attempt.error?.constraint == "lock_date_rises")
      #expect(
        try await books.text("select locked_until::text from finance.lock_date") == "2026-03-06")
      let chief = try await books.crm.as(.administrator)
      #expect(try await chief.patch(path, ["locked_until": "2026-03-04"]).status == 200)
      #expect(try await chief.delete(path).status == 204)
    }
  }

  @Test func `keeps entries out of the days behind it`() async throws {
    try await withBookkeeping { books in
      try await books.accountant.create(
        "lock-dates", ["area": "all", "locked_until": "2026-03-05"])
      let locked = try await books.post("51", "80", "1")
      #expect(locked.status == 422 && locked.pointers == ["/posted_on"], "\(locked.text)")
      #expect(locked.text.contains("all, 2026-03-05"), "\(locked.text)")
      #expect(try await books.post("51", "80", "1", on: "2026-03-06").status == 201)
      let bank = try await books.account("51")
      let capital = try await books.account("80")
      #expect(
        try await books.ownRefusal(
          """
          select finance.post_entry(\(books.general), date '2026-03-05', 'x', null,
            jsonb_build_array(
              jsonb_build_object('account_id', \(bank)::bigint, 'debit', 1),
              jsonb_build_object('account_id', \(capital)::bigint, 'credit', 1)))
          """) == "entry_unlocked")
    }
  }

  @Test func `of an area is one of its journals`() async throws {
    try await withBookkeeping { books in
      try await books.accountant.create(
        "lock-dates", ["area": "sales", "locked_until": "2026-03-31"])
      #expect(try await books.post("51", "80", "1").status == 201)
      let journal = try await books.crm.observed(
        "select id from finance.journal where code = 'SAL'")[0].int("id")
      let lines: JSON = [
        ["account_id": .id(try await books.account("51")), "debit": "1"],
        ["account_id": .id(try await books.account("80")), "credit": "1"],
      ]
      let reply = try await books.accountant.post(
        "journals/\(journal)/entries",
        ["posted_on": "2026-03-05", "description": "x", "lines": lines])
      #expect(reply.status == 422 && reply.text.contains("entry_unlocked"), "\(reply.text)")
    }
  }

  @Test func `has exceptions for one person until an instant, which are revoked at once`()
    async throws
  {
    try await withBookkeeping { books in
      try await books.accountant.create(
        "lock-dates", ["area": "all", "locked_until": "2026-03-31"])
      let until = try await books.text(
        """
        select to_char(now() + interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        """)
      let other = try await colleague(books)
      let exception = try await books.accountant.create(
        "lock-exceptions",
        [
          "area": "all", "account_id": .id(other.account), "days_from": "2026-03-01",
          "valid_until": .string(until ?? ""), "reason": "A late invoice",
        ])
      #expect(try await books.post("51", "80", "1", as: other).status == 201)
      #expect(try await books.post("51", "80", "1", on: "2026-02-28", as: other).status == 422)
      #expect(try await books.post("51", "80", "1").status == 422)
      #expect(try await books.accountant.get("lock-exceptions").data.count == 1)
      let revoked = try await books.accountant.post(
        "lock-exceptions/\(exception.id)/revocation")
      #expect(revoked.status == 200 && revoked["revoked_by"]?.int == books.accountant.account)
      #expect(try await books.post("51", "80", "1", as: other).status == 422)
      let again = try await books.accountant.post("lock-exceptions/\(exception.id)/revocation")
      #expect(again.status == 409, "\(again.text)")
    }
  }

  @Test func `opens until the instant that was said, and not after it`() async throws {
    try await withBookkeeping { books in
      try await books.accountant.create(
        "lock-dates", ["area": "all", "locked_until": "2026-03-31"])
      let until = try await books.text(
        """
        select to_char(clock_timestamp() + interval '3 seconds', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        """)
      let other = try await colleague(books)
      try await books.accountant.create(
        "lock-exceptions",
        [
          "area": "all", "account_id": .id(other.account), "days_from": "2026-03-01",
          "valid_until": .string(until ?? ""), "reason": "A late invoice",
        ])
      #expect(try await books.post("51", "80", "1", as: other).status == 201)
      _ = try await books.text("select pg_sleep(3)::text")
      let late = try await books.post("51", "80", "1", as: other)
      #expect(late.status == 422 && late.rule == "entry_unlocked", "\(late.text)")
    }
  }

  @Test func `opens for nobody by himself, and for nobody for good`() async throws {
    try await withBookkeeping { books in
      let own = try await books.accountant.post(
        "lock-exceptions",
        [
          "area": "all", "account_id": .id(books.accountant.account),
          "valid_until": "2035-01-01T00:00:00Z", "reason": "Why not",
        ])
      #expect(own.status == 422, "\(own.text)")
      let other = try await colleague(books)
      let past = try await books.accountant.post(
        "lock-exceptions",
        [
          "area": "all", "account_id": .id(other.account), "valid_until": "2020-01-01T00:00:00Z",
          "reason": "Too late",
        ])
      #expect(past.rule == "lock_exception_future" && past.pointers == ["/valid_until"])
      try await books.crm.arrange(
        """
        insert into finance.lock_exception (area, account_id, valid_until, reason)
        values ('all', \(other.account), now() + interval '1 hour', 'x')
        """)
      for statement: SQL in [
        "update finance.lock_exception set valid_until = now() + interval '9 days'",
        "update finance.lock_exception set account_id = \(books.accountant.account)",
      ] {
        #expect(try await books.ownRefusal(statement) == "lock_exception_stays", "\(statement)")
        #expect(try await books.crm.sql(other, statement).error?.sqlState == "42501")
      }
      #expect(
        try await books.crm.sql(other, "delete from finance.lock_exception").error?.sqlState
          == "42501")
    }
  }
}
