import Postgres
import Support

@testable import CRM

/// People of every template role in a small enterprise, each with a session whose token is the login.
struct Staff {
  let database: TestDatabase
  let client: Client

  static let hash = "scrypt$ln=15,r=8,p=3$a$a"

  /// Enters departments, people and sessions as the owner, which only a test may.
  static func make(_ database: TestDatabase) async throws {
    try await withClient(database.migration) { arranger in
      _ = try await arranger.batch([
        """
        insert into access.department (name, parent_id)
        values ('Office', null), ('Sales', 1), ('North', 2), ('Purchasing', 1)
        """,
        """
        insert into access.account (login, name, department_id)
        values ('admin', 'Admin', 1), ('head', 'Head', 2), ('anna', 'Anna', 2),
          ('boris', 'Boris', 2), ('nora', 'Nora', 3), ('vera', 'Vera', 4), ('helper', 'Helper', 1)
        """,
        "insert into access.password (account_id, hash) select id, \(hash) from access.account",
        """
        insert into access.role (code, name_en, name_ru) values ('helper', 'Helper', 'Помощник')
        """,
        """
        insert into access.permission (role_id, resource, action, scope)
        select r.id, resource, action, 'all' from access.role as r
        cross join unnest('{accounts,account_roles,permissions,roles}'::text[]) as resource
        cross join unnest('{read,create,delete,reset_password}'::text[]) as action
        where r.code = 'helper'
        """,
        """
        insert into access.account_role (account_id, role_id)
        select a.id, r.id from access.account as a join access.role as r on r.code = case a.login
          when 'admin' then 'administrator' when 'head' then 'head_of_department'
          when 'vera' then 'purchasing' when 'helper' then 'helper' else 'sales' end
        """,
        """
        select access.open(id, sha256(login::bytea), 'session', null, null,
          now() + interval '1 hour', null, null) from access.account
        """,
        """
        insert into clients.party (name, owner_id, department_id)
        select a.name, a.id, a.department_id from access.account as a
        """,
        "insert into clients.channel (party_id, kind, value) select id, 'email', 'a@b.example' from clients.party",
      ])
    }
  }

  /// What the service knows of a session; nil when it has ended.
  func version(_ login: String) async throws -> Int? {
    let token = Digest.sha256(login.utf8)
    return try await client.rows("select version from access.open_session(\(token))").first?
      .int("version")
  }

  /// Runs statements behind the service's own enter; a stale version can be forced.
  @discardableResult
  func work(_ login: String, version: Int? = nil, _ statements: SQL...) async throws -> Rows {
    let known = if let version { version } else { try await self.version(login) ?? 0 }
    let enter = Enter.statements(
      tokenHash: Digest.sha256(login.utf8), version: known, requestID: "test")
    return try await client.batch(enter + statements)[enter.count + statements.count - 1]
  }

  /// The constraint or SQLSTATE that refuses the statements, or nil when none does.
  func refusal(_ login: String, _ statements: SQL...) async throws -> String? {
    do {
      let enter = Enter.statements(
        tokenHash: Digest.sha256(login.utf8), version: try await version(login) ?? 0,
        requestID: "test")
      _ = try await client.batch(enter + statements)
      return nil
    } catch let error as DatabaseError {
      return error.constraint ?? error.sqlState
    }
  }

  /// What refuses the statements, by their end at the latest, or nil when nothing does; nothing of them stays.
  func rehearsal(_ login: String, _ statement: SQL) async throws -> String? {
    let refusal = try await refusal(
      login, statement, "set constraints all immediate", "select 1 / 0")
    return refusal == "22012" ? nil : refusal
  }

  /// Asks the database past every policy, and can change nothing.
  func observed(_ sql: SQL) async throws -> Rows {
    try await database.observed(sql)
  }

  /// Prepares the database past every policy, as a migration could.
  @discardableResult
  func arrange(_ sql: SQL) async throws -> Rows {
    try await database.arrange(sql)
  }

  /// The number in the first cell.
  func count(_ login: String, _ sql: SQL) async throws -> String? {
    try await work(login, sql).string(0, 0)
  }
}

/// Gives the body the staff in a database of its own.
func withStaff(_ body: (Staff) async throws -> Void) async throws {
  try await withDatabase { database in
    try await Staff.make(database)
    try await withClient(database.service, connections: 2) { client in
      try await body(Staff(database: database, client: client))
    }
  }
}
