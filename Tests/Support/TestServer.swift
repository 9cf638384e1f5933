import CRM
import Cluster
import Foundation
import Postgres

/// The throwaway cluster and its templates, each made once per run.
actor TestServer {
  static let shared = TestServer()

  private let place: String?
  private var making: [String: Task<String, any Error>] = [:]
  private var keeper: (client: Client, running: Task<Void, Never>)?

  /// - Parameter directory: Of the socket of another cluster than the throwaway one.
  init(directory: String? = nil) { place = directory }

  /// Why tests cannot reach a database.
  struct Missing: Error, CustomStringConvertible {
    let description =
      "CRM_TEST_SOCKET_DIR is not set. Run deploy/test, or: eval \"$(deploy/test-cluster start)\""
  }

  /// The directory of the cluster's socket.
  nonisolated func directory() throws -> String {
    if let place { return place }
    guard let directory = ProcessInfo.processInfo.environment["CRM_TEST_SOCKET_DIR"] else {
      throw Missing()
    }
    return directory
  }

  /// The name of a database with roles, schema and seeds of this working copy, as `crm migrate` leaves it.
  func migrated() async throws -> String {
    let sources = try Self.roles() + Self.schema()
    return try await once("template_schema_\(Self.mark(sources))", from: bare()) { database in
      try await Migrator(conninfo: database.migrator, files: TestDatabase.files).run()
    }
  }

  /// The name of a database like that, with a licence, in which nothing falls due by itself.
  func template() async throws -> String {
    let sources = try Self.roles() + Self.schema()
    let name = "template_crm_\(Self.mark(sources))"
    return try await once(name, from: migrated()) { database in
      try await withClient(database.migrator) {
        try await TrialLicense($0).install(try TestLicence.file(seats: 100_000))
      }
      try await withClient(database.migration) { owner in
        // Trying out ends some day, which is a reason of the mode; tests tell their own.
        try await owner.execute("update licensing.instance set test_until = null")
        try await owner.execute(TestTemplate.stopsClock)
        // Seeds are events too, which the first service of every clone would hand on again.
        let handOn: SQL = "select system.deliver_events(2000) as taken"
        while try await owner.rows(handOn).single.int("taken") > 0 {}
      }
      try await TestTemplate.tidy(database)
    }
  }

  /// The name of a database like that, in which more has been arranged, once for all tests that begin with it.
  ///
  /// - Parameter script: What is arranged, as text; another text makes another database.
  func template(_ script: String) async throws -> String {
    let sources = try Self.roles() + Self.schema() + script
    return try await once("template_more_\(Self.mark(sources))", from: template()) { database in
      try await withClient(database.migration) { owner in
        try await owner.execute(.script(script))
      }
      try await TestTemplate.tidy(database)
    }
  }

  /// The name of a database with roles only.
  func bare() async throws -> String {
    let roles = TestDatabase.files.deploy("roles.sql")
    let name = "template_bare_\(Self.mark(try Self.roles()))"
    return try await once(name, from: "template0") { database in
      try await self.run(
        ["-d", database.name, "-v", "database=\(database.name)", "-f", roles])
      try await self.administer(
        "alter role crm_migrator connection limit -1", TestTemplate.observer,
        "grant connect on database \(identifier: database.name) to test_observer")
    }
  }

  /// Clones the template, lends the clone, drops it; only a few at a time.
  nonisolated func withClone<Answer: Sendable>(
    of template: String, _ body: (TestDatabase) async throws -> Answer
  ) async throws -> Answer {
    await Turnstile.shared.enter()
    do {
      let answer = try await lend(template, body)
      await Turnstile.shared.leave()
      return answer
    } catch {
      await Turnstile.shared.leave()
      throw error
    }
  }

  private nonisolated func lend<Answer: Sendable>(
    _ template: String, _ body: (TestDatabase) async throws -> Answer
  ) async throws -> Answer {
    let name =
      "test_\(UUID().uuidString.prefix(13).lowercased().replacingOccurrences(of: "-", with: "_"))"
    try await clone(template, as: name)
    let database = TestDatabase(name: name, directory: try directory())
    do {
      let answer = try await body(database)
      await database.standing.close()
      try await administer("drop database \(identifier: name) with (force)")
      return answer
    } catch {
      await database.standing.close()
      try await administer("drop database \(identifier: name) with (force)")
      throw error
    }
  }

  /// Lends a copy of a database that nobody is connected to, as `createdb --template` makes it.
  nonisolated func withCopy(
    of database: TestDatabase, _ body: (TestDatabase) async throws -> Void
  ) async throws {
    await database.standing.close()
    try await administer(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = \(database.name)")
    try await lend(database.name, body)
  }

  private func once(
    _ name: String, from template: String,
    _ fill: @escaping @Sendable (TestDatabase) async throws -> Void
  ) async throws -> String {
    if let task = making[name] { return try await task.value }
    let task = Task { try await make(name, template, fill) }
    making[name] = task
    return try await task.value
  }

  /// Makes the template under a draft's name and renames it, so that what has the name is whole.
  private func make(
    _ name: String, _ template: String, _ fill: @Sendable (TestDatabase) async throws -> Void
  ) async throws -> String {
    let found = try await administration().rows(
      "select from pg_database where datname = \(name)")
    if found.count > 0 { return name }
    let draft = "draft_\(UUID().uuidString.prefix(8).lowercased())"
    try await clone(template, as: draft)
    let database = TestDatabase(name: draft, directory: try directory())
    try await fill(database)
    await database.standing.close()
    // Leaves the file from which each backend of a clone learns the catalogues, as any first connection does.
    try await withClient(database.superuser) { _ = try await $0.rows("select 1") }
    try await administer("alter database \(identifier: draft) rename to \(identifier: name)")
    return name
  }

  /// Clones a database with what `create database` leaves out: owner, grants and settings.
  private nonisolated func clone(_ template: String, as name: String) async throws {
    try await administer(
      """
      create database \(identifier: name) template \(identifier: template) strategy file_copy
      """)
    guard template != "template0" else { return }
    try await administer(
      """
      update pg_database d set datdba = t.datdba, datacl = t.datacl
      from pg_database t where d.datname = \(name) and t.datname = \(template)
      """,
      """
      insert into pg_db_role_setting
      select d.oid, s.setrole, s.setconfig
      from pg_db_role_setting s
      join pg_database t on t.oid = s.setdatabase and t.datname = \(template)
      join pg_database d on d.datname = \(name)
      """)
  }

  private nonisolated func administer(_ statements: SQL...) async throws {
    let client = try await administration()
    for statement in statements { try await client.execute(statement) }
  }

  /// The connections by which databases are made and dropped, kept for the whole run: a program and a connection for
  /// each statement would cost as much as the statements.
  private func administration() throws -> Client {
    if let keeper { return keeper.client }
    let settings = Client.Configuration(
      conninfo: "host=\(try directory()) port=5432 user=postgres dbname=postgres", general: 4,
      fast: 0, wait: .seconds(120), deadline: .seconds(120), preparedStatements: false,
      applicationName: "tests")
    let client = Client(settings, logger: .quiet)
    keeper = (client, Task.detached { await client.run() })
    return client
  }

  /// Ends the connections of a cluster that goes.
  func close() async {
    keeper?.running.cancel()
    await keeper?.running.value
    keeper = nil
  }

  @discardableResult
  private nonisolated func run(_ arguments: [String]) async throws -> String {
    let common = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", try directory(), "-U", "postgres"]
    let environment = ["PGOPTIONS": "-c client_min_messages=warning"]
    return try await Tool(
      try Programs.find().path("psql"), common + arguments, environment: environment
    ).output()
  }

  /// Every test asks what its template is made of, which does not change while tests run.
  private static let rolesRead = Result {
    try String(contentsOfFile: TestDatabase.files.deploy("roles.sql"), encoding: .utf8)
  }

  private static let schemaRead = Result {
    let files = TestDatabase.files
    return try (files.migrations().map(\.text) + files.seeds().map(\.text)).joined()
  }

  private static func roles() throws -> String { try rolesRead.get() }

  private static func schema() throws -> String { try schemaRead.get() }

  private static func mark(_ text: String) -> Substring { Digest.sha256(text.utf8).prefix(12) }
}
