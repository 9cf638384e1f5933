import CRM
import Postgres
import Support
import Testing

@Suite struct `What was archived` {
  /// What would change it, and the rule that refuses it to the owner; to the superuser with none of the triggers of the
  /// service, some of them by another rule.
  static let attacks: [(statement: String, rule: String)] = [
    (insert("finance.entry_line", day: "2024-05-01"), "entry_line_stays"),
    (insert("finance.entry_line_2024_01", day: "2024-05-01"), "entry_line_stays"),
    ("update finance.entry_line set debit = debit + 1", "entry_line_stays"),
    ("update finance.entry_line_2024_01 set description = 'x'", "entry_line_stays"),
    ("delete from finance.entry_line where posted_on < '2025-01-01'", "entry_line_stays"),
    ("delete from finance.entry_line_2024_01", "entry_line_stays"),
    ("truncate finance.entry_line_2024_01 cascade", ""),
    ("truncate finance.entry_line cascade", ""),
    ("update finance.fiscal_year set state = 'open' where name = '2024'", "fiscal_year_shut"),
    ("update finance.fiscal_year set state = 'closed' where name = '2024'", "fiscal_year_shut"),
    (
      "update finance.fiscal_year set ends_on = '2024-11-30' where name = '2024'",
      "fiscal_year_shut"
    ),
    ("delete from finance.fiscal_year where name = '2024'", ""),
    (
      "update finance.fiscal_year set state = 'archived' where name = '2025'",
      "fiscal_year_closed_first"
    ),
    ("update finance.year_close set shut_at = null", "year_close_shut"),
  ]

  private static func insert(_ table: String, day: String) -> String {
    """
    insert into \(table) (id, entry_id, position, posted_on, account_id, currency, debit, credit, amount)
    overriding system value
    select 1000000, entry_id, 1000, '\(day)', account_id, currency, debit, credit, amount
    from finance.entry_line where posted_on < '2025-01-01' limit 1
    """
  }

  @Test func `changes by no statement of anybody, the superuser included`() async throws {
    try await withReportDesk { desk in
      _ = try await ArchivedYear.archived(desk)
      let digest: SQL =
        "select md5(string_agg(l::text, '' order by l.id)) from finance.entry_line as l"
      let before = try await desk.text(digest)
      for (statement, rule) in Self.attacks {
        let attack = SQL(raw: statement)
        #expect(try await desk.refusalOfService(attack) != nil, "\(statement)")
        let owner = try await desk.refusal(attack)
        #expect(rule.isEmpty ? owner != nil : owner == rule, "\(statement)")
        // As a subscriber that replicates would: only what fires always is left.
        let superuser = try await withClient(desk.crm.database.superuser) {
          try await $0.attempt(["set session_replication_role = replica", attack])
        }
        #expect(superuser.error != nil, "\(statement)")
      }
      #expect(try await desk.post("1000", "4000", "1", on: "2024-06-01") == "entry_year")
      #expect(try await desk.text(digest) == before)
    }
  }

  @Test func `takes no line even where its triggers were taken away`() async throws {
    try await withReportDesk { desk in
      _ = try await ArchivedYear.archived(desk)
      try await withClient(desk.crm.database.superuser) { client in
        _ = try await client.execute("alter table finance.entry_line disable trigger all")
        _ = try await client.execute("alter table finance.entry_line_2024_01 disable trigger all")
        for attack in [
          Self.insert("finance.entry_line", day: "2024-05-01"),
          Self.insert("finance.entry_line_2024_01", day: "2024-05-01"),
          "update finance.entry_line set debit = debit + 1 where posted_on < '2025-01-01'",
          "update finance.entry_line_2024_01 set position = 7",
        ] {
          let attempt = try await client.attempt([SQL(raw: attack)])
          #expect(attempt.error?.constraint == "entry_line_archived", "\(attack)")
        }
      }
    }
  }

  @Test func `is seen through the ledger and its policies alone`() async throws {
    try await withReportDesk { desk in
      _ = try await ArchivedYear.archived(desk)
      for role in [TestCRM.Role.accountant, .administrator, .headOfDepartment, .auditor] {
        let session = try await desk.crm.as(role)
        for part in ["2024_01", "2025_01"] {
          let attempt = try await desk.crm.sql(
            session, "select from finance.entry_line_\(raw: part) limit 1")
          #expect(attempt.error?.sqlState == "42501")
        }
      }
      let head = try await desk.crm.as(.headOfDepartment)
      let seen = try await desk.crm.sql(
        head, "select count(*) from finance.entry_line where department_id is null")
      #expect(seen.results.last?.string(0, 0) == "0")
    }
  }

  /// What a DBA could take away of it.
  static let weakened = [
    "alter table finance.entry_line_2024_01 drop constraint entry_line_archived",
    "alter table finance.entry_line_2024_01 disable trigger entry_line_part_kept",
    "alter table finance.entry_line_2024_01 enable trigger entry_line_kept",
    "drop trigger entry_line_part_kept on finance.entry_line_2024_01",
    "grant select on finance.entry_line_2024_01 to crm_service",
  ]

  @Test(arguments: weakened)
  func `is known to be at risk by verify sql and the check of the books`(statement: String)
    async throws
  {
    try await withReportDesk { desk in
      _ = try await ArchivedYear.archived(desk)
      let rules = try Script(TestDatabase.files.deployText("verify.sql")).statements
      func faults() async throws -> [String] {
        try await withClient(desk.crm.database.superuser) { client in
          var faults: [String] = []
          for rule in rules {
            for row in try await client.rows("\(raw: rule.text)") {
              faults.append(try row.string("rule"))
            }
          }
          return faults
        }
      }
      #expect(try await faults() == [])
      #expect(try await desk.rows("tie-out?ok=false&check_name=years", ["subject"]) == [])
      try await withClient(desk.crm.database.superuser) { client in
        _ = try await client.execute("\(raw: statement)")
      }
      #expect(try await faults().contains("ledger"))
      #expect(try await desk.rows("tie-out?ok=false", ["check_name"]).contains("years"))
    }
  }

  @Test func `that is not what it was is named`() async throws {
    try await withReportDesk { desk in
      _ = try await ArchivedYear.archived(desk)
      try await withClient(desk.crm.database.superuser) { client in
        for statement: SQL in [
          "alter table finance.entry_line_2024_01 disable trigger all",
          """
          delete from finance.entry_line_2024_01 where id = (
            select max(l.id) from finance.entry_line_2024_01 as l
            where not exists (select from finance.open_item as i where i.entry_line_id = l.id))
          """,
          "alter table finance.entry_line_2024_01 enable trigger all",
        ] { _ = try await client.execute(statement) }
      }
      let faults = try await desk.rows("tie-out?ok=false", ["check_name", "subject"])
      #expect(
        faults.contains("years 2024: its lines are not those that were archived"), "\(faults)")
    }
  }
}
