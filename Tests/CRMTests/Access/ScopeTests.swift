import CRM
import Postgres
import Support
import Testing

/// A row is put, by inserting or updating, only where the right to insert or update reaches it: by its
/// owner or by its department, as rows are seen. Attacked in every table that has owners. Anna of Sales, in
/// a team with Vera of Purchasing, reads everything, so that nothing but that right stands in her way.
@Suite struct `A row lies within its writer's scope` {
  private static let scopes = ["none", "own", "team", "department", "below", "all"]

  /// Where a row can lie, and the least scope of Anna's that reaches it there.
  private struct Place {
    let owner: Int?
    let department: Int?
    let scope: String

    func lies(within held: String) -> Bool {
      guard let least = scopes.firstIndex(of: scope), let level = scopes.firstIndex(of: held) else {
        return false
      }
      return level >= least
    }

    var owned: String { owner.map(String.init) ?? "null" }
    var placed: String { department.map(String.init) ?? "null" }
  }

  private static let places = [
    Place(owner: 3, department: 2, scope: "own"),
    Place(owner: 6, department: 4, scope: "team"),
    Place(owner: 4, department: 2, scope: "department"),
    Place(owner: nil, department: 2, scope: "department"),
    Place(owner: 5, department: 3, scope: "below"),
    Place(owner: nil, department: 3, scope: "below"),
    Place(owner: 1, department: 1, scope: "all"),
    Place(owner: 1, department: 4, scope: "all"),
    Place(owner: nil, department: 4, scope: "all"),
    Place(owner: 1, department: nil, scope: "all"),
    Place(owner: nil, department: nil, scope: "all"),
  ]

  @Test func `where it is inserted`() async throws {
    try await Self.withAnna { staff, tables in
      await each(Self.scopes) { scope in
        try await Self.permit(staff, scope)
        for table in tables {
          // A new row without a department gets its author's.
          for place in Self.places where place.department != nil && table.takes(place) {
            let values = table.columns.map {
              switch $0 {
              case "owner_id": place.owned
              case "department_id": place.placed
              case "digest": "encode(sha256('another'), 'hex')"
              case "number": "null"
              // Each account of money has one of the ledger of its own.
              case "account_id" where table.name == "finance.bank_account":
                "(select k.id from finance.account as k where k.code = 'S7')"
              default: $0
              }
            }
            let got = try await staff.refusal(
              "anna",
              """
              insert into \(raw: table.name) (\(raw: table.columns.joined(separator: ", ")))
              select \(raw: values.joined(separator: ", ")) from \(raw: table.name)
              where id = \(table.own)
              """, "select 1 / 0")
            #expect(
              got == (place.lies(within: scope) ? "22012" : "42501"), "\(scope): \(table), \(place)"
            )
          }
        }
      }
    }
  }

  @Test func `where it is moved to`() async throws {
    try await Self.withAnna { staff, tables in
      await each(Self.scopes) { scope in
        try await Self.permit(staff, scope)
        for table in tables {
          for place in Self.places where table.takes(place) {
            let got = try await staff.refusal(
              "anna", Self.move(table, table.own, to: place), "select 1 / 0")
            // With no right at all she has no row to move.
            let done = scope == "none" || place.lies(within: scope)
            #expect(got == (done ? "22012" : "42501"), "\(scope): \(table), \(place)")
          }
        }
      }
    }
  }

  @Test func `where it is fetched from`() async throws {
    try await Self.withAnna { staff, tables in
      await each(Self.scopes) { scope in
        try await Self.permit(staff, scope)
        for table in tables {
          for place in Self.places where table.takes(place) {
            try await staff.arrange(Self.move(table, table.prey, to: place))
            let fetched = try await staff.work(
              "anna", Self.move(table, table.prey, to: Self.places[0]))
            #expect(
              fetched.affected == (place.lies(within: scope) ? 1 : 0),
              "\(scope): \(table), \(place)")
          }
        }
      }
    }
  }

  /// A table with owners, the columns that the service inserts, a row of Anna's and one of Nora's.
  private struct Table {
    let name: String
    let columns: [String]
    let own: Int
    let prey: Int
    let isAlwaysOwned: Bool
    /// Whether it is never without owner and department.
    let isKept: Bool

    func takes(_ place: Place) -> Bool {
      place.owner != nil || !isAlwaysOwned && !(isKept && place.department == nil)
    }
  }

  private static func move(_ table: Table, _ id: Int, to place: Place) -> SQL {
    """
    update \(raw: table.name) set owner_id = \(raw: place.owned), department_id = \(raw: place.placed)
    where id = \(id)
    """
  }

  private static func tables(_ staff: Staff) async throws -> [Table] {
    let rows = try await staff.observed(
      """
      select c.oid::regclass::text as name, string_agg(quote_ident(a.attname), ',') filter (
          where has_column_privilege('crm_service', c.oid, a.attnum, 'INSERT')) as columns,
        -- A target says whose it is; one of a person has an owner.
        bool_or(a.attname = 'owner_id' and a.attnotnull) or c.oid = 'sales.sales_target'::regclass as owned, exists (
          select from pg_trigger as g
          where g.tgrelid = c.oid and g.tgfoid = 'access.keep_owned()'::regprocedure) as kept
      from pg_class as c join pg_attribute as a on a.attrelid = c.oid
      where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and exists (
        select from pg_attribute as o where o.attrelid = c.oid and o.attname = 'owner_id'
          and has_column_privilege('crm_service', o.attrelid, o.attnum, 'INSERT'))
      group by c.oid
      """)
    var tables: [Table] = []
    for row in rows {
      let name = try row.string("name")
      let ids = try await staff.observed(
        "select min(id) as id from \(raw: name) where owner_id in (3, 5) group by owner_id order by owner_id"
      )
      try #require(ids.count == 2, "\(name) has a row of each for this test")
      tables.append(
        Table(
          name: name, columns: try row.string("columns").split(separator: ",").map(String.init),
          own: try ids[0].int("id"), prey: try ids[1].int("id"),
          isAlwaysOwned: try row.bool("owned"), isKept: try row.bool("kept")))
    }
    return tables
  }

  /// A row of Anna's and one of Nora's in each table that has none yet.
  private static let rows: [ScopeRow] = [
    (
      "clients.mail_message", "digest, thread_id, direction, at",
      "encode(sha256(login::bytea), 'hex'), id, 'in', now()"
    ),
    ("work.project", "name", "'Plan'"), ("work.task", "title", "'Call'"),
    ("work.task_rule", "title, rule", "'Call', 'FREQ=DAILY'"),
    (
      "work.meeting", "title, starts_at, ends_at",
      "'Talk', '2030-01-01 10:00Z', '2030-01-01 11:00Z'"
    ),
    ("work.time_entry", "worked_on, minutes", "'2030-01-01', 60"),
    ("work.document", "title", "'Deed'"), ("work.document_folder", "name", "'Deeds'"),
  ].map { ScopeRow($0.0, $0.1, $0.2) }

  private static func insertion(_ row: ScopeRow) -> SQL {
    """
    insert into \(raw: row.table) (owner_id, department_id, \(raw: row.columns))
    select id, department_id, \(raw: row.values) from access.account where id in (3, 5)
    """
  }

  /// Lets Anna read everything, and insert and update as far as the scope.
  private static func permit(_ staff: Staff, _ scope: String) async throws {
    try await staff.arrange(
      """
      update access.permission set scope = case action when 'read' then 'all' else \(scope) end
      where role_id = (select id from access.role where code = 'sales')
        and action in ('read', 'create', 'update')
      """)
  }

  private static func withAnna(_ body: (Staff, [Table]) async throws -> Void) async throws {
    try await withStaff { staff in
      for preparation: SQL in [
        // She has some right to everything that anybody has.
        """
        insert into access.permission (role_id, resource, action, scope)
        select distinct r.id, p.resource, p.action, 'all'
        from access.permission as p cross join access.role as r
        where r.code = 'sales' and p.action in ('read', 'create', 'update') and p.effect = 'allow'
        on conflict on constraint permission_once do nothing
        """,
        "insert into access.team (name) values ('Both')",
        "insert into access.team_member (team_id, account_id) values (1, 3), (1, 6)",
        """
        insert into clients.interaction (party_id, kind, subject, owner_id, department_id)
        select id, 'note', 'Talk', owner_id, department_id from clients.party
        """,
      ] + (rows + ScopeRow.trade).flatMap({ [$0.before, Self.insertion($0)] }) {
        try await staff.arrange(preparation)
      }
      let tables = try await tables(staff)
      #expect(tables.count >= 10)
      try await body(staff, tables)
    }
  }
}
