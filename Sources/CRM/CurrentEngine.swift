import Synchronization

/// The engine as the database is now: made when the schema is fit, made anew when its tables change.
final class CurrentEngine: Sendable {
  private let held = Mutex<Engine?>(nil)

  /// - Throws: ``Problem/unavailable(retryAfter:)`` while the schema is not the one that this release needs.
  func value() throws -> Engine {
    guard let engine = held.withLock({ $0 }) else { throw Problem.unavailable(retryAfter: 1) }
    return engine
  }

  /// Takes a new one for all that comes; what is under way keeps the old one.
  func renew(_ engine: Engine) { held.withLock { $0 = engine } }
}
