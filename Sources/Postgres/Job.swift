/// Work for a connection: a batch, or the exclusive use of the connection by a transaction.
struct Job: Sendable {
  enum Work: Sendable {
    case batch([SQL])
    case lease(Queue)
  }

  let work: Work
  let ticket: Ticket
  /// Up to when it may wait for a connection.
  let startBy: ContinuousClock.Instant
  /// Up to when it must have been answered.
  let endBy: ContinuousClock.Instant
  var attempts = 0
}
