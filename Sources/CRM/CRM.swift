import Logging
import Postgres
import ServiceLifecycle

/// The service: everything is put together here and nowhere else.
public struct CRM: Service {
  private let configuration: Config
  private let logger: Logger
  private let engine = CurrentEngine()
  private let delivered = Delivered()

  /// Puts the service together; nothing is opened before ``run()``.
  public init(configuration: Config, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
  }

  /// Connects, judges the role, and serves until the graceful shutdown; while the schema is older than
  /// this release needs, everything but the health of the service is answered 503.
  ///
  /// - Throws: ``Unready`` when the role is not fit for the service, `ClientError` when the database is away.
  public func run() async throws {
    let client = Client(configuration.client, logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await client.run() }
      let door = Entrance(client)
      let drain = Drain()
      let health = health(client, drain).operations
      let routes = CurrentRoutes(RouteTable(health, isComplete: false))
      let isFit = try await isFit(client)
      let isReadOnly = try await ReadOnly.check(client)
      let watch = SchemaWatch(client, logger: logger) { watch in
        routes.value = try await table(client, door, health, drain, watch)
      }
      if isFit { try await Self.begin(watch, client, isReadOnly: isReadOnly) }
      if isReadOnly {
        logger.warning("This service only reads: its log-in or its server takes no changes.")
      }
      // The jobs end behind the server and before the connections, on which they give back what is not done.
      try await withThrowingTaskGroup(of: Void.self) { inner in
        inner.addTask {
          if !isFit { try await complete(watch, client, isReadOnly: isReadOnly) }
          async let watching: Void = watch.run(listening: !isReadOnly)
          async let judging: Void = LicenseWatch(client, logger: logger).run()
          if !isReadOnly, configuration.jobs > 0 { await background(client) }
          await judging
          await watching
        }
        let requests = RequestMetrics()
        if let admin = listeners.admin(client, health, requests, delivered) {
          inner.addTask { try await admin.run() }
        }
        try await listeners.service(routes, door, drain, requests, isReadOnly: isReadOnly).run()
        inner.cancelAll()
      }
      group.cancelAll()
    }
  }

  /// Does jobs, and serves nobody, until the task is cancelled.
  ///
  /// - Throws: ``Unready`` when role or schema are not fit, `ClientError` when the database is away.
  public func work() async throws {
    let client = Client(configuration.client, logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await client.run() }
      try await Readiness.check(client, files: configuration.files).demand()
      let door = Entrance(client)
      let watch = SchemaWatch(client, logger: logger) { _ in
        engine.renew(try await newEngine(client, door))
      }
      try await Self.begin(watch, client, isReadOnly: false)
      group.addTask { await watch.run(listening: true) }
      configuration.ready(0)
      let admin = listeners.admin(
        client, health(client, Drain()).operations, RequestMetrics(), delivered)
      if let admin { group.addTask { try await admin.run() } }
      await background(client)
      group.cancelAll()
    }
  }

  private var listeners: Listeners { Listeners(configuration: configuration, logger: logger) }

  /// Does jobs and hands on events until the task is cancelled.
  private func background(_ client: Client) async {
    let runner = JobRunner(
      client, kinds: Self.kinds(client, engine), places: configuration.jobs, logger: logger)
    let delivery = EventDelivery(client, delivered: delivered, logger: logger)
    await withDiscardingTaskGroup { group in
      group.addTask { await delivery.run() }
      if let smtp = configuration.smtp {
        let letters = LetterDelivery(client: client, server: smtp, logger: logger)
        group.addTask { await letters.run() }
      }
      await runner.run()
      group.cancelAll()
    }
  }

  /// Whether the schema is the one that this release needs.
  ///
  /// - Throws: ``Unready`` for a role that no row policy binds, or an encoding that loses letters.
  private func isFit(_ client: Client) async throws -> Bool {
    let readiness = try await Readiness.check(client, files: configuration.files)
    for warning in readiness.warnings { logger.warning("\(warning)") }
    if let missing = readiness.migrationMissing {
      logger.error("\(missing)")
      return false
    }
    try readiness.demand()
    return true
  }

  /// Waits for the migration, then serves everything.
  private func complete(
    _ watch: SchemaWatch, _ client: Client, isReadOnly: Bool
  ) async throws {
    while true {
      try await Task.sleep(for: .seconds(1))
      do {
        let schema = try await SchemaVersion.check(client, files: configuration.files)
        guard schema.fault == nil else { continue }
        try await Self.begin(watch, client, isReadOnly: isReadOnly)
        return logger.notice("The database has been migrated; everything is served now.")
      } catch {
        logger.warning("The database is still not fit: \(error)")
      }
    }
  }

  /// Tells the database which tables serve which resources, and reads the tables for the first time.
  private static func begin(
    _ watch: SchemaWatch, _ client: Client, isReadOnly: Bool
  ) async throws {
    if !isReadOnly {
      try await declare(client)
      try await Maintenance.enter(client)
    }
    try await LicenseWatch.judge(client)
    try await watch.refresh()
  }

  private func table(
    _ client: Client, _ door: Entrance, _ health: [Operation], _ drain: Drain,
    _ watch: SchemaWatch
  ) async throws -> RouteTable {
    let engine = try await newEngine(client, door)
    self.engine.renew(engine)
    let catchUp: @Sendable () async -> Void = { [weak watch] in await watch?.catchUp() }
    let fields = CustomFieldOperations(refresh: catchUp)
    let common =
      try fields.over(
        MappingChecking(engine: engine)
          .over(ViewChecking(engine: engine).over(engine.operations())))
      + AccessVerbs(door: door, client: client, secret: configuration.secret).operations
      + JobOperations(engine: engine) { drain.hasBegun }.operations
      + FileOperations(engine: engine, store: FileStore(door: door), rules: fileRules).operations()
      + [DeliveryRetry(engine: engine).operation]
      + LicenseOperations(door: door).operations.map { $0.followed(by: catchUp) }
      + NotificationReading(engine: engine).operations
    let operations =
      common + MailFiling(engine: engine).operations
      + StaffVerbs(engine: engine).operations + WorkOperations(engine: engine).operations
      + DealBoard(engine: engine).operations + FinanceOperations(engine: engine).operations
      + Self.verbs(engine)
    let all = operations + [OpenAPI.operation(engine.model, operations)]
    return RouteTable(all, prefix: API.root).adding(health)
  }

  /// The engine over the tables as they are now.
  private func newEngine(_ client: Client, _ door: Entrance) async throws -> Engine {
    try await Self.engine(
      client, door, secret: configuration.secret, configuration.catalogue)
  }

  private var fileRules: FileRules {
    FileRules(
      size: configuration.fileSize, types: configuration.fileTypes,
      refused: configuration.refusedFileTypes)
  }

  private func health(_ client: Client, _ drain: Drain) -> Health {
    let files = configuration.files
    return Health(checks: [
      .init(name: "serving") { drain.hasBegun ? "draining" : nil },
      .init(name: "database") {
        do {
          _ = try await client.rows("select 1")
          return nil
        } catch { return "away" }
      },
      .init(name: "schema") {
        do {
          return try await SchemaVersion.check(client, files: files).fault
        } catch { return "unknown" }
      },
    ])
  }
}
