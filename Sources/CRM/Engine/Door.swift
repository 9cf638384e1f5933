import Postgres

/// The only way to the data: statements go behind the one that says to PostgreSQL who asks, in the same round trip.
public protocol Door: Sendable {
  /// Runs statements as the caller in one implicit transaction.
  ///
  /// `work` is called with the caller as he is known; it is called again when his rights have changed meanwhile.
  /// - Returns: the caller and the results of the statements of `work`, and the error that ended them early, if any.
  /// - Throws: ``Problem/unauthenticated``, whatever `work` throws, and the client's own errors.
  func pass(
    _ call: Call, lane: Client.Lane, deadline: Duration?,
    _ work: @Sendable (Caller) throws -> [SQL]
  ) async throws -> Passage

  /// Runs a transaction of several round trips as the caller.
  ///
  /// - Parameters:
  ///   - retries: How often it is repeated after a serialization failure.
  ///   - deadline: How long each statement may take; nil for as long as a request's.
  func transaction<T: Sendable>(
    _ call: Call, retries: Int, deadline: Duration?,
    _ work: @Sendable (Caller, Transaction) async throws -> T
  ) async throws -> T

  /// Judges who asks before more than the head of his request is read.
  ///
  /// What is remembered of a token is enough to let him in, since the database judges once more when the work is
  /// done; `confirmed` asks it now.
  /// - Throws: ``Problem/unauthenticated``, or a 403 where he may not do this to any record.
  func admit(
    _ tokenHash: String, _ access: Operation.Access, requestID: String, confirmed: Bool
  ) async throws

  /// The caller, and the statements to run before others on a connection of one's own (cursor, COPY).
  func entry(_ call: Call) async throws -> (caller: Caller, statements: [SQL])
}

extension Door {
  /// Runs a transaction whose statements may take as long as those of any request.
  public func transaction<T: Sendable>(
    _ call: Call, retries: Int, _ work: @Sendable (Caller, Transaction) async throws -> T
  ) async throws -> T {
    try await transaction(call, retries: retries, deadline: nil, work)
  }
}

/// What came of statements that ran as a caller.
public struct Passage: Sendable {
  /// Who was let in, as the statements were made for him.
  public let caller: Caller
  /// What the work's own statements answered, in their order.
  public let results: [Rows]
  /// The first error, its `statement` counted among the work's own; results stop before it.
  public let error: DatabaseError?

  /// What came of the work, without the statements that let the caller in.
  public init(caller: Caller, results: [Rows], error: DatabaseError?) {
    self.caller = caller
    self.results = results
    self.error = error
  }
}
