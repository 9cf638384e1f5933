import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `The months of the audit` {
  /// The rows of verify.sql that speak of them.
  private func faults(_ client: Client) async throws -> [String] {
    let text = try String(
      contentsOfFile: TestDatabase.files.deploy("verify.sql"), encoding: .utf8)
    return try await client.all("\(raw: text)")
      .filter { try $0.string("rule") == "partition" }
      .map { try $0.string("object") + ": " + $0.string("fault") }
  }

  private static let drop: SQL = """
    do $$
    declare month text;
    begin
      for month in select relname from pg_class where relname ~ '^change_[0-9]{4}_[0-9]{2}$' loop
        if month >= to_char(now() + interval '5 months', '"change_"YYYY_MM') then
          execute 'drop table audit.' || month;
        end if;
      end loop;
    end
    $$
    """

  /// A change of the month after the next five, which has no partition any more.
  private static let late: SQL = """
    insert into audit.change (at, table_name, record_id, action, new)
    values (now() + interval '5 months', 'clients.party', 1, 'insert', '{"id": 1}')
    """

  @Test func `are missed half a year ahead, and made by the next migration`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) { arranger in
        #expect(try await faults(arranger) == [])
        try await arranger.execute(Self.drop)
        try await arranger.execute(Self.late)
        let told = try await withClient(database.service) { try await faults($0) }
        #expect(told.count == 3, "\(told)")
        #expect(told.first?.contains("crm migrate makes them") == true, "\(told)")
        let migrated = try await Migrator(conninfo: database.migrator, files: TestDatabase.files)
          .run()
        #expect(migrated == [])
        try await arranger.execute("vacuum audit.change_default")
        #expect(try await faults(arranger) == [])
        let place = try await arranger.rows(
          "select tableoid::regclass::text as place, new::text as new from audit.change where at > now()"
        ).single
        #expect(try place.string("new") == #"{"id": 1}"#)
        #expect(try place.string("place").contains("change_default") == false)
        let secured = try await arranger.rows(
          """
          select relname, relrowsecurity as is_secured from pg_class
          where relname ~ '^change_[0-9]{4}_[0-9]{2}$'
          """)
        #expect(secured.count == 24)
        #expect(try secured.allSatisfy { try $0.bool("is_secured") })
      }
    }
  }
}
