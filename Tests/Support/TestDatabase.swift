import CRM
import Foundation
import Logging
import Postgres

/// A database of one test: a clone of the migrated template, gone after the test.
public struct TestDatabase: Sendable {
  /// Its name.
  public let name: String
  private let directory: String
  let standing = StandingClients()

  init(name: String, directory: String) {
    self.name = name
    self.directory = directory
  }

  /// The connection string of a log-in; the throwaway cluster trusts every one.
  public func conninfo(as role: String) -> String {
    "host=\(directory) port=5432 user=\(role) dbname=\(name)"
  }

  /// As the service connects: bound by grants and row policies.
  public var service: String { conninfo(as: "crm_service") }
  /// As the service of a standby connects: SELECT only.
  public var reader: String { conninfo(as: "crm_reader") }
  /// As the service in READ_ONLY mode connects.
  public var limited: String { conninfo(as: "crm_limited") }
  /// As BI connects.
  public var report: String { conninfo(as: "crm_report") }
  /// As `crm migrate` and `crm account` connect.
  public var migrator: String { conninfo(as: "crm_migrator") }
  /// As a migration works, for preparing a test; never for what is tested.
  public var migration: String { migrator + " options='-c role=crm_owner'" }
  /// As who sees every row and can change none, for effects that a test must see.
  public var observer: String { conninfo(as: "test_observer") }
  /// As superuser, for what only a DBA does.
  public var superuser: String { conninfo(as: "postgres") }

  /// As superuser of the database beside all others, for what is done to this one from outside.
  public var postgres: String { "host=\(directory) port=5432 user=postgres dbname=postgres" }

  /// Asks past every policy, and can change nothing: for effects that a test must see.
  public func observed(_ sql: SQL) async throws -> Rows {
    try await standing.client(observer).rows(sql)
  }

  /// Prepares the database past every policy, as a migration could.
  @discardableResult
  public func arrange(_ sql: SQL) async throws -> Rows {
    try await standing.client(migration).rows(sql)
  }

  /// Changes rows while their triggers rest, as only a DBA can: for what no verb brings about.
  public func force(_ sql: SQL) async throws {
    _ = try await standing.client(superuser).batch([
      "select set_config('session_replication_role', 'replica', true)", sql,
    ])
  }

  /// How many sessions wait for a lock now.
  public func blocked() async throws -> Int {
    try await standing.client(superuser).rows(
      """
      select from pg_catalog.pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'
      """
    ).count
  }

  /// The schemas of the product's areas, by their oid: whatever crm_owner has, but for extensions.
  public static let areas: SQL = """
    select oid from pg_catalog.pg_namespace
    where pg_get_userbyid(nspowner) = 'crm_owner' and nspname <> 'ext'
    """

  /// The product's SQL in this repository.
  public static let files = SQLFiles(
    directory: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("sql").path)
}

/// Gives the body a migrated database of its own.
///
/// Needs the cluster that `deploy/test` starts, named by `CRM_TEST_SOCKET_DIR`.
@discardableResult
public func withDatabase<Answer: Sendable>(
  _ body: (TestDatabase) async throws -> Answer
) async throws -> Answer {
  try await TestServer.shared.withClone(of: TestServer.shared.template(), body)
}

/// Gives the body a migrated database of its own in which a script of the owner has been at work.
///
/// - Parameter script: Statements that many tests begin with; they run once, and each test has a clone of what they left.
@discardableResult
public func withDatabase<Answer: Sendable>(
  after script: String, _ body: (TestDatabase) async throws -> Answer
) async throws -> Answer {
  try await TestServer.shared.withClone(of: TestServer.shared.template(script), body)
}

/// Gives the body a database of its own as `crm migrate` leaves it, without a licence.
@discardableResult
public func withMigratedDatabase<Answer: Sendable>(
  _ body: (TestDatabase) async throws -> Answer
) async throws -> Answer {
  try await TestServer.shared.withClone(of: TestServer.shared.migrated(), body)
}

/// Gives the body a copy of a database, as `createdb --template` makes it; nobody may be connected to it.
public func withCopy(
  of database: TestDatabase, _ body: (TestDatabase) async throws -> Void
) async throws {
  try await TestServer.shared.withCopy(of: database, body)
}

/// Gives the body an empty database of its own: roles, but no schema.
@discardableResult
public func withEmptyDatabase<Answer: Sendable>(
  _ body: (TestDatabase) async throws -> Answer
) async throws -> Answer {
  try await TestServer.shared.withClone(of: TestServer.shared.bare(), body)
}

/// Gives the body a client with connections of its own.
@discardableResult
public func withClient<Answer: Sendable>(
  _ conninfo: String, connections: Int = 1, fast: Int = 0,
  _ body: (Client) async throws -> Answer
) async throws -> Answer {
  let client = Client(.test(conninfo, connections: connections, fast: fast), logger: .quiet)
  let running = Task { await client.run() }
  do {
    let answer = try await body(client)
    running.cancel()
    await running.value
    return answer
  } catch {
    running.cancel()
    await running.value
    throw error
  }
}

extension SQL {
  /// Several statements as one, which the extended protocol takes.
  public static func script(_ text: String) -> SQL {
    "do $script$ begin execute $text$\(raw: text)$text$; end $script$"
  }
}

extension Client.Configuration {
  /// For a test, which may wait longer than a request.
  static func test(_ conninfo: String, connections: Int, fast: Int = 0) -> Self {
    var settings = Self(conninfo: conninfo)
    settings.general = connections
    settings.fast = fast
    settings.wait = .seconds(60)
    settings.deadline = .seconds(120)
    return settings
  }
}

extension Logger {
  /// Says only what is wrong.
  public static var quiet: Logger {
    var logger = Logger(label: "test")
    logger.logLevel = .error
    return logger
  }
}
