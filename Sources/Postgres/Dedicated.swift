import Foundation

extension Client {
  /// Judges the results of the statements that run before a COPY or a cursor, in its transaction.
  public typealias Check = @Sendable ([Rows]) throws -> Void

  /// Counts a dedicated connection in.
  ///
  /// - Throws: ``ClientError/overloaded(retryAfter:)`` when all are in use.
  func reserveDedicated() throws {
    let before = counters.dedicated.add(1, ordering: .relaxed).oldValue
    if before < max(configuration.dedicated, 1) { return }
    counters.dedicated.subtract(1, ordering: .relaxed)
    throw ClientError.overloaded(retryAfter: .seconds(5))
  }

  /// Opens a connection for one COPY on a thread of its own and ends the handoff with what the
  /// body answers.
  func startCopy(
    _ handoff: Handoff, before: [SQL], check: @escaping Check,
    _ body: @escaping @Sendable (DirectConnection) throws -> Int
  ) throws {
    try reserveDedicated()
    let settings = configuration.settings(timeout: configuration.longDeadline)
    let head = [configuration.transactionPooling ? Self.pooledSettings : nil].compactMap { $0 }
    let counters = counters
    Thread.start("pg-copy") {
      let outcome = Result {
        try Copying(settings, handoff).run(head, before: before, check: check, body)
      }
      counters.dedicated.subtract(1, ordering: .relaxed)
      handoff.end(outcome)
    }
  }

  /// A connection of its own with one transaction, for a cursor.
  func dedicatedLease() throws -> Lease {
    try reserveDedicated()
    let lease = Lease(
      deadline: configuration.longDeadline,
      settings: configuration.transactionPooling ? [Self.pooledSettings] : [])
    let settings = configuration.settings(timeout: configuration.longDeadline)
    let (inbox, counters, logger) = (lease.inbox, counters, logger)
    Thread.start("pg-cursor") {
      Worker(inbox, depth: 1, settings: settings, counters: counters, logger: logger).runOnce()
      counters.dedicated.subtract(1, ordering: .relaxed)
    }
    return lease
  }
}
