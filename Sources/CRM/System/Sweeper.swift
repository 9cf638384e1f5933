import Postgres

/// Deletes what the database keeps for a time only: ended sessions, attempts to sign in, devices unseen for a year,
/// answers to repeated requests, jobs and imports that ended long ago, old notifications and lines of logs.
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

  private var statements: [SQL] {
    [
      "select access.sweep(\(most)::integer) as deleted",
      "select system.sweep(\(most)::integer) as deleted",
      "select system.sweep_notifications(\(most)::integer) as deleted",
      "select system.sweep_logs(\(most)::integer) as deleted",
    ]
  }

  /// Ends the exports whose service has died and deletes all that is old, in short transactions. What fails keeps
  /// nothing else from being swept.
  ///
  /// - Returns: How many rows.
  /// - Throws: the first `DatabaseError` or `ClientError`, when everything has been tried.
  func sweep() async throws -> Int {
    var (total, failure) = (0, nil as (any Error)?)
    do { _ = try await client.rows("select system.abort_exports()") } catch { failure = error }
    for statement in statements {
      do { total += try await sweep(by: statement) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
    return total
  }

  private func sweep(by statement: SQL) async throws -> Int {
    var total = 0
    while true {
      let deleted = try await client.rows(statement).single.int("deleted")
      guard deleted > 0 else { return total }
      total += deleted
    }
  }
}
