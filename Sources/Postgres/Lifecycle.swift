import Synchronization

/// From the start of a client's threads to the end of the last.
final class Lifecycle: Sendable {
  private struct State {
    var threads = 0
    var deadline = Nanoseconds.max
    var isEnded = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  /// How long requests may go on after the stop.
  private static let drain: Nanoseconds = 10_000_000_000

  private let state = Mutex(State())
  /// Wakes the sweeper.
  let signal = Signal()

  /// All threads have ended.
  var isEnded: Bool { state.withLock { $0.isEnded } }

  /// What is still under way after the stop shall be cut off.
  func isTimeOver(_ now: Nanoseconds) -> Bool { state.withLock { now > $0.deadline } }

  /// Starts the threads and waits for their end, which `stop` brings about.
  func run(threads: Int, start: () -> Void, stop: @Sendable () -> Void) async {
    state.withLock { $0.threads = threads }
    start()
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isEnded = state.withLock { state in
          if !state.isEnded { state.waiter = continuation }
          return state.isEnded
        }
        if isEnded { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.deadline = Clock.now() + Self.drain }
      stop()
    }
  }

  /// One thread has ended; with the last, the run is over.
  func threadEnded() {
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      state.threads -= 1
      guard state.threads == 0 else { return nil }
      state.isEnded = true
      defer { state.waiter = nil }
      return state.waiter
    }
    signal.raise()
    waiter?.resume()
  }
}
