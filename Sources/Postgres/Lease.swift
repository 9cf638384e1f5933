import Synchronization

/// The exclusive use of one connection, with one transaction.
final class Lease: Sendable {
  private struct State {
    var hasBegun = false
    var hasEnded = false
    var hasConflict = false
  }

  let inbox = Inbox(limit: 64)
  private let state = Mutex(State())
  private let deadline: Duration
  private let settings: [SQL]

  /// - Parameter settings: Statements to begin the transaction with, where log-in has not settled the matter.
  init(deadline: Duration, settings: [SQL]) {
    self.deadline = deadline
    self.settings = settings
  }

  /// A statement failed because of another transaction.
  var hasConflict: Bool { state.withLock { $0.hasConflict } }

  /// Gives the connection back.
  func close() {
    state.withLock { $0.hasEnded = true }
    inbox.close()
  }

  /// Sends statements; the first ones take BEGIN along.
  func send(_ statements: [SQL]) async throws -> Attempt {
    if let refusal = SQL.refusal(of: statements) { return Attempt(results: [], error: refusal) }
    let (isFirst, hasEnded) = state.withLock { state in
      defer { state.hasBegun = true }
      return (!state.hasBegun, state.hasEnded)
    }
    if hasEnded {
      let error = DatabaseError(sqlState: "25P01", message: "the transaction has ended")
      return Attempt(results: [], error: error)
    }
    let head = isFirst ? [SQL(raw: Transaction.begin)] + settings : []
    let attempt = try await request(head + statements, hidden: head.count, harmless: true).answer()
    if attempt.error?.isConflict == true { state.withLock { $0.hasConflict = true } }
    return attempt
  }

  /// Runs the body, then commits; rolls back when it throws.
  func run<T: Sendable>(_ body: (Transaction) async throws -> T) async throws -> T {
    let value: T
    do {
      value = try await body(Transaction(lease: self))
      try Task.checkCancellation()
    } catch {
      await rollback()
      throw error
    }
    try await commit()
    return value
  }

  /// Writes what was done for good.
  ///
  /// - Throws: ``DatabaseError`` 25P02 when a statement had failed and the body kept it to itself.
  func commit() async throws {
    guard state.withLock({ $0.hasBegun }) else { return }
    let attempt = try await request(["commit"], harmless: false).answerRegardless()
    if attempt.error?.isConflict == true { state.withLock { $0.hasConflict = true } }
    let rows = try attempt.complete()
    if rows.first?.command == "ROLLBACK" {
      throw DatabaseError(
        sqlState: "25P02", message: "the transaction was rolled back: a statement in it had failed")
    }
  }

  private func rollback() async {
    guard state.withLock({ $0.hasBegun }) else { return }
    // Without an answer the connection is gone, and the transaction with it.
    _ = try? await request(["rollback"], harmless: true).answerRegardless()
  }

  private func request(_ statements: [SQL], hidden: Int = 0, harmless: Bool) -> Request {
    Request(
      .statements(statements), hidden: hidden, inbox: inbox, deadline: deadline.nanoseconds,
      patience: .max / 2, harmless: harmless)
  }
}
