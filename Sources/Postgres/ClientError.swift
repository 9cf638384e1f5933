/// Why a request got no answer from the database.
public enum ClientError: Error, Sendable, Hashable {
  /// Too many requests wait, or this one has waited too long; nothing was done.
  case overloaded(retryAfter: Duration)
  /// The work took longer than its deadline and was rolled back.
  case deadline
  /// No connection, or it was lost while nothing could have been written; nothing was done.
  case unavailable
  /// The connection or the patience ended while a write was on its way: it may have happened.
  case outcomeUnknown
}
