import Logging
import Postgres

/// Keeps what the service knows of the tables as they are: it is made anew when a custom field was changed anywhere.
///
/// A notification says when to look, and what is missed, on a standby for one, shows within ``pause``.
actor SchemaWatch {
  private let client: Client
  private let logger: Logger
  private let pause: Duration
  private let renew: @Sendable (SchemaWatch) async throws -> Void
  private var stamp: Int?
  private var last: Task<Void, any Error>?

  /// - Parameters:
  ///   - pause: How often it looks without having heard.
  ///   - renew: Reads the tables and takes what comes of them for all requests from now on.
  init(
    _ client: Client, logger: Logger, pause: Duration = .seconds(3),
    renew: @escaping @Sendable (SchemaWatch) async throws -> Void
  ) {
    self.client = client
    self.logger = logger
    self.pause = pause
    self.renew = renew
  }

  /// Reads the tables anew if they have changed; afterwards every change that was committed before the call is known.
  func refresh() async throws {
    let before = last
    let next = Task {
      _ = await before?.result
      try await compare()
    }
    last = next
    try await next.value
  }

  private func compare() async throws {
    // Read first: what changes between the two is read once more, not missed.
    let now = try await client.rows("select system.schema_stamp() as stamp").single.int("stamp")
    guard now != stamp else { return }
    try await renew(self)
    stamp = now
  }

  /// Watches until the task is cancelled.
  ///
  /// - Parameter listening: Whether the server takes LISTEN, which a standby does not.
  func run(listening: Bool) async {
    await withDiscardingTaskGroup { group in
      if listening { group.addTask { await self.listen() } }
      while !Task.isCancelled {
        await catchUp()
        try? await Task.sleep(for: pause)
      }
      group.cancelAll()
    }
  }

  private func listen() async {
    for await _ in client.notifications("crm_schema") { await catchUp() }
  }

  /// The same where nobody waits for it: what fails is tried again within ``pause``.
  func catchUp() async {
    do {
      try await refresh()
    } catch  where !(error is CancellationError) && !Task.isCancelled {
      logger.warning("What was changed of the tables could not be read: \(error)")
    } catch {}
  }
}
