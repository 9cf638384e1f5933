import Postgres

/// Deletes what the database keeps for a time only: ended sessions, attempts to sign in, devices unseen for a year,
/// answers to repeated requests, jobs that ended long ago, old notifications.
struct Sweeper: Sendable {
  let client: Client
  /// How many rows of a kind one transaction deletes at most.
  var most = 1_000

  /// The hourly job.
  var kind: JobKind {
    JobKind("sweep", schedule: "7 * * * *") { _ in
      ["deleted": .number(String(try await sweep()))]
    }
  }

  /// Deletes all that is old, in short transactions, and ends the exports whose service has died.
  ///
  /// - Returns: How many rows.
  /// - Throws: `DatabaseError`, `ClientError`.
  func sweep() async throws -> Int {
    var total = 0
    _ = try await client.rows("select system.abort_exports()")
    while true {
      let rows = try await client.rows(
        """
        select access.sweep(\(most)::integer) + system.sweep(\(most)::integer)
          + system.sweep_notifications(\(most)::integer) as deleted
        """)
      let deleted = try rows.single.int("deleted")
      guard deleted > 0 else { return total }
      total += deleted
    }
  }
}
