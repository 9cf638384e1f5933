import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `The log of exports` {
  private static let csv = [("Accept", "text/csv")]
  private static let xlsx = [("Accept", Acceptance.workbook)]

  private func lines(_ crm: TestCRM) async throws -> [String] {
    try await crm.observed(
      """
      select concat_ws(' ', account_id, resource, kind, format, query::text, outcome, rows, bytes > 0,
        ended_at >= created_at, request_id <> 'none') as line from system.export order by id
      """
    ).map { try $0.string("line") }
  }

  /// Whether the only export comes to have the outcome.
  private func outcome(_ crm: TestCRM, becomes outcome: String) async throws -> Bool {
    try await eventually {
      try await crm.observed("select outcome from system.export").map {
        try $0.string("outcome")
      } == [outcome]
    }
  }

  @Test func `says who took what by which question, and how much of it`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      for name in ["A", "B", "C"] {
        _ = try await chief.create("parties", ["kind": "company", "name": .string(name)])
      }
      #expect(try await chief.get("parties").data.count == 3)
      #expect(try await lines(crm) == [])
      _ = try await chief.get("parties?fields=name&name[ne]=B&sort=-name", headers: Self.csv)
      _ = try await chief.get("parties?fields=name&limit=1", headers: Self.xlsx)
      _ = try await chief.get("parties/summary?group=kind", headers: Self.csv)
      _ = try await chief.get("parties?kind=person", headers: Self.csv)
      let who = chief.account
      #expect(
        try await lines(crm) == [
          #"\#(who) parties list csv {"sort": "-name", "fields": "name", "name[ne]": "B"} done 2 t t t"#,
          #"\#(who) parties list xlsx {"limit": "1", "fields": "name"} done 1 t t t"#,
          #"\#(who) parties summary csv {"group": "kind"} done 1 t t t"#,
          #"\#(who) parties list csv {"kind": "person"} done 0 t t t"#,
        ])
    }
  }

  @Test func `is seen by who exported, and by those alone who may read all of it`() async throws {
    try await withCRM { crm in
      let (seller, chief) = (try await crm.as(.headOfDepartment), try await crm.as(.administrator))
      _ = try await seller.get("parties?fields=id", headers: Self.csv)
      _ = try await chief.get("parties?fields=name", headers: Self.csv)
      let own = try await seller.get("exports")
      #expect(own.data.map { $0["query"] } == [["fields": "id"]], "\(own.text)")
      #expect(own.data.first?["outcome"] == "done" && own.data.first?["rows"] == 0)
      #expect(try await chief.get("exports").data.count == 2)
      #expect(try await crm.as(.auditor).get("exports").data.count == 2)
      #expect(try await crm.as(.sales).get("exports").data.count == 0)
    }
  }

  @Test func `has no line of what was refused before it began`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let hr = try await crm.as(.hr)
      #expect(try await hr.get("parties", headers: Self.csv).status == 403)
      #expect(try await chief.get("parties?fields=nothing", headers: Self.csv).status == 400)
      #expect(try await lines(crm) == [])
    }
  }

  @Test(arguments: ["text/csv", Acceptance.workbook])
  func `knows when the client went away`(accept: String) async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      // More than the system holds on the way, and digits that come again too late to be packed as one.
      for first in stride(from: 1, to: 1500, by: 300) {
        try await crm.arrange(
          """
          insert into clients.party (kind, name, notes)
          select 'company', 'n' || n, substr(t.digits, (n % 7 * 9600 + 1)::integer, 9600)
          from (select string_agg(md5(m::text), '') from generate_series(1, 2100) as m) as t (digits)
          cross join generate_series(\(first), \(first + 299)) as n
          """)
      }
      let token = try #require(chief.token)
      try await crm.raw.breakOff(
        "GET /api/v1/parties HTTP/1.1\r\nHost: a\r\nAccept: \(accept)\r\nAuthorization: Bearer \(token)\r\n\r\n"
      ) { _ = try await outcome(crm, becomes: "running") }
      #expect(try await outcome(crm, becomes: "aborted"))
    }
  }

  @Test func `cannot be bent by who has the log-in of the service`() async throws {
    try await withCRM { crm in
      let (chief, other) = (try await crm.as(.administrator), try await crm.as(.sales))
      _ = try await chief.get("parties?fields=id", headers: Self.csv)
      let before = try await lines(crm)
      for attack: SQL in [
        "delete from system.export", "truncate system.export",
        "update system.export set account_id = \(other.account)",
        "update system.export set query = '{}'", "update system.export set ended_at = now()",
        "update system.export set rows = 0", "update system.export set outcome = 'running'",
        "insert into system.export (resource, kind, format, query, account_id) values ('a', 'list', 'csv', '{}', \(other.account))",
        "insert into system.export (resource, kind, format, query, outcome) values ('a', 'list', 'csv', '{}', 'done')",
        "insert into system.export (resource, kind, format, query) values ('a', 'list', 'pdf', '{}')",
      ] {
        #expect(try await crm.sql(chief, attack).error != nil, "\(attack.text)")
      }
      let made: SQL = """
        insert into system.export (resource, kind, format, query) values ('a', 'list', 'csv', '{}')
        """
      #expect(try await crm.sql(nil, made).error != nil)
      #expect(try await lines(crm) == before)
      // A line of one's own can be ended once, and not without counts; nobody else can end it.
      #expect(try await crm.sql(chief, made).error == nil)
      let end: SQL =
        "update system.export set outcome = 'done', rows = 1, bytes = 1 where resource = 'a' returning id"
      #expect(try await crm.sql(other, end).results.first?.count == 0)
      #expect(
        try await crm.sql(chief, "update system.export set outcome = 'done' where resource = 'a'")
          .error?.constraint == "export_counted")
      #expect(try await crm.sql(chief, end).results.first?.count == 1)
      #expect(try await crm.sql(chief, end).error?.constraint == "export_ends_once")
    }
  }

  @Test func `has an end even when the service has died`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await crm.arrange(
        """
        insert into system.export (account_id, resource, kind, format, query, created_at)
        select \(chief.account), 'a', 'list', 'csv', '{}', now() - make_interval(hours => n)
        from unnest(array[1, 25]) as n
        """)
      let ended = try await crm.sql(nil, "select system.abort_exports() as count")
      #expect(try ended.complete()[0].single.int("count") == 1)
      #expect(
        try await crm.observed("select outcome from system.export order by id").map {
          try $0.string("outcome")
        } == ["running", "aborted"])
    }
  }
}
