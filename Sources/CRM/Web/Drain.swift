import Synchronization

/// Whether the service is on its way out: it still answers, asks clients to go, and is no longer ready.
final class Drain: Sendable {
  private let begun = Atomic(false)

  var hasBegun: Bool { begun.load(ordering: .relaxed) }

  func begin() { begun.store(true, ordering: .relaxed) }
}
