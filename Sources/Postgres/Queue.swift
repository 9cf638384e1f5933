import CPostgres
import Glibc
import Synchronization

/// Jobs that wait for a connection, and the connections that wait for jobs.
final class Queue: Sendable {
  private struct State {
    var jobs: [Job] = []
    var first = 0
    var idle: [Bell] = []
    var closed = false

    var waiting: Int { jobs.count - first }
  }

  private let state = Mutex(State())
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  var waiting: Int { state.withLock { $0.waiting } }
  var isClosed: Bool { state.withLock { $0.closed } }

  /// - Throws: ``ClientError/overloaded`` when too many wait, ``ClientError/unavailable`` when it is closed.
  func push(_ job: Job) throws {
    let bell: Bell? = try state.withLock {
      guard !$0.closed else { throw ClientError.unavailable }
      guard $0.waiting < limit else { throw ClientError.overloaded }
      $0.jobs.append(job)
      return $0.idle.popLast()
    }
    bell?.ring()
  }

  /// The next job; where there is none, `bell` is rung when one comes.
  func pop(orRing bell: Bell) -> Job? {
    state.withLock {
      guard $0.waiting > 0 else {
        if !$0.idle.contains(where: { $0 === bell }) { $0.idle.append(bell) }
        return nil
      }
      let job = $0.jobs[$0.first]
      $0.first += 1
      if $0.first > 512 || $0.first == $0.jobs.count {
        $0.jobs.removeFirst($0.first)
        $0.first = 0
      }
      return job
    }
  }

  /// Takes out the jobs that may not wait any longer, or all of them.
  func expire(all: Bool = false) -> [Job] {
    let now = ContinuousClock.now
    return state.withLock {
      let waiting = Array($0.jobs[$0.first...])
      $0.jobs = all ? [] : waiting.filter { $0.startBy > now && !$0.ticket.isSettled }
      $0.first = 0
      return all ? waiting : waiting.filter { $0.startBy <= now }
    }
  }

  /// Takes no more jobs and wakes every connection that waits.
  func close() {
    let bells = state.withLock { state in
      state.closed = true
      defer { state.idle = [] }
      return state.idle
    }
    for bell in bells { bell.ring() }
  }
}

/// Wakes a thread that waits in `poll`.
final class Bell: Sendable {
  let descriptor: Int32

  init() { descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC)) }

  deinit { close(descriptor) }

  func ring() { _ = eventfd_write(descriptor, 1) }

  func silence() {
    var count: eventfd_t = 0
    _ = eventfd_read(descriptor, &count)
  }
}
