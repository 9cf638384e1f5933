import ArgumentParser
import CRM
import Cluster
import Foundation
import Logging
import ServiceLifecycle

struct Up: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make or start a private PostgreSQL cluster and serve on it.",
    discussion: """
      Everything lies under --data: the cluster in postgres, one password file per role in secrets, \
      the server's log in log. PostgreSQL is reached by a Unix socket only, runs as an unprivileged \
      user and ends with this program. A second start uses what is there.

      The account `admin` gets its password from CRM_ADMIN_PASSWORD, else a random one, which is \
      printed once and kept in secrets/admin.
      """)

  @Option(help: ArgumentHelp("The data directory.", valueName: "directory"))
  var data = "var"

  @Flag(
    exclusivity: .exclusive,
    help: ArgumentHelp(
      "Fill a new database with demonstration data (the default), or leave it empty."))
  var content = Content.demo

  @OptionGroup var service: ServiceOptions

  enum Content: String, EnumerableFlag {
    case demo, empty
  }

  func run() async throws {
    try await Failure.reporting {
      try judgePasswords()
      let logger = Logger.service
      let files = try service.sql.files()
      let draft = try await service.read(database: "")
      let cluster = try PrivateCluster(data: data, logger: logger)
      try ListenAddress.check(host: draft.host, port: draft.port)
      _ = try await Progress.step("starting PostgreSQL") { try await cluster.start() }
      do {
        let provision = Provision(cluster: cluster, files: files, logger: logger)
        try await provision.run(demo: content == .demo)
        try await serve(draft, on: cluster, logger)
      } catch {
        await cluster.stop()
        throw error
      }
    }
  }

  /// Before anything is made: a cluster with accounts that nobody can be given.
  private func judgePasswords() throws {
    for name in ["CRM_ADMIN_PASSWORD", "CRM_DEMO_PASSWORD"] {
      guard let given = ProcessInfo.processInfo.environment[name] else { continue }
      try PasswordOption.judge(given, from: name)
    }
  }

  private func serve(_ draft: Config, on cluster: PrivateCluster, _ logger: Logger) async throws {
    var config = draft
    config.database = try cluster.directories.conninfo(
      role: "crm_service", database: Provision.database)
    config.ready = { [host = config.host] port in
      Progress.say("crm is ready at http://\(host):\(port)")
    }
    let migrator = Migrator(
      conninfo: try cluster.directories.conninfo(
        role: "crm_migrator", database: Provision.database), files: config.files)
    try await Running(logger: logger).run(
      config,
      before: [
        ClusterService(cluster: cluster), IndexService(migrator: migrator, logger: logger),
      ])
  }
}

/// Builds the indexes that custom fields of large tables wait for, while the service serves.
struct IndexService: Service {
  let migrator: Migrator
  let logger: Logger

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while true {
        try await Task.sleep(for: .seconds(3))
        do {
          try await migrator.buildIndexes()
        } catch  where !(error is CancellationError) {
          logger.warning("Indexes of custom fields could not be built: \(error)")
        }
      }
    }
  }
}

/// Keeps the cluster running beneath the service, and stops it after the last request.
struct ClusterService: Service {
  let cluster: PrivateCluster

  func run() async throws {
    let watching = Task { try await cluster.supervise() }
    try await withTaskCancellationOrGracefulShutdownHandler {
      try await watching.value
    } onCancelOrGracefulShutdown: {
      Task { await cluster.stop() }
    }
    await cluster.stop()
  }
}
