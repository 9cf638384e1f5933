import CRM
import Postgres
import Support
import Testing

@Suite struct `What was posted` {
  /// What would change, remove or renumber it, and the rule that refuses it to the owner.
  static let attacks: [(statement: SQL, rule: String)] = [
    ("update finance.entry set description = 'x'", "entry_stays"),
    ("update finance.entry set number = 'x', serial = 7", "entry_stays"),
    ("update finance.entry set posted_on = posted_on + 1", "entry_stays"),
    ("delete from finance.entry", "entry_stays"),
    // Whichever of the tables that it reaches speaks first.
    ("truncate finance.entry cascade", ""),
    ("update finance.entry_line set debit = debit + 1", "entry_line_stays"),
    ("update finance.entry_line set party_id = null", "entry_line_stays"),
    ("delete from finance.entry_line", "entry_line_stays"),
    ("truncate finance.entry_line cascade", ""),
    ("truncate finance.account cascade", ""),
    ("delete from finance.account where code = '80'", "entry_line_account_fkey"),
    ("delete from finance.journal where code = 'GEN'", "entry_journal_fkey"),
    ("update finance.balance set debit = 0", "42501"),
    ("delete from finance.balance", "42501"), ("truncate finance.balance", "42501"),
    ("update finance.party_balance set debit = 0", "42501"),
    ("update finance.account_balance set debit = 0", "42501"),
    ("delete from finance.account_balance", "42501"),
    ("truncate finance.account_balance", "42501"),
    ("update finance.entry_counter set last = last + 1", "42501"),
    ("delete from finance.entry_counter", "42501"),
    ("delete from finance.fiscal_year", "fiscal_year_kept"),
    ("update finance.fiscal_year set starts_on = '2026-06-01'", "fiscal_year_kept"),
    (
      """
      insert into finance.account (code, name, parent_id)
      select 'x', 'x', id from finance.account where code = '51'
      """, "account_parent_free"
    ),
    ("update finance.account set type = 'expense' where code = '51'", "account_posted"),
    (
      """
      insert into finance.ledger_setting (base_currency) values ('USD')
      """, "ledger_setting_stays"
    ),
    (
      """
      insert into finance.entry_line
        (entry_id, position, posted_on, account_id, currency, debit, credit, amount)
      select entry_id, 3, posted_on, account_id, 'RUB', 1, 0, 1 from finance.entry_line where position = 1
      """, "entry_line_stays"
    ),
    (
      """
      insert into finance.entry_line
        (entry_id, position, posted_on, account_id, currency, debit, credit, amount)
      select entry_id, 1, posted_on, account_id, 'RUB', 1, 0, 1 from finance.entry_line where position = 1
      """, "entry_line_2026_01_entry_id_position_posted_on_key"
    ),
  ]

  @Test func `stays, whoever asks, the owner included`() async throws {
    try await withBookkeeping { books in
      let entry = try await books.post("51", "80", "100")
      #expect(entry.status == 201, "\(entry.text)")
      let before = try await books.text(
        "select md5(string_agg(l::text, '')) from finance.entry_line as l")
      for (statement, rule) in Self.attacks {
        let refused = try await books.ownRefusal(statement)
        #expect(rule.isEmpty ? refused != nil : refused == rule, "\(statement)")
        let service = try await books.crm.sql(books.accountant, statement).error
        #expect(service != nil, "\(statement)")
      }
      #expect(
        try await books.text("select md5(string_agg(l::text, '')) from finance.entry_line as l")
          == before)
      #expect(try await books.faults() == [])
    }
  }

  /// Numbers are given by a trigger, which the owner may have too.
  @Test(arguments: ["last + 5", "last - 1"])
  func `keeps its numbers from any other trigger`(last: String) async throws {
    try await withBookkeeping { books in
      #expect(try await books.post("51", "80", "100").status == 201)
      let refused = try await books.ownRefusal(
        "create temporary table lever (pulled boolean)",
        """
        create function pg_temp.pull() returns trigger language plpgsql as
          'begin update finance.entry_counter set last = \(raw: last); return new; end'
        """,
        """
        create trigger pull before insert on lever for each row execute function pg_temp.pull()
        """,
        "insert into lever values (true)")
      #expect(refused == "42501")
      #expect(try await books.post("51", "80", "1")["number"]?.string?.hasSuffix("-00002") == true)
      #expect(try await books.faults() == [])
    }
  }

  @Test func `balances, or is not committed by the owner either`() async throws {
    try await withBookkeeping { books in
      let head: SQL = """
        insert into finance.entry (journal_id, posted_on, line_count, total)
        values (\(books.general), date '2026-05-01', 2, 5)
        """
      let bank = try await books.account("51")
      let capital = try await books.account("80")
      #expect(try await books.ownRefusal(head) == "entry_balanced")
      #expect(try await books.ownRefusal(head, Self.line(1, bank, "5", "0")) == "entry_balanced")
      #expect(
        try await books.ownRefusal(
          head, Self.line(1, bank, "5", "0"), Self.line(2, capital, "0", "4"))
          == "entry_balanced")
      // Once judged, no line comes after it in the same transaction.
      #expect(
        try await books.ownRefusal(
          head, Self.line(1, bank, "5", "0"), Self.line(2, capital, "0", "5"),
          "set constraints all immediate", Self.line(3, capital, "0", "1"))
          == "entry_line_stays")
      #expect(
        try await books.ownRefusal(
          head, "set constraints all immediate", Self.line(1, bank, "5", "0"),
          Self.line(2, capital, "0", "5")) == "entry_balanced")
      #expect(try await books.text("select count(*) from finance.entry") == "0")
    }
  }

  private static func line(_ place: Int, _ account: Int, _ debit: String, _ credit: String) -> SQL {
    """
    insert into finance.entry_line
      (entry_id, position, posted_on, account_id, currency, debit, credit, amount)
    select max(id), \(place), date '2026-05-01', \(account), 'RUB', \(debit)::numeric, \(credit)::numeric,
      \(debit)::numeric - \(credit)::numeric from finance.entry
    """
  }

  @Test func `is written by no plain SQL of the service`() async throws {
    try await withBookkeeping { books in
      for statement: SQL in [
        """
        insert into finance.entry (journal_id, posted_on, line_count, total)
        values (\(books.general), date '2026-05-01', 2, 5)
        """,
        """
        select finance.post_entry(\(books.general), date '2026-05-01', 'x', null, '[]')
        """,
        """
        select finance.write_entry(\(books.general), date '2026-05-01', 'x', null, '[]', 'document', null, null)
        """,
        "select finance.reverse_entry(1, null, 'x')",
      ] {
        let error = try await books.crm.sql(books.accountant, statement).error
        #expect(error?.sqlState == "42501", "\(statement)")
      }
    }
  }

  /// Triggers that a DBA could take away, and how.
  static let weakened = [
    "alter table finance.entry disable trigger entry_kept",
    "alter table finance.entry_line enable trigger entry_line_kept",
    "alter table finance.entry_line enable replica trigger entry_line_kept_whole",
    "alter table finance.entry disable trigger user",
    "drop trigger keep_balances on finance.entry_line",
    "drop trigger entry_balanced on finance.entry",
    "alter table finance.entry_counter disable trigger all",
  ]

  @Test(arguments: weakened)
  func `is known to be at risk by verify sql`(statement: String) async throws {
    try await withCRM { crm in
      let rules = try Script(TestDatabase.files.deployText("verify.sql")).statements
      func faults() async throws -> Int {
        try await withClient(crm.database.superuser) { client in
          var count = 0
          for rule in rules {
            for row in try await client.rows("\(raw: rule.text)")
            where try row.string("rule") == "ledger" { count += 1 }
          }
          return count
        }
      }
      #expect(try await faults() == 0)
      try await withClient(crm.database.superuser) { client in
        _ = try await client.execute("\(raw: statement)")
      }
      #expect(try await faults() > 0)
    }
  }
}
