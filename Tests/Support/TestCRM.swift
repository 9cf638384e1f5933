import CRM
import Logging
import Postgres
import ServiceLifecycle

/// The whole service on a database of its own, reached over HTTP.
public struct TestCRM: Sendable {
  /// The database beneath it.
  public let database: TestDatabase
  /// Where it listens on 127.0.0.1.
  public let port: Int
  /// The service's own view of its life.
  public let lifecycle: ServiceGroup
  private let people: People

  /// What everybody signs in with.
  public static let password = People.password

  /// The hash of that, at the lowest cost.
  public static let passwordHash = People.hash

  /// A role of the product's own.
  public enum Role: String, Sendable, CaseIterable {
    case administrator
    case headOfDepartment = "head_of_department"
    case sales
    case purchasing
    case accountant
    case hr
    case readOnly = "read_only"
    case auditor
  }

  /// A department of the test's enterprise; `sales` and `purchasing` stand below `office`.
  public enum Department: String, Sendable, CaseIterable {
    case office = "Head office"
    case sales = "Sales"
    case purchasing = "Purchasing"
  }

  init(database: TestDatabase, port: Int, lifecycle: ServiceGroup) {
    self.database = database
    self.port = port
    self.lifecycle = lifecycle
    people = People(
      database: database,
      nobody: .init(
        account: 0, token: nil, client: HTTPClient(port: port)))
  }

  /// Nobody who has signed in.
  public var anyone: TestSession { people.nobody }

  /// Nobody, at another port of the service.
  public func anyone(at port: Int) -> TestSession {
    TestSession(account: 0, token: nil, client: HTTPClient(port: port))
  }

  /// Somebody with the role, signed in; the same person whenever the arguments are the same.
  ///
  /// - Parameter department: Where he works; by his role unless said otherwise.
  public func `as`(
    _ role: Role, in department: Department? = nil, number: Int = 1
  ) async throws -> TestSession {
    try await people.find(role, department ?? Self.home(role), number)
  }

  private static func home(_ role: Role) -> Department {
    switch role {
    case .sales, .headOfDepartment: .sales
    case .purchasing: .purchasing
    default: .office
    }
  }

  /// The id of a department.
  public func id(of department: Department) async throws -> Int {
    try await people.department(department)
  }

  /// Asks the database past every policy, and can change nothing: for effects that a test must see.
  public func observed(_ sql: SQL) async throws -> Rows {
    try await database.observed(sql)
  }

  /// Prepares the database past every policy, as a migration could.
  @discardableResult
  public func arrange(_ sql: SQL) async throws -> Rows {
    try await database.arrange(sql)
  }

  /// The constraint or SQLSTATE that refuses a statement even of the owner of the tables; nil where nothing does.
  public func ownerRefusal(_ statement: SQL) async throws -> String? {
    do {
      try await arrange(statement)
      return nil
    } catch let error as DatabaseError {
      return error.constraint ?? error.sqlState
    }
  }

  /// Runs statements as a role of the database with the context of somebody's session: what
  /// an attacker could do who has the service's own log-in.
  ///
  /// - Returns: the results of the statements before the first error, and that error.
  public func sql(
    as role: String = "crm_service", _ session: TestSession? = nil, _ statements: SQL...
  ) async throws -> Attempt {
    let entry = session?.token.map(Self.entry) ?? []
    let attempt = try await withClient(database.conninfo(as: role)) { client in
      try await client.attempt(entry + statements)
    }
    return Attempt(
      results: Array(attempt.results.dropFirst(entry.count)), error: attempt.error)
  }

  /// The statements that give a connection the context behind a token.
  public static func entry(_ token: String) -> [SQL] {
    let hash = Digest.sha256(token.utf8)
    return [
      "select set_config('crm.token', \(hash), true)",
      """
      select set_config('crm.account', account_id::text, true),
        set_config('crm.department', department, true), set_config('crm.team', team, true),
        set_config('crm.below', below, true), set_config('crm.read', may_read, true),
        set_config('crm.create', may_create, true), set_config('crm.update', may_update, true),
        set_config('crm.delete', may_delete, true), set_config('crm.act', may_act, true)
      from access.session where token_hash = decode(\(hash), 'hex') and expires_at > now()
      """,
    ]
  }
}
