import Logging
import Postgres

/// Has the licence judged at least once a minute, and says in the log when the mode changes.
struct LicenseWatch: Sendable {
  private let client: Client
  private let logger: Logger

  private static let pause = Duration.seconds(50)

  /// - Parameter client: Connected as the service.
  init(_ client: Client, logger: Logger) {
    self.client = client
    self.logger = logger
  }

  /// Judges until the task is cancelled.
  func run() async {
    var known: String?
    while !Task.isCancelled {
      do {
        let mode = try await Self.judge(client)
        if let known, known != mode {
          logger.notice(
            "The licence's mode has changed.", metadata: ["from": "\(known)", "to": "\(mode)"])
        }
        known = mode
      } catch  where !(error is CancellationError) && !Task.isCancelled {
        logger.warning("The licence could not be judged: \(error)")
      } catch {}
      try? await Task.sleep(for: Self.pause)
    }
  }

  /// What the licence comes to now.
  ///
  /// - Throws: `DatabaseError` or `ClientError`.
  @discardableResult
  static func judge(_ client: Client) async throws -> String {
    try await client.rows("select mode from licensing.judge(\(HostMark.value))").single.string(
      "mode")
  }
}
