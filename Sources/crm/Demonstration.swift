import CRM
import Cluster
import Foundation
import Logging
import Postgres

/// Fills a new database with the demonstration company, through the product's own import, as `admin`.
struct Demonstration {
  let cluster: PrivateCluster
  let files: SQLFiles

  /// One line of `imports.txt`.
  private struct Step {
    let resource: String
    let file: String
    let mapping: String
  }

  /// Loads what is not there yet; done once for a cluster.
  func load() async throws {
    guard !isDecided else { return }
    try await Progress.step("loading demonstration data") {
      try await withClients { service, migrator in
        let transfer = FileTransfer(
          service: service, migrator: migrator, requestID: Self.requestID)
        for step in try steps() { try await load(step, transfer) }
        try await givePasswords(SeededAccounts(migrator, requestID: Self.requestID))
      }
    }
    try decide("loaded")
  }

  /// Gives the demonstration 25 seats, by a licence that only a test instance takes. A database that people began to
  /// work in, or that has a licence, is left as it is.
  func license() async throws {
    guard (try? String(contentsOfFile: mark, encoding: .utf8)) == "loaded" else { return }
    let file = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/demonstration.lic"))
    let conninfo = try cluster.directories.conninfo(
      role: "crm_migrator", database: Provision.database)
    try await CommandClient.run(conninfo) { try await TrialLicense($0).install(Array(file)) }
  }

  /// Leaves a new database empty for good: who works in it is not to find strangers there after a start.
  func decline() throws {
    if !isDecided { try decide("declined") }
  }

  /// Marks in the audit what the seed has made; with a space, so that no client can send the same.
  private static let requestID = "crm demonstration"

  private var mark: String { "\(cluster.directories.data)/.demo" }

  private var isDecided: Bool { FileManager.default.fileExists(atPath: mark) }

  private func decide(_ word: String) throws {
    try Data(word.utf8).write(to: URL(fileURLWithPath: mark))
  }

  private var folder: String { "\(files.directory)/seed/demo" }

  private func steps() throws -> [Step] {
    let text = try String(contentsOfFile: "\(folder)/imports.txt", encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 3, words[0] != "#" else { return nil }
      return Step(
        resource: words[0], file: "\(folder)/\(words[1])", mapping: "\(folder)/\(words[2])")
    }
  }

  private func load(_ step: Step, _ transfer: FileTransfer) async throws {
    let report = try await transfer.load(
      step.file, into: step.resource, mapping: step.mapping, as: "admin", dryRun: false,
      refusals: nil, progress: { _ in })
    guard report.refused == 0 else {
      throw Failure("\(step.file): \(Progress.count(report.refused, "row")) refused.")
    }
  }

  /// One password for all demonstration accounts: CRM_DEMO_PASSWORD, else a random one that is kept.
  private func givePasswords(_ accounts: SeededAccounts) async throws {
    let given = ProcessInfo.processInfo.environment["CRM_DEMO_PASSWORD"]
    let password = try given ?? cluster.secrets.password(for: "demo")
    let hash = try await Password.hash(password)
    try await accounts.givePassword(hash)
    if given == nil {
      Progress.say("demonstration accounts: password in \(cluster.directories.secrets)/demo")
    }
  }

  private func withClients(_ work: (Client, Client) async throws -> Void) async throws {
    let service = try client("crm_service", connections: 2, fast: 1)
    let migrator = try client("crm_migrator", connections: 1, fast: 0)
    let running = [Task { await service.run() }, Task { await migrator.run() }]
    defer { for task in running { task.cancel() } }
    try await work(service, migrator)
  }

  private func client(_ role: String, connections: Int, fast: Int) throws -> Client {
    let conninfo = try cluster.directories.conninfo(role: role, database: Provision.database)
    var settings = Client.Configuration(conninfo: conninfo)
    settings.general = connections
    settings.fast = fast
    return Client(settings, logger: .service)
  }
}
