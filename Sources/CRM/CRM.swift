import Hummingbird
import Logging
import NIOCore
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

  /// The declarations of every area.
  private static let resources = Resource.access + Resource.system + Resource.clients

  /// Where the engine finds what it needs beside the resources.
  static let relations = Relations(
    changes: "audit.change", accounts: "access.account", idempotency: "system.idempotency",
    imports: "system.import", importRefusals: "system.import_refusal")

  /// The engine over a client, and its door.
  static func engine(_ client: Client, secret: [UInt8]) async throws -> (Engine, Entrance) {
    let catalogue = try await Catalogue.load(client, tables: resources.map(\.table))
    let model = CurrentModel(try Model(catalogue: catalogue, resources: resources))
    let door = Entrance(client)
    let engine = Engine(
      model: model, door: door, client: client, secret: secret, relations: relations)
    return (engine, door)
  }

  private func operations(_ client: Client) async throws -> [Operation] {
    let (engine, door) = try await Self.engine(client, secret: configuration.secret)
    let operations = try engine.operations() + SignIn(door: door, client: client).operations
    return operations + [OpenAPI.operation(engine.model, operations)]
  }

  private func application(_ client: Client) async throws -> some ApplicationProtocol {
    let operations = try await operations(client)
    let health = Health(checks: [
      .init(name: "database") {
        do {
          let readiness = try await Readiness.check(client, files: configuration.files)
          return readiness.faults.first
        } catch { return "away" }
      }
    ])
    let responder = Responder(
      routes: RouteTable(operations, prefix: "/api/v1").adding(health.operations),
      origins: configuration.origins, logger: logger)
    let ready = configuration.ready
    return Application(
      responder: responder,
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port), backlog: 1024),
      onServerRunning: { ready($0.localAddress?.port ?? 0) }, logger: logger)
  }
}
