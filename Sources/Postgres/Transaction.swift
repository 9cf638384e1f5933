/// The exclusive use of a connection between BEGIN and COMMIT.
public struct Transaction: Sendable {
  let queue: Queue
  let deadline: Duration

  /// Sends statements in one round trip; result i belongs to statement i.
  ///
  /// - Throws: ``DatabaseError`` of the statement that failed; the transaction can then only be rolled back.
  public func batch(_ statements: [SQL]) async throws -> [Rows] {
    let attempt = try await attempt(statements)
    if let error = attempt.error { throw error }
    return attempt.results
  }

  /// Like ``batch(_:)``, but hands over the results that came before an error, and that error.
  public func attempt(_ statements: [SQL]) async throws -> Attempt {
    let end = ContinuousClock.now + deadline
    let job = Job(
      work: try Job.Work.batch(statements).checked(), ticket: Ticket(), startBy: end, endBy: end)
    try queue.push(job)
    return try await job.ticket.answer()
  }

  public func rows(_ sql: SQL) async throws -> Rows { try await batch([sql])[0] }

  public func all(_ sql: SQL) async throws -> [Row] { Array(try await rows(sql)) }

  public func first(_ sql: SQL) async throws -> Row? { try await rows(sql).first }

  /// - Returns: how many rows the statement touched.
  @discardableResult
  public func execute(_ sql: SQL) async throws -> Int { try await rows(sql).affected }

  /// Gives up what was done; runs to its end even when the task is cancelled, since the connection goes on.
  func rollback() async {
    await Task { _ = try? await attempt(["rollback"]) }.value
  }
}
