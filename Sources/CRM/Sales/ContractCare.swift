import Postgres

/// Every day: contracts that are over are renewed or have expired, and who answers for one is reminded of its notice.
struct ContractCare: Sendable {
  let client: Client
  /// How many contracts one transaction tends at most.
  var most = 500

  /// The daily job.
  var kind: JobKind {
    JobKind("contract-care", schedule: "35 5 * * *") { _ in
      ["contracts": .number(String(try await tend()))]
    }
  }

  /// - Returns: How many contracts were renewed, have expired or were reminded of.
  /// - Throws: `DatabaseError` or `ClientError`.
  func tend() async throws -> Int {
    var total = 0
    while true {
      let done = try await client.rows("select sales.tend_contracts(\(most)::integer) as done")
        .single.int("done")
      guard done > 0 else { return total }
      total += done
    }
  }
}
