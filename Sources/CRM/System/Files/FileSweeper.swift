import Postgres

/// Takes away uploads that broke off, files that were never linked in their time, links of records that are gone, and
/// contents that no file has any more.
struct FileSweeper: Sendable {
  let client: Client
  /// How many rows of a kind one transaction deletes at most.
  var most = 200

  /// The hourly job.
  var kind: JobKind {
    JobKind("sweep-files", schedule: "37 * * * *") { _ in
      ["deleted": .number(String(try await sweep()))]
    }
  }

  /// - Returns: How many rows.
  /// - Throws: `DatabaseError`, `ClientError`.
  func sweep() async throws -> Int {
    var total = 0
    while true {
      let rows = try await client.rows("select system.sweep_files(\(most)::integer) as deleted")
      let deleted = try rows.single.int("deleted")
      guard deleted > 0 else { return total }
      total += deleted
    }
  }
}
