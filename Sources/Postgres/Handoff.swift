import Synchronization

/// A short queue of chunks between a task and a thread, each of which waits for the other.
final class Handoff: Sendable {
  struct State {
    var chunks = Queue<[UInt8]>()
    /// No more chunks will come.
    var isComplete = false
    /// The task has no more interest.
    var isAbandoned = false
    /// The thread commits: the task waits for the outcome, whatever it wants.
    fileprivate var isCommitting = false
    /// What came of it all.
    var outcome: Result<Int, any Error>?
    fileprivate var changes = 0
    fileprivate var waiter: UnsafeContinuation<Void, Never>?

    var isFull: Bool { chunks.count >= 4 }
  }

  /// Wakes the thread.
  let signal = Signal()
  private let state = Mutex(State())

  var isAbandoned: Bool { state.withLock { $0.isAbandoned } }

  /// For the task: waits until `ready` answers something, which may change the state.
  ///
  /// - Throws: `CancellationError`, after which the thread finds everything abandoned; never once it commits.
  func wait<T: Sendable>(_ ready: @Sendable (inout State) -> T?) async throws -> T {
    while true {
      let (value, seen) = state.withLock { (ready(&$0), $0.changes) }
      if let value {
        signal.raise()
        return value
      }
      if Task.isCancelled && abandon() { throw CancellationError() }
      await sleep(since: seen)
    }
  }

  /// For the task: the thread shall stop; `false` when it is too late for that.
  @discardableResult
  func abandon() -> Bool {
    let (isAbandoned, waiter) = state.withLock { state in
      guard !state.isCommitting else { return (false, nil as UnsafeContinuation<Void, Never>?) }
      state.isAbandoned = true
      return (true, Self.changed(&state))
    }
    signal.raise()
    waiter?.resume()
    return isAbandoned
  }

  /// For the thread: what follows decides, so that nobody can stop it any more.
  ///
  /// - Throws: `CancellationError` when the task has stopped it before.
  func beginCommit() throws {
    let isAbandoned = state.withLock { state in
      state.isCommitting = !state.isAbandoned
      return state.isAbandoned
    }
    if isAbandoned { throw CancellationError() }
  }

  /// For the thread: blocks until `ready` answers something, which may change the state.
  ///
  /// - Throws: `CancellationError` when the task has no more interest.
  func block<T>(_ ready: (inout State) -> sending T?) throws -> T {
    while true {
      let (value, waiter, isAbandoned) = state.withLock { state in
        let value = ready(&state)
        return (value, value == nil ? nil : Self.changed(&state), state.isAbandoned)
      }
      waiter?.resume()
      if isAbandoned { throw CancellationError() }
      if let value { return value }
      signal.wait(milliseconds: 60_000)
    }
  }

  /// For the thread: all is over.
  func end(_ outcome: Result<Int, any Error>) {
    let waiter = state.withLock { state in
      state.outcome = outcome
      return Self.changed(&state)
    }
    waiter?.resume()
  }

  private static func changed(_ state: inout State) -> UnsafeContinuation<Void, Never>? {
    state.changes += 1
    defer { state.waiter = nil }
    return state.waiter
  }

  private func sleep(since seen: Int) async {
    await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let isLate = state.withLock { state in
          if state.changes == seen { state.waiter = continuation }
          return state.changes != seen
        }
        if isLate { continuation.resume() }
      }
    } onCancel: {
      abandon()
    }
  }
}
