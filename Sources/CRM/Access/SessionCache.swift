import Synchronization

/// The callers seen lately, by token hash. What it holds may be old: the database compares versions.
final class SessionCache: Sendable {
  private struct Entry: Sendable {
    let caller: Caller
    let since: ContinuousClock.Instant
  }

  private let entries = Mutex<[String: Entry]>([:])
  private let limit: Int
  /// After this a session is opened anew, by which the database learns that it is in use.
  private let age: Duration

  init(limit: Int = 10_000, age: Duration = .seconds(300)) {
    self.limit = limit
    self.age = age
  }

  /// The caller behind the token; nil when he is not known, or has been for long.
  subscript(tokenHash: String) -> Caller? {
    guard let entry = entries.withLock({ $0[tokenHash] }), entry.since.duration(to: .now) < age
    else { return nil }
    return entry.caller
  }

  /// The account behind the token, however old the knowledge.
  func account(_ tokenHash: String) -> Int? { entries.withLock { $0[tokenHash]?.caller.account } }

  func insert(_ caller: Caller, for tokenHash: String) {
    entries.withLock {
      if $0.count >= limit, let any = $0.keys.first { $0[any] = nil }
      $0[tokenHash] = Entry(caller: caller, since: .now)
    }
  }

  func remove(_ tokenHash: String) { entries.withLock { $0[tokenHash] = nil } }
}
