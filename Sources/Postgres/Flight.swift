/// A group of statements up to its Sync, on its way.
struct Flight {
  /// `nil` for a group of our own, such as a DEALLOCATE.
  let request: Request?
  var results: [Rows] = []
  var error: DatabaseError?
  /// A statement prepared earlier was used, which may have gone stale.
  var usedPrepared = false
  var isRetry = false
  var isCancelled = false
  let sent = Clock.now()

  /// How much longer than its deadline we wait for the word of the server's own timeout.
  private static let grace: Nanoseconds = 500_000_000
  /// How much longer the connection may still be busy before it is given up.
  private static let patience: Nanoseconds = 5_000_000_000

  /// When its task stops waiting.
  var end: Nanoseconds {
    guard let request else { return sent + Self.patience }
    return sent + request.deadline + (request.harmless ? 0 : Self.grace)
  }

  /// When the connection is given up.
  var surrender: Nanoseconds { end + Self.patience }

  /// What the task is told.
  func attempt(hidden: Int) -> Attempt {
    Attempt(results: hidden == 0 ? results : Array(results.dropFirst(hidden)), error: error)
  }

  /// The answer came from the server's timeout, and that was our deadline.
  func isOverdue(_ error: DatabaseError) -> Bool {
    guard error.sqlState == "57014", let request else { return false }
    return Clock.now() - sent >= request.deadline / 10 * 9
  }
}

/// One thing the server will answer, in the order of sending.
enum Command {
  case prepare(Prepared)
  case statement
  case sync
}
