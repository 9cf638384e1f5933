import Postgres

/// Moves the accounts of people whose transfer was entered ahead into their new department, on the day it begins.
struct AccountFollowing: Sendable {
  let client: Client

  /// The daily job, soon after midnight.
  var kind: JobKind {
    JobKind("staff-transfers", schedule: "3 0 * * *") { _ in
      ["accounts": .number(String(try await follow()))]
    }
  }

  /// - Returns: How many accounts have moved.
  /// - Throws: `DatabaseError` or `ClientError`.
  func follow() async throws -> Int {
    try await client.rows("select staff.follow_days() as moved").single.int("moved")
  }
}
