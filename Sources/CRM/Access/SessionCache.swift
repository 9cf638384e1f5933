import Synchronization

/// The callers seen lately, by token hash. What it holds may be old: the database compares versions.
final class SessionCache: Sendable {
  private let callers = Mutex<[String: Caller]>([:])
  private let limit: Int

  init(limit: Int = 10_000) { self.limit = limit }

  subscript(tokenHash: String) -> Caller? { callers.withLock { $0[tokenHash] } }

  func insert(_ caller: Caller, for tokenHash: String) {
    callers.withLock {
      if $0.count >= limit { $0.removeAll() }
      $0[tokenHash] = caller
    }
  }

  func remove(_ tokenHash: String) { callers.withLock { $0[tokenHash] = nil } }
}
