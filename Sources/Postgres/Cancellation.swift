import CPostgres
import Foundation
import Synchronization

/// A cancel request on its way to the server.
///
/// It blocks until the server has taken it, for ever if the server is frozen, so that it has a
/// thread of its own. Until it has returned, nothing else may be sent on its connection.
final class Cancellation: Sendable {
  private let isTaken = Atomic<Bool>(false)
  private let started = Clock.now()

  /// How long the server may take before the connection is given up.
  private static let patience: Nanoseconds = 5_000_000_000

  /// Sends the request; `signal` is raised when the server has taken it.
  init?(of connection: OpaquePointer, _ signal: Signal) {
    guard let pointer = PQgetCancel(connection) else { return nil }
    nonisolated(unsafe) let cancel = pointer
    Thread.start("pg-cancel") { [self] in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        _ = PQcancel(cancel, buffer.baseAddress, 256)
      }
      PQfreeCancel(cancel)
      isTaken.store(true, ordering: .sequentiallyConsistent)
      signal.raise()
    }
  }

  /// The server has taken it; the connection may go on.
  var isDone: Bool { isTaken.load(ordering: .sequentiallyConsistent) }

  /// When the connection is given up.
  var surrender: Nanoseconds { started + Self.patience }
}
