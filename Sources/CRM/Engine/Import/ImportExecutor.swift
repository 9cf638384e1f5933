import Postgres

/// Runs the statements of one chunk, whole or not at all.
protocol ImportExecutor: Sendable {
  func run(_ statements: [SQL]) async throws -> Attempt
}

/// Every chunk is a transaction of its own, as the caller.
struct ChunkExecutor: ImportExecutor {
  let door: any Door
  let call: Call

  func run(_ statements: [SQL]) async throws -> Attempt {
    let passage = try await door.pass(call, lane: .general, deadline: .seconds(120)) { _ in
      ["select set_config('statement_timeout', '120s', true)"] + statements
    }
    return Attempt(results: Array(passage.results.dropFirst()), error: passage.error)
  }
}

/// All chunks are one transaction, in the end rolled back.
struct DryRunExecutor: ImportExecutor {
  let transaction: Transaction

  func run(_ statements: [SQL]) async throws -> Attempt {
    let attempt = try await transaction.attempt(["savepoint chunk"] + statements)
    try await transaction.execute(
      attempt.error == nil ? "release savepoint chunk" : "rollback to savepoint chunk")
    return Attempt(results: Array(attempt.results.dropFirst()), error: attempt.error)
  }
}
