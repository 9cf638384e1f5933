import ArgumentParser
import CRM
import Foundation
import Logging
import ServiceLifecycle

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve on a PostgreSQL server of your own.",
    discussion: """
      The database needs the roles of deploy/roles.sql and the schema of this release (crm migrate). \
      Connect as crm_service: as owner or superuser the service refuses to start, since row policies \
      would not bind it. TERM and INT drain open requests, then end.
      """)

  @Option(
    help: ArgumentHelp(
      "A libpq connection string or postgres:// URI of crm_service (CRM_DATABASE).",
      valueName: "conninfo"))
  var database: String?

  @OptionGroup var service: ServiceOptions

  func run() async throws {
    try await Failure.reporting {
      var config = try await service.read(database: database)
      try ListenAddress.check(host: config.host, port: config.port)
      try await Self.judge(config)
      config.ready = { [host = config.host] port in
        Progress.say("crm is ready at http://\(host):\(port)")
      }
      try await Running(logger: .service).run(config)
    }
  }

  /// Asks the database once, so that what is wrong is said once.
  private static func judge(_ config: Config) async throws {
    let readiness = try await CommandClient.run(config.database) { client in
      try await Readiness.check(client, files: config.files)
    }
    try readiness.demand()
  }
}

/// Runs the service until a signal ends it.
struct Running {
  let logger: Logger

  /// - Parameter before: Services that outlive the web server, such as the private cluster.
  func run(_ config: Config, before: [any Service] = []) async throws {
    let crm = CRM(configuration: config, logger: logger)
    var settings = ServiceGroupConfiguration(
      services: before + [crm], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    settings.maximumGracefulShutdownDuration = config.shutdown + .seconds(40)
    try await ServiceGroup(configuration: settings).run()
  }
}

extension Logger {
  /// The service's log: one JSON line per event on standard error, level from CRM_LOG.
  static var service: Logger {
    let level = ProcessInfo.processInfo.environment["CRM_LOG"].flatMap { Level(rawValue: $0) }
    var logger = Logger(label: "crm") { JSONLog(label: $0) }
    logger.logLevel = level ?? .info
    return logger
  }
}
