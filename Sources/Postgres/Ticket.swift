import Synchronization

/// The promise of one batch's answer; whoever settles it first wins, the rest is ignored.
final class Ticket: Sendable {
  private enum State {
    case open
    case awaited(UnsafeContinuation<Attempt, any Error>)
    case settled(Result<Attempt, any Error>)
    case done
  }

  private let state = Mutex(State.open)

  var isSettled: Bool {
    state.withLock {
      switch $0 {
      case .settled, .done: true
      case .open, .awaited: false
      }
    }
  }

  func settle(_ result: Result<Attempt, any Error>) {
    let waiter: UnsafeContinuation<Attempt, any Error>? = state.withLock {
      switch $0 {
      case .open:
        $0 = .settled(result)
        return nil
      case .awaited(let waiter):
        $0 = .done
        return waiter
      case .settled, .done: return nil
      }
    }
    waiter?.resume(with: result)
  }

  /// The answer; a cancelled task stops waiting at once.
  func answer() async throws -> Attempt {
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { waiter in
        let ready: Result<Attempt, any Error>? = state.withLock {
          guard case .settled(let result) = $0 else {
            $0 = .awaited(waiter)
            return nil
          }
          $0 = .done
          return result
        }
        if let ready { waiter.resume(with: ready) }
      }
    } onCancel: {
      settle(.failure(CancellationError()))
    }
  }
}

/// What came of a batch: the results up to the first error, and that error.
public struct Attempt: Sendable {
  public var results: [Rows]
  public var error: DatabaseError?

  public init(results: [Rows], error: DatabaseError?) {
    self.results = results
    self.error = error
  }
}
