/// How long a migration waits for a lock, and how often it tries.
///
/// A waiting `alter table` stops every reader behind it, so it waits briefly, lets them pass, and
/// comes back: DDL behind a 7 s reader stalled all reads for 7 s, with tries of 200 ms for 0.2 s.
public struct LockPatience: Sendable, Hashable {
  /// How often a file is tried; never more than 50.
  public let tries: Int

  /// - Parameter tries: 1 to 50.
  public init(tries: Int = 50) { self.tries = min(max(tries, 1), 50) }

  /// `lock_timeout` of the n-th try, from 0: 200 ms, growing to 2 s, in milliseconds.
  public func timeout(_ attempt: Int) -> Int { min(200 + 60 * attempt, 2_000) }

  /// The pause after the n-th try, from 0: 100 ms, growing to 10 s.
  public func pause(_ attempt: Int) -> Duration { .milliseconds(min(100 + 200 * attempt, 10_000)) }
}
