import Logging
import Postgres

/// Deletes, once an hour, what the database keeps for a time only: ended sessions, attempts to sign in, devices
/// unseen for a year, answers to repeated requests. Of all nodes one does it at a time.
struct Sweeper: Sendable {
  let client: Client
  let logger: Logger
  /// How many rows of a kind one transaction deletes at most.
  var most = 1_000

  /// Sweeps a minute after the start and then every hour, until the task is cancelled.
  func run() async throws {
    try await Task.sleep(for: .seconds(60))
    while true {
      do {
        let deleted = try await sweep()
        if deleted > 0 {
          logger.info("Deleted what had its time", metadata: ["rows": "\(deleted)"])
        }
      } catch let error where !(error is CancellationError) {
        logger.warning("What had its time could not be deleted: \(error)")
      }
      try await Task.sleep(for: .seconds(3600))
    }
  }

  /// Deletes all that is old, in short transactions.
  ///
  /// - Returns: How many rows; 0 when another node is at it.
  /// - Throws: `DatabaseError`, `ClientError`.
  func sweep() async throws -> Int {
    var total = 0
    while true {
      let rows = try await client.rows(
        """
        select access.sweep(\(most)::integer) + system.sweep(\(most)::integer) as deleted
        where pg_try_advisory_xact_lock(6517357, 3)
        """)
      guard let deleted = try rows.first?.int("deleted"), deleted > 0 else { return total }
      total += deleted
    }
  }
}
