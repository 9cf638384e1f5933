import Logging
import Postgres
import Synchronization

/// A client for one command of an administrator: one connection, no deadline, no named statements.
public enum CommandClient {
  /// Connects, runs the body and disconnects.
  ///
  /// - Parameter conninfo: A libpq connection string or URI.
  public static func run<Answer: Sendable>(
    _ conninfo: String, _ body: (Client) async throws -> Answer
  ) async throws -> Answer {
    var settings = Client.Configuration(conninfo: conninfo)
    settings.general = 1
    settings.fast = 0
    settings.wait = .seconds(60)
    settings.outage = .seconds(3)
    settings.deadline = .seconds(86_400)
    settings.preparedStatements = false
    let reasons = Reasons()
    let client = Client(settings, logger: reasons.logger)
    let running = Task { await client.run() }
    do {
      let answer = try await body(client)
      await stop(running)
      return answer
    } catch ClientError.unavailable {
      await stop(running)
      throw Unreachable(reason: await reasons.wait())
    } catch {
      await stop(running)
      throw error
    }
  }

  private static func stop(_ running: Task<Void, Never>) async {
    running.cancel()
    await running.value
  }
}

/// The database cannot be reached, and the last reason libpq gave.
public struct Unreachable: Error, Sendable, CustomStringConvertible {
  /// What libpq said.
  public let reason: String

  /// The reason and what to look at, in English.
  public var description: String {
    "\(reason)\nIs it running, and are the connection string "
      + "(--database, CRM_DATABASE), the password and pg_hba.conf right?"
  }
}

/// Keeps the client's last complaint instead of printing every try.
private final class Reasons: Sendable {
  private let text = Mutex("")

  /// The reason, which may come a moment after the refusal.
  func wait() async -> String {
    for _ in 0..<50 where text.withLock(\.isEmpty) { try? await Task.sleep(for: .milliseconds(10)) }
    let reason = text.withLock { $0 }
    return reason.isEmpty ? "The database does not answer." : reason
  }

  var logger: Logger { Logger(label: "crm") { _ in Handler(reasons: self) } }

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
