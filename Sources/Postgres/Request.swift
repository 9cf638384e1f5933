import Synchronization

/// Work for a connection and the task that waits for it.
///
/// Whoever settles it first, the database thread, the sweeper or the task's cancellation, resumes
/// the task; the others find it settled.
final class Request: Sendable {
  typealias Continuation = UnsafeContinuation<Attempt, any Error>

  /// What the connection shall do.
  enum Work: Sendable {
    /// Send all, then one Sync.
    case statements([SQL])
    /// Serve only this inbox until it is closed.
    case lease(Inbox)
  }

  let work: Work
  /// How many statements at the head are ours and not the caller's.
  let hidden: Int
  /// How long it may take once sent.
  let deadline: Nanoseconds
  /// How long it may wait to be sent.
  let patience: Nanoseconds
  /// An end without an answer leaves nothing behind, so that it may be cancelled on the server.
  let harmless: Bool
  /// When it began to wait.
  let created = Clock.now()
  /// Where it waits, to wake the connection that serves it.
  let inbox: Inbox

  private let state = Atomic<Int>(State.fresh)
  private let seat = Atomic<Int>(-1)
  nonisolated(unsafe) private var continuation: Continuation?

  private enum State {
    static let fresh = 0
    static let armed = 1
    static let settled = 2
  }

  init(
    _ work: Work, hidden: Int = 0, inbox: Inbox, deadline: Nanoseconds, patience: Nanoseconds,
    harmless: Bool
  ) {
    self.work = work
    self.hidden = hidden
    self.inbox = inbox
    self.deadline = deadline
    self.patience = patience
    self.harmless = harmless
  }

  var statements: [SQL] {
    if case .statements(let statements) = work { statements } else { [] }
  }

  /// Nobody waits for it any more.
  var isSettled: Bool { state.load(ordering: .sequentiallyConsistent) == State.settled }

  /// Keeps the continuation; `false`, after resuming it, when the task was cancelled before.
  func arm(_ continuation: Continuation) -> Bool {
    self.continuation = continuation
    if advance(from: State.fresh, to: State.armed) { return true }
    continuation.resume(throwing: CancellationError())
    return false
  }

  /// Resumes the task with its results; `false` when it no longer waits.
  @discardableResult
  func settle(_ attempt: Attempt) -> Bool {
    guard advance(from: State.armed, to: State.settled) else { return false }
    continuation?.resume(returning: attempt)
    return true
  }

  /// Resumes the task with an error; `false` when it no longer waits.
  @discardableResult
  func settle(throwing error: any Error) -> Bool {
    guard advance(from: State.armed, to: State.settled) else { return false }
    continuation?.resume(throwing: error)
    return true
  }

  /// The task was cancelled: it stops waiting, and the connection may cancel the statement.
  func cancel() {
    if advance(from: State.fresh, to: State.settled) { return }
    guard settle(throwing: CancellationError()) else { return }
    let seat = seat.load(ordering: .sequentiallyConsistent)
    if seat >= 0 { inbox.wake(seat) }
  }

  /// A connection is about to send it; `false` when nobody waits any more.
  func begin(at seat: Int) -> Bool {
    self.seat.store(seat, ordering: .sequentiallyConsistent)
    return !isSettled
  }

  private func advance(from old: Int, to new: Int) -> Bool {
    state.compareExchange(
      expected: old, desired: new, ordering: .sequentiallyConsistent
    ).exchanged
  }
}
