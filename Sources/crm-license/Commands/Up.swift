import ArgumentParser
import Cluster
import Foundation
import License
import Logging

struct Up: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make or start a ledger of your own and keep it running until you end this program.",
    discussion: """
      Everything lies under --data: the cluster in postgres, passwords in secrets, private keys in keys. \
      PostgreSQL is reached by a Unix socket only. Back the directory up: `ledger export` prints the \
      events, pg_dump the whole. Run the other commands beside it with the same --data.
      """)

  @Option(
    help: ArgumentHelp(
      "The data directory (CRM_LICENSE_DATA; else vendor).", valueName: "directory"))
  var data: String?
  @OptionGroup var sql: LedgerSQLOption

  func run() async throws {
    let files = try sql.files()
    let place = data ?? ProcessInfo.processInfo.environment["CRM_LICENSE_DATA"] ?? "vendor"
    var logger = Logger(label: "crm-license")
    logger.logLevel = .warning
    let cluster = try PrivateCluster(data: place, logger: logger)
    try await cluster.start()
    do {
      try await provision(cluster, files)
      Console.write("the ledger is ready under \(cluster.directories.data)")
      try await EndSignals.whileWaiting { try await cluster.supervise() }
    } catch {
      await cluster.stop()
      throw error
    }
    await cluster.stop()
  }

  private func provision(_ cluster: PrivateCluster, _ files: LedgerFiles) async throws {
    let database = LedgerPlace.database
    let present = try await cluster.psql(
      database: "postgres", input: "select 1 from pg_database where datname = '\(database)'")
    if present.isEmpty {
      try await cluster.psql(database: "postgres", input: "create database \(database)")
    }
    try await cluster.psql(
      database: database, file: files.roles, variables: ["database": database])
    for role in ["license_migrator", "license_operator"] {
      try await cluster.psql(
        database: database,
        input: "\\getenv password PGNEWPASSWORD\nalter role \(role) password :'password';",
        environment: ["PGNEWPASSWORD": try cluster.secrets.password(for: role)])
    }
    let migrator = try cluster.directories.conninfo(role: "license_migrator", database: database)
    let done = try await Ledger.open(migrator) {
      try await LedgerMigration(ledger: $0, files: files).run()
    }
    if let last = done.last { Console.write("the ledger's schema is at \(last)") }
  }
}

/// SIGINT and SIGTERM as the end of what is waited for.
enum EndSignals {
  /// Runs the work until it ends or a signal comes.
  static func whileWaiting(_ work: @escaping @Sendable () async throws -> Void) async throws {
    let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { continuation.yield() }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    let working = Task {
      defer { continuation.finish() }
      try await work()
    }
    for await _ in signals { return }
    try await working.value
  }
}
