import Logging
import Postgres

/// The listeners of the service, put together from its settings.
struct Listeners: Sendable {
  let configuration: Config
  let logger: Logger

  /// The listener of the API.
  func service(
    _ routes: CurrentRoutes, _ door: Entrance, _ drain: Drain, _ metrics: RequestMetrics,
    isReadOnly: Bool
  ) -> Server {
    let origins = Set(configuration.origins)
    let responder = Responder(
      routes: routes, writing: ResponseWriting(crossOrigin: CrossOrigin(origins: origins)),
      origins: origins, proxies: Set(configuration.proxies), drain: drain, log: requestLog,
      metrics: metrics, account: { door.account(behind: $0) }, admission: Admission(door: door),
      deadlines: deadlines, logger: logger, isReadOnly: isReadOnly)
    return server(
      responder, host: configuration.host, port: configuration.port, ready: configuration.ready)
  }

  /// The listener for figures and health, if there shall be one.
  func admin(
    _ client: Client, _ health: [Operation], _ requests: RequestMetrics, _ delivered: Delivered
  ) -> Server? {
    guard let port = configuration.adminPort else { return nil }
    let metrics = Metrics(sources: [
      { requests.metrics }, { client.metrics }, JobMetrics(client: client).metrics,
      EventMetrics(client: client, delivered: delivered).metrics, { ProcessMetrics.metrics },
    ])
    let responder = Responder(
      routes: CurrentRoutes(RouteTable([metrics.operation] + health)),
      writing: ResponseWriting(crossOrigin: CrossOrigin(origins: [])), origins: [], proxies: [],
      drain: Drain(), log: nil, metrics: nil, account: { _ in nil },
      admission: Admission(door: Entrance(client)), deadlines: deadlines, logger: logger,
      isReadOnly: true)
    return server(
      responder, host: configuration.adminHost, port: port, ready: configuration.adminReady)
  }

  private func server(
    _ responder: Responder, host: String, port: Int, ready: @escaping @Sendable (Int) -> Void
  ) -> Server {
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .warning)
    return Server(
      responder: responder,
      settings: .init(
        host: host, port: port, connections: configuration.clients, idle: configuration.idle,
        notice: configuration.notice, shutdown: configuration.shutdown),
      logger: quiet, ready: ready)
  }

  private var deadlines: BodyDeadlines {
    BodyDeadlines(
      body: configuration.bodyDeadline, file: configuration.fileDeadline,
      pause: configuration.filePause)
  }

  private var requestLog: RequestLog? {
    if let write = configuration.requestLog { return RequestLog(write: write) }
    return logger.logLevel <= .info ? RequestLog() : nil
  }
}
