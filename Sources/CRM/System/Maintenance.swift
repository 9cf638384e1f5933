import Logging
import Postgres

/// A client for one administrator's command: one connection, no deadline, no named statements.
public enum Maintenance {
  /// Connects, runs the body and disconnects.
  ///
  /// - Parameter conninfo: A libpq connection string or URI.
  public static func run<Answer: Sendable>(
    _ conninfo: String, name: String = "crm migrate", logger: Logger,
    _ body: (Client) async throws -> Answer
  ) async throws -> Answer {
    var settings = Client.Configuration(conninfo: conninfo)
    settings.general = 1
    settings.fast = 0
    settings.wait = .seconds(10)
    settings.deadline = .seconds(86_400)
    settings.preparedStatements = false
    let client = Client(settings, logger: logger)
    let running = Task { await client.run() }
    do {
      let answer = try await body(client)
      await stop(running)
      return answer
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
