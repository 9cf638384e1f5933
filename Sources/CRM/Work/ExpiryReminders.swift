import Postgres

/// Reminds who answers for a document before it expires, once for each expiry.
struct ExpiryReminders: Sendable {
  let client: Client
  /// Of how many documents one transaction reminds at most.
  var most = 500

  /// The daily job.
  var kind: JobKind {
    JobKind("document-expiry", schedule: "25 5 * * *") { _ in
      ["documents": .number(String(try await remind()))]
    }
  }

  /// - Returns: Of how many documents was reminded.
  /// - Throws: `DatabaseError` or `ClientError`.
  func remind() async throws -> Int {
    var total = 0
    while true {
      let done = try await client.rows("select work.remind_documents(\(most)::integer) as done")
        .single.int("done")
      guard done > 0 else { return total }
      total += done
    }
  }
}
