import Cluster
import Foundation
import Postgres
import Support
import Testing

/// A server of one test with the product's database `crm`, for what a DBA's tools do to a whole cluster.
///
/// It lies in the directory of the cluster that all tests share, belongs to the same user, and is gone
/// after the test.
struct SmallCluster: Sendable {
  /// Holds the data directory, the socket and the log.
  let directory: String
  private let user: UnixUser

  /// The data directory, which is there once something has made it.
  var data: String { "\(directory)/data" }

  /// The connection string of a log-in; the cluster trusts every one.
  func conninfo(as role: String) -> String {
    "host=\(directory) port=5432 user=\(role) dbname=crm"
  }

  /// Lends the place for a cluster; what runs there afterwards is stopped, and all is removed.
  @discardableResult
  static func lend<Answer: Sendable>(
    _ body: (SmallCluster) async throws -> Answer
  ) async throws -> Answer {
    let shared = try #require(
      ProcessInfo.processInfo.environment["CRM_TEST_SOCKET_DIR"],
      "CRM_TEST_SOCKET_DIR is not set. Run deploy/test.")
    let user = try #require(UnixUser.owner(of: shared), "\(shared) is not there")
    let place = "\(shared)/\(UUID().uuidString.prefix(8).lowercased())"
    let cluster = SmallCluster(directory: place, user: user)
    _ = try await Tool("mkdir", [place], user: user).output()
    do {
      let answer = try await body(cluster)
      await cluster.remove()
      return answer
    } catch {
      await cluster.remove()
      throw error
    }
  }

  private func remove() async {
    _ = try? await tool("pg_ctl", "-D", data, "-m", "immediate", "-w", "-s", "stop")
    _ = try? await Tool("rm", ["-rf", directory], user: user).output()
  }

  /// Runs a program of PostgreSQL as the user whose files the cluster is made of.
  @discardableResult
  func tool(_ program: String, _ arguments: String...) async throws -> String {
    try await Tool(Programs.find().path(program), arguments, user: user).output()
  }

  /// Makes an empty cluster, which is not running.
  func make() async throws {
    try await tool(
      "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8",
      "--locale=C.UTF-8", "--wal-segsize=1")
    _ = try await Tool(
      "tee", ["-a", "\(data)/postgresql.conf"], user: user, input: Self.settings
    ).output()
  }

  private static let settings = """
    listen_addresses = ''
    fsync = off
    full_page_writes = off
    autovacuum = off
    shared_buffers = 32MB
    max_wal_size = 64MB
    max_connections = 20
    timezone = 'UTC'

    """

  /// Starts the server and waits until it takes connections.
  func start() async throws {
    try await tool(
      "pg_ctl", "-D", data, "-o", "-k \(directory)", "-l", "\(directory)/log", "-w", "-s", "start")
  }

  /// Stops the server cleanly.
  func stop() async throws {
    try await tool("pg_ctl", "-D", data, "-m", "fast", "-w", "-s", "stop")
  }

  /// Takes over the whole data directory of a cluster that does not run.
  func copy(_ other: SmallCluster) async throws {
    _ = try await Tool("cp", ["-a", other.data, data], user: user).output()
  }

  /// Dumps a database and restores it here as `crm`, by the commands of the runbook.
  func restore(_ database: String) async throws {
    let dump = "\(directory)/crm.dump"
    let here = ["-h", directory, "-U", "postgres"]
    let roles = ["-v", "database=crm", "-f", TestDatabase.files.deploy("roles.sql")]
    try await client("pg_dump", ["-Fc", "-Z", "1", "-f", dump, "-d", database])
    try await client("createdb", here + ["-T", "template0", "crm"])
    try await client("psql", here + ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "crm"] + roles)
    try await client(
      "pg_restore", here + ["--exit-on-error", "--clean", "--if-exists", "-d", "crm", dump])
  }

  /// Runs a client program of PostgreSQL, which may read this repository.
  private func client(_ program: String, _ arguments: [String]) async throws {
    _ = try await Tool(
      Programs.find().path(program), arguments,
      environment: ["PGOPTIONS": "-c client_min_messages=warning"]
    ).output()
  }

  /// Moves a whole cluster that does not run into a new one that does not run either.
  func upgrade(from old: SmallCluster) async throws {
    let programs = try Programs.find().directory
    let command = """
      cd '\(directory)' && exec '\(programs)/pg_upgrade' -b '\(programs)' -B '\(programs)' \
      -d '\(old.data)' -D '\(data)' -s '\(directory)' -U postgres --no-sync
      """
    _ = try await Tool("sh", ["-c", command], user: user).output()
  }
}
