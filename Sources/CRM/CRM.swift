import Hummingbird
import Logging
import Postgres
import ServiceLifecycle

/// The service: everything is put together here and nowhere else.
public struct CRM: Service {
  private let configuration: Config
  private let logger: Logger

  /// Puts the service together; nothing is opened before ``run()``.
  public init(configuration: Config, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
  }

  /// Connects, judges role and schema, and serves until the graceful shutdown.
  ///
  /// - Throws: ``Unready`` when the database is not fit for the service, `ClientError` when it is away.
  public func run() async throws {
    let client = Client(settings, logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await client.run() }
      try await judge(client)
      try await application(client).run()
      group.cancelAll()
    }
  }

  private var settings: Client.Configuration {
    var settings = Client.Configuration(conninfo: configuration.database)
    settings.general = configuration.connections
    settings.fast = configuration.fastConnections
    settings.waiting = configuration.waiting
    settings.deadline = configuration.deadline
    settings.transactionPooling = !configuration.preparedStatements
    return settings
  }

  private func judge(_ client: Client) async throws {
    let readiness = try await Readiness.check(client, files: configuration.files)
    for warning in readiness.warnings { logger.warning("\(warning)") }
    guard readiness.faults.isEmpty else { throw Unready(faults: readiness.faults) }
  }

  private func application(_ client: Client) -> some ApplicationProtocol {
    let router = Router()
    router.get("livez") { _, _ in "ok\n" }
    router.get("readyz") { _, _ in
      _ = try await client.rows("select 1 as one")
      return "ok\n"
    }
    let ready = configuration.ready
    return Application(
      router: router,
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port)),
      onServerRunning: { _ in ready() },
      logger: logger)
  }
}
