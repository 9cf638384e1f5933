import ArgumentParser
import CRM
import Foundation
import Logging
import ServiceLifecycle

struct Work: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Do jobs on a PostgreSQL server of your own, and serve nobody.",
    discussion: """
      Any number may run beside `crm serve`, on any machine. Each does as many jobs at once as the \
      setting jobs says (CRM_JOBS). TERM and INT give back what is not done; another goes on with it \
      from its last checkpoint.
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
      config.ready = { _ in Progress.say("crm is at work") }
      guard config.jobs > 0 else {
        throw Failure("With jobs at 0 there is nothing to do.", code: Failure.misconfigured)
      }
      let crm = CRM(configuration: config, logger: .service)
      var settings = ServiceGroupConfiguration(
        services: [Workshop(crm: crm)], gracefulShutdownSignals: [.sigterm, .sigint],
        logger: .service)
      settings.maximumGracefulShutdownDuration = config.shutdown + .seconds(40)
      try await ServiceGroup(configuration: settings).run()
    }
  }
}

/// The service without its server.
private struct Workshop: Service {
  let crm: CRM

  func run() async throws {
    try await cancelWhenGracefulShutdown { try await crm.work() }
  }
}
