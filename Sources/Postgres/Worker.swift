import Logging

/// The thread of one connection: takes requests from its inbox, sends them, waits for the answers.
final class Worker {
  private let inbox: Inbox
  private let depth: Int
  private let settings: ConnectionSettings
  private let counters: Counters
  private let logger: Logger
  private let signal = Signal()
  private let seat: Int
  private var basket: [Request] = []
  /// Leases being served: transactions may stay open between their requests.
  private var leases = 0

  init(
    _ inbox: Inbox, depth: Int, settings: ConnectionSettings, counters: Counters, logger: Logger
  ) {
    self.inbox = inbox
    self.depth = depth
    self.settings = settings
    self.counters = counters
    self.logger = logger
    seat = inbox.join(signal)
  }

  /// Serves the inbox until it is closed and empty, with a new connection after each loss.
  func run() {
    var backoff = Backoff()
    while !inbox.isClosed {
      do {
        let connection = try Connection(settings, counters: counters)
        backoff = Backoff()
        if inbox.connectionOpened() { logger.info("The database can be reached again") }
        let isFinished = serve(inbox, seat: seat, depth: depth, on: connection)
        connection.abandonFlights()
        inbox.connectionLost(seat)
        if isFinished { return }
      } catch {
        report(error, inbox.connectionRefused(), isFirst: backoff.isFresh)
        signal.wait(milliseconds: backoff.next())
      }
    }
    inbox.fail()
  }

  /// Serves with one connection and does not replace it.
  func runOnce() {
    do {
      let connection = try Connection(settings, counters: counters)
      leases += 1
      _ = serve(inbox, seat: seat, depth: 1, on: connection)
      connection.abandonFlights()
    } catch {
      logger.error("The database cannot be reached: \(Self.reason(error))")
    }
    inbox.fail()
  }

  /// Works until the inbox is closed and empty (`true`) or the connection is lost.
  private func serve(_ inbox: Inbox, seat: Int, depth: Int, on connection: Connection) -> Bool {
    while true {
      let room = connection.isCancelling ? 0 : depth - connection.flights.count
      if room > 0 {
        basket.removeAll(keepingCapacity: true)
        if case .finished = inbox.take(room, for: seat, into: &basket),
          connection.flights.isEmpty
        {
          return true
        }
        if !basket.isEmpty {
          guard dispatch(seat, connection) else { return false }
          if connection.flights.count < depth { continue }
        }
      }
      guard wait(inbox, seat, connection) else { return false }
    }
  }

  /// Sends what is in the basket; `false` when the connection is lost.
  private func dispatch(_ seat: Int, _ connection: Connection) -> Bool {
    let requests = basket
    basket.removeAll(keepingCapacity: true)
    for (place, request) in requests.enumerated() where request.begin(at: seat) {
      let isAlive: Bool
      if case .lease(let lease) = request.work {
        isAlive = serveLease(lease, request, connection)
      } else {
        isAlive = connection.send(request)
      }
      guard isAlive else {
        for unsent in requests[(place + 1)...] { unsent.settle(throwing: ClientError.unavailable) }
        return false
      }
    }
    return true
  }

  /// Works for one task alone until it gives the connection back; `false` when it is lost or was
  /// given back in the middle of a transaction.
  private func serveLease(_ lease: Inbox, _ request: Request, _ connection: Connection) -> Bool {
    let seat = lease.join(signal)
    guard request.settle(Attempt(results: [], error: nil)) else { return true }
    leases += 1
    defer { leases -= 1 }
    let isReturned = serve(lease, seat: seat, depth: 1, on: connection)
    lease.fail()
    return isReturned && connection.isClean
  }

  /// Sleeps until there is something to read, to write, to send or to give up.
  private func wait(_ inbox: Inbox, _ seat: Int, _ connection: Connection) -> Bool {
    let watch = Watch(connection, signal)
    if watch.isReadable {
      guard connection.receive() else { return false }
      if connection.flights.isEmpty && leases == 0 && !connection.isClean { return false }
    }
    if watch.isWritable || connection.needsFlush {
      guard connection.flush() else { return false }
    }
    guard !counters.isAborted.load(ordering: .relaxed) else { return false }
    return connection.tend(signal) { inbox.standBack(seat) }
  }

  /// Says once what an administrator should know.
  private func report(_ error: any Error, _ refusal: Inbox.Refusal, isFirst: Bool) {
    switch refusal {
    case .outage: logger.error("The database cannot be reached: \(Self.reason(error))")
    case .partial where isFirst:
      logger.warning("The database refused a further connection: \(Self.reason(error))")
    case .partial, .total: break
    }
  }

  /// What libpq said, without the SQLSTATE that it has none of.
  private static func reason(_ error: any Error) -> String {
    (error as? DatabaseError)?.message ?? "\(error)"
  }
}
