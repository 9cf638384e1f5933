import CRM
import Postgres
import Support
import Testing

@Suite struct `Behind the service's back, an import's mapping` {
  private static func kept(_ name: String, _ mapping: SQL, _ roles: SQL = "'{}'") -> SQL {
    """
    insert into system.import_mapping (name, mapping, role_ids)
    values (\(name), \(sql: mapping), \(sql: roles)) returning id
    """
  }

  private static let whole: SQL = #"'{"resource": "parties"}'"#

  /// The role's id, which most may not look up.
  private static func role(_ code: String, _ crm: TestCRM) async throws -> SQL {
    let rows = try await crm.observed("select id from access.role where code = \(code)")
    return "array[\(raw: String(try rows.single.int("id")))]::bigint[]"
  }

  @Test func `is shared with roles that one has, and changed by no one else`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let buyer = try await crm.as(.purchasing)
      for code in ["purchasing", "administrator"] {
        let tried = try await crm.sql(
          seller, Self.kept("x", Self.whole, try await Self.role(code, crm)))
        #expect(tried.error?.constraint == "import_mapping_roles_own", "\(tried)")
      }
      let chief = try await crm.as(.administrator)
      let wide = try await crm.sql(
        chief, Self.kept("wide", Self.whole, try await Self.role("purchasing", crm)))
      #expect(wide.error == nil, "\(wide)")
      let own = try await crm.sql(
        seller, Self.kept("own", Self.whole, try await Self.role("sales", crm)))
      let id = try own.complete()[0].single.int("id")
      let more = try await Self.role("purchasing", crm)
      let widened = try await crm.sql(
        seller,
        "update system.import_mapping set role_ids = role_ids || \(sql: more) where id = \(id)"
      )
      #expect(widened.error?.constraint == "import_mapping_roles_own", "\(widened)")
      let list: SQL = "select name from system.import_mapping"
      #expect(try await crm.sql(other, list).complete()[0].map { try $0.string("name") } == ["own"])
      #expect(
        try await crm.sql(buyer, list).complete()[0].map { try $0.string("name") } == ["wide"])
      for session in [other, buyer] {
        let changed = try await crm.sql(
          session, "update system.import_mapping set name = 'taken'",
          "delete from system.import_mapping"
        ).complete()
        #expect(changed.map(\.affected) == [0, 0])
      }
    }
  }

  @Test func `is its maker's, has a name of its own, and says of what it is`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let (seller, reader) = (try await crm.as(.sales), try await crm.as(.readOnly))
      let tries: [(SQL, String)] = [
        (Self.kept("", Self.whole), "import_mapping_name_length"),
        (Self.kept("x", "'[]'"), "import_mapping_form"),
        (Self.kept("x", #"'{"resource": 5}'"#), "import_mapping_form"),
        (
          Self.kept("x", "jsonb_build_object('resource', 'parties', 'x', repeat('x', 65536))"),
          "import_mapping_form"
        ),
        (
          Self.kept("x", Self.whole, "array(select generate_series(1, 51))::bigint[]"),
          "import_mapping_roles_few"
        ),
      ]
      for (sql, constraint) in tries {
        let tried = try await crm.sql(seller, sql)
        #expect(tried.error?.constraint == constraint, "\(sql.text): \(tried)")
      }
      #expect(try await crm.sql(seller, Self.kept("Банк", Self.whole)).error == nil)
      let twice = try await crm.sql(seller, Self.kept("БАНК", Self.whole))
      #expect(twice.error?.constraint == "import_mapping_name_key", "\(twice)")
      let refused: [(TestSession, SQL)] = [
        (reader, Self.kept("x", Self.whole)),
        (
          seller,
          "insert into system.import_mapping (name, mapping, account_id) values ('x', '{}', \(reader.account))"
        ),
        (seller, "update system.import_mapping set account_id = \(reader.account)"),
      ]
      for (session, sql) in refused {
        #expect(try await crm.sql(session, sql).error?.sqlState == "42501", "\(sql.text)")
      }
    }
  }
}
