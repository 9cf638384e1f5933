import ArgumentParser
import CRM
import Foundation
import Logging
import Postgres

/// As whom and on which database files come in and go out.
struct TransferOptions: ParsableArguments {
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("The account whose rights and name it is done with.", valueName: "login"))
  var login: String

  @OptionGroup var database: DatabaseOptions

  @Option(
    help: ArgumentHelp(
      "The service's own log-in, where --database names crm_migrator (CRM_SERVICE_DATABASE).",
      valueName: "conninfo"))
  var serviceDatabase: String?

  /// Runs the work with both connections.
  func run<Value: Sendable>(_ work: (FileTransfer) async throws -> Value) async throws -> Value {
    let migrator = try database.conninfo(as: "crm_migrator")
    let service = try serviceDatabase ?? Self.service(database, migrator)
    return try await Self.withClient(service, connections: 2) { service in
      try await Self.withClient(migrator, connections: 1) { migrator in
        try await work(FileTransfer(service: service, migrator: migrator))
      }
    }
  }

  /// A file to write, new or emptied.
  ///
  /// - Parameter option: That names it.
  /// - Throws: ``Failure`` that says why it cannot be written.
  static func open(_ path: String, _ option: String) throws -> FileHandle {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else {
      let reason = String(cString: strerror(errno))
      throw Failure("\(path) cannot be written: \(reason). Choose another \(option).")
    }
    return handle
  }

  private static func service(_ database: DatabaseOptions, _ migrator: String) throws -> String {
    let own = try database.conninfo(as: "crm_service")
    guard own == migrator else { return own }
    guard !own.contains("://") else {
      throw Failure(
        "Give --service-database too: the work runs as crm_service, the session is opened as crm_migrator.",
        code: Failure.misconfigured)
    }
    return own + " user=crm_service"
  }

  private static func withClient<Value: Sendable>(
    _ conninfo: String, connections: Int, _ work: (Client) async throws -> Value
  ) async throws -> Value {
    var settings = Client.Configuration(conninfo: conninfo)
    settings.general = connections
    settings.fast = 1
    let client = Client(settings, logger: .service)
    let running = Task { await client.run() }
    defer { running.cancel() }
    return try await work(client)
  }
}
