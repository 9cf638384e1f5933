import Synchronization

/// A connection of one's own inside BEGIN and COMMIT. It ends with the body it was given to.
public struct Transaction: Sendable {
  static let begin = "begin"

  let lease: Lease

  /// Sends the statements in one round trip.
  ///
  /// - Throws: ``DatabaseError`` with the place of its statement, after which the transaction can
  ///   only be rolled back; ``ClientError``, `CancellationError`.
  public func batch(_ statements: [SQL]) async throws -> [Rows] {
    try await attempt(statements).complete()
  }

  /// Like ``batch(_:)``, with the results that came before an error.
  public func attempt(_ statements: [SQL]) async throws -> Attempt {
    try await lease.send(statements)
  }

  /// Sends one statement.
  public func rows(_ sql: SQL) async throws -> Rows {
    guard let rows = try await batch([sql]).first else { throw ClientError.unavailable }
    return rows
  }

  /// Sends one statement and takes its rows out one by one.
  public func all(_ sql: SQL) async throws -> [Row] { Array(try await rows(sql)) }

  /// Sends one statement and takes its first row.
  public func first(_ sql: SQL) async throws -> Row? { try await rows(sql).first }

  /// Sends one statement.
  ///
  /// - Returns: How many rows it touched.
  @discardableResult
  public func execute(_ sql: SQL) async throws -> Int { try await rows(sql).affected }
}

extension Client {
  /// Runs the body in a transaction on a connection of its own.
  ///
  /// BEGIN travels with the first statements. The transaction is rolled back when the body throws.
  ///
  /// - Parameters:
  ///   - retries: How often the body may be run again after 40001 or 40P01.
  ///   - deadline: How long each round trip may take, here and in the database; nil for the configuration's.
  /// - Throws: What the body throws; ``ClientError/outcomeUnknown`` when the answer to COMMIT was
  ///   lost; ``DatabaseError``.
  public func transaction<T: Sendable>(
    retries: Int = 0, deadline: Duration? = nil, _ body: (Transaction) async throws -> T
  ) async throws -> T {
    var left = retries
    var backoff = Backoff(maximum: 500)
    while true {
      let lease = try await lease(deadline ?? configuration.deadline)
      do {
        defer { lease.close() }
        return try await lease.run(body)
      } catch  where lease.hasConflict && left > 0 && !(error is CancellationError) {
        left -= 1
      }
      try await Task.sleep(for: .milliseconds(Int(backoff.next()) / 5))
    }
  }

  /// A general connection for one task alone.
  private func lease(_ deadline: Duration) async throws -> Lease {
    let lease = Lease(deadline: deadline, settings: prelude(deadline))
    let request = Request(
      .lease(lease.inbox), inbox: general, deadline: configuration.wait.nanoseconds,
      patience: configuration.wait.nanoseconds, harmless: true)
    _ = try await request.answer()
    return lease
  }
}
