import Postgres

/// The advisory lock that lets one runner work at a time.
///
/// It is polled and not waited for: a session that waits inside a statement holds a snapshot, and
/// `create index concurrently` of the runner would wait for that snapshot in turn.
struct MigrationLock {
  let client: Client
  let note: @Sendable (String) -> Void

  /// The two keys of the lock: the letters `crm`, and 1.
  static let key: SQL = "6517357, 1"

  /// Takes the lock for the session unless another has it.
  func takeIfFree() async throws -> Bool {
    try await client.rows("select pg_try_advisory_lock(\(Self.key)) as taken").single.bool("taken")
  }

  /// Takes the lock for the session.
  ///
  /// - Throws: ``MigrationError/busy`` after an hour.
  func take() async throws {
    for attempt in 0..<36_000 {
      if try await takeIfFree() { return }
      if attempt == 20 { note("another runner is migrating this database; waiting for it") }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw MigrationError.busy
  }
}
