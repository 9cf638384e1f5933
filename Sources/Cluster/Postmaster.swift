import Foundation
import Synchronization

/// The running server process, watched by the thread that spawned it.
///
/// The kernel sends the death signal when that *thread* ends, so it lives as long as the server:
/// it does nothing but wait. When this process dies by `kill -9`, PostgreSQL shuts down by itself.
final class Postmaster: Sendable {
  /// The process id.
  let pid: pid_t
  private let ending: Ending

  private init(pid: pid_t, ending: Ending) {
    self.pid = pid
    self.ending = ending
  }

  /// Spawns the server and the thread that waits for it.
  static func start(_ spawn: Spawn) async throws -> Postmaster {
    try await withCheckedThrowingContinuation { continuation in
      Thread { watch(spawn, continuation) }.start()
    }
  }

  /// Its exit status, or nil while it runs.
  var status: Int32? { ending.status }

  /// Waits until it has ended.
  func ended() async -> Int32 { await ending.wait() }

  /// Sends a signal unless it has ended.
  func send(_ signal: Int32) {
    if status == nil { kill(pid, signal) }
  }

  private static func watch(_ spawn: Spawn, _ started: CheckedContinuation<Postmaster, any Error>) {
    do {
      let master = Postmaster(pid: try spawn.start(), ending: Ending())
      started.resume(returning: master)
      master.ending.finish(waitForEnd(master.pid))
    } catch {
      started.resume(throwing: error)
    }
  }
}

/// A status that comes once and is awaited by many.
private final class Ending: Sendable {
  private struct State {
    var status: Int32?
    var waiting: [CheckedContinuation<Int32, Never>] = []
  }

  private let state = Mutex(State())

  var status: Int32? { state.withLock { $0.status } }

  func finish(_ status: Int32) {
    let waiting = state.withLock { state in
      state.status = status
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume(returning: status) }
  }

  func wait() async -> Int32 {
    await withCheckedContinuation { continuation in
      let status = state.withLock { state in
        if state.status == nil { state.waiting.append(continuation) }
        return state.status
      }
      if let status { continuation.resume(returning: status) }
    }
  }
}
