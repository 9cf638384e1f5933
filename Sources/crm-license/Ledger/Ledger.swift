import Foundation
import License
import Logging
import Postgres
import Synchronization

/// The vendor's ledger: rows to read, events to add.
struct Ledger {
  let client: Client

  /// Connects, runs the body and disconnects.
  ///
  /// - Throws: what the body throws; ``Failure`` with libpq's reason when the server cannot be reached.
  static func open<T: Sendable>(
    _ conninfo: String, _ body: (Ledger) async throws -> T
  ) async throws -> T {
    var settings = Client.Configuration(conninfo: conninfo)
    settings.general = 1
    settings.fast = 0
    settings.outage = .seconds(2)
    settings.deadline = .seconds(600)
    settings.preparedStatements = false
    settings.applicationName = "crm-license"
    let reasons = Reasons()
    let client = Client(settings, logger: reasons.logger)
    let running = Task { await client.run() }
    let result: Result<T, any Error>
    do { result = .success(try await body(Ledger(client: client))) } catch {
      result = .failure(error)
    }
    running.cancel()
    await running.value
    if case .failure(let error) = result, case ClientError.unavailable = error,
      let reason = reasons.last
    {
      throw Failure(
        .usage, "unreachable", "The ledger cannot be reached: \(reason)",
        ru: "Реестр недоступен: \(reason)")
    }
    return try result.get()
  }
}

/// Keeps libpq's last complaint instead of printing every try.
private final class Reasons: Sendable {
  private let text = Mutex<String?>(nil)

  var last: String? { text.withLock { $0 } }

  var logger: Logger { Logger(label: "crm-license") { _ in Handler(reasons: self) } }

  private struct Handler: LogHandler {
    let reasons: Reasons
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.warning

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      reasons.text.withLock { $0 = event.message.description }
    }
  }
}
