import CRM
import Cluster
import Foundation
import Postgres

/// The throwaway cluster and its templates, each made once per run.
actor TestServer {
  static let shared = TestServer()

  private var making: [String: Task<String, any Error>] = [:]

  /// Why tests cannot reach a database.
  struct Missing: Error, CustomStringConvertible {
    let description =
      "CRM_TEST_SOCKET_DIR is not set. Run deploy/test, or: eval \"$(deploy/test-cluster start)\""
  }

  /// The directory of the cluster's socket.
  nonisolated func directory() throws -> String {
    guard let directory = ProcessInfo.processInfo.environment["CRM_TEST_SOCKET_DIR"] else {
      throw Missing()
    }
    return directory
  }

  /// The name of a database with roles, schema and seeds of this working copy.
  func template() async throws -> String {
    let sources = try Self.sources()
    let name = "template_crm_\(Digest.sha256(sources.utf8).prefix(12))"
    return try await once(name) { database in
      try await self.makeRoles(database)
      let migrator = Migrator(
        conninfo: database.migrator, files: TestDatabase.files, logger: .quiet)
      try await migrator.run()
    }
  }

  /// The name of a database with roles only.
  func bare() async throws -> String {
    let roles = try String(contentsOfFile: TestDatabase.files.deploy("roles.sql"), encoding: .utf8)
    return try await once("template_bare_\(Digest.sha256(roles.utf8).prefix(12))") { database in
      try await self.makeRoles(database)
    }
  }

  /// Clones the template, lends the clone, drops it.
  nonisolated func withClone<Answer: Sendable>(
    of template: String, _ body: (TestDatabase) async throws -> Answer
  ) async throws -> Answer {
    let name =
      "test_\(UUID().uuidString.prefix(13).lowercased().replacingOccurrences(of: "-", with: "_"))"
    try await administer("create database \(name) template \(template) strategy file_copy")
    let database = TestDatabase(name: name, directory: try directory())
    do {
      let answer = try await body(database)
      try await administer("drop database \(name) with (force)")
      return answer
    } catch {
      try await administer("drop database \(name) with (force)")
      throw error
    }
  }

  private func once(
    _ name: String, _ fill: @escaping @Sendable (TestDatabase) async throws -> Void
  ) async throws -> String {
    if let task = making[name] { return try await task.value }
    let task = Task { try await make(name, fill) }
    making[name] = task
    return try await task.value
  }

  /// Makes the template under a draft's name and renames it, so that what has the name is whole.
  private func make(
    _ name: String, _ fill: @Sendable (TestDatabase) async throws -> Void
  ) async throws -> String {
    let found = try await psql("select 1 from pg_database where datname = '\(name)'")
    if !found.isEmpty { return name }
    let draft = "draft_\(UUID().uuidString.prefix(8).lowercased())"
    try await administer("create database \(draft)")
    try await fill(TestDatabase(name: draft, directory: try directory()))
    try await administer("alter database \(draft) rename to \(name)")
    return name
  }

  private nonisolated func makeRoles(_ database: TestDatabase) async throws {
    try await run(
      ["-d", database.name, "-v", "database=\(database.name)", "-f"]
        + [TestDatabase.files.deploy("roles.sql")])
  }

  private nonisolated func administer(_ sql: String) async throws {
    _ = try await psql(sql)
  }

  private nonisolated func psql(_ sql: String) async throws -> String {
    try await run(["-d", "postgres", "-A", "-t", "-c", sql])
  }

  @discardableResult
  private nonisolated func run(_ arguments: [String]) async throws -> String {
    let common = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", try directory(), "-U", "postgres"]
    let environment = ["PGOPTIONS": "-c client_min_messages=warning"]
    return try await Tool(
      try Programs.find().path("psql"), common + arguments, environment: environment
    ).output()
  }

  /// All SQL that decides what the template looks like.
  private static func sources() throws -> String {
    let files = TestDatabase.files
    let roles = try String(contentsOfFile: files.deploy("roles.sql"), encoding: .utf8)
    return roles + (try files.migrations().map(\.text) + files.seeds().map(\.text)).joined()
  }
}
