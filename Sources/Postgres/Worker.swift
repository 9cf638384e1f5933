import CPostgres
import Foundation
import Glibc
import Logging

/// The thread of one connection: takes jobs from its queue, keeps up to `depth` of them in flight, replaces a lost connection.
final class Worker: Sendable {
  private let conninfo: String
  private let queue: Queue
  private let depth: Int
  private let named: Bool
  private let logger: Logger
  private let bell = Bell()

  init(conninfo: String, queue: Queue, depth: Int, named: Bool, logger: Logger) {
    self.conninfo = conninfo
    self.queue = queue
    self.depth = depth
    self.named = named
    self.logger = logger
  }

  /// Runs until the queue is closed and empty; `ended` is called last.
  func start(ended: @escaping @Sendable () -> Void) {
    let thread = Thread { [self] in
      live()
      ended()
    }
    thread.name = "postgres"
    thread.stackSize = 1 << 20
    thread.start()
  }

  private func live() {
    var pause = 0.05
    while !(queue.isClosed && queue.waiting == 0) {
      do {
        let wire = try Wire(conninfo: conninfo, named: named)
        pause = 0.05
        try serve(wire, queue, depth: depth)
      } catch {
        logger.warning("The database connection was lost or refused: \(error)")
        for job in queue.expire() { job.ticket.settle(.failure(ClientError.unavailable)) }
        Thread.sleep(forTimeInterval: pause)
        pause = min(pause * 2, 2)
      }
    }
  }

  /// Works a queue off until it is closed and all is answered.
  private func serve(_ wire: Wire, _ queue: Queue, depth: Int) throws {
    do {
      while true {
        try fill(wire, queue, depth: depth)
        if wire.depth == 0, queue.isClosed, queue.waiting == 0 { return }
        try wait(wire)
        try wire.receive { settle($0, queue) }
      }
    } catch {
      for job in wire.inFlight { job.ticket.settle(.failure(ClientError.outcomeUnknown)) }
      throw error
    }
  }

  private func fill(_ wire: Wire, _ queue: Queue, depth: Int) throws {
    while wire.depth < depth, let job = queue.pop(orRing: bell) {
      guard !job.ticket.isSettled else { continue }
      switch job.work {
      case .batch(let statements): try wire.send(job, statements)
      case .lease(let own): try lease(wire, own, job)
      }
    }
  }

  /// Lends the connection to a transaction until it closes its queue.
  private func lease(_ wire: Wire, _ own: Queue, _ job: Job) throws {
    job.ticket.settle(.success(Attempt(results: [], error: nil)))
    defer {
      for job in own.expire(all: true) { job.ticket.settle(.failure(ClientError.unavailable)) }
    }
    do {
      try serve(wire, own, depth: 1)
    } catch {
      own.close()
      throw error
    }
    guard wire.isIdle else {
      throw DatabaseError(sqlState: "25P02", message: "A transaction was left open.")
    }
  }

  private func wait(_ wire: Wire) throws {
    let more = try wire.flush()
    var watched = [
      pollfd(fd: wire.socket, events: Int16(POLLIN | (more ? POLLOUT : 0)), revents: 0),
      pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    _ = poll(&watched, 2, 1000)
    if watched[1].revents != 0 { bell.silence() }
  }

  private func settle(_ flight: Flight, _ queue: Queue) {
    if flight.mustRepeat, flight.job.attempts == 0 {
      var job = flight.job
      job.attempts += 1
      if (try? queue.push(job)) != nil { return }
    }
    flight.job.ticket.settle(.success(Attempt(results: flight.results, error: flight.error)))
  }
}
