import Synchronization

/// The one queue that the connections of a lane share, or that a lease has for itself.
final class Inbox: Sendable {
  static let maximumSeats = 64

  private struct State {
    var queue = Queue<Request>()
    /// One bit for each connection that sleeps and has room.
    var hungry: UInt64 = 0
    var seats: [Signal] = []
    var connected = 0
    /// When the first attempt failed since there was last a connection.
    var refusedSince: Nanoseconds?
    var isDown = false
    var isClosed = false
  }

  /// What a connection finds when it looks for work.
  enum Supply {
    /// Perhaps some requests; more may come.
    case open
    /// Closed and empty.
    case finished
  }

  private let state = Mutex(State())
  private let limit: Int
  private let outage: Nanoseconds

  /// - Parameter outage: How long there may be no connection before requests are refused at once.
  init(limit: Int, outage: Nanoseconds = 0) {
    self.limit = limit
    self.outage = outage
  }

  /// No new requests are taken.
  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Requests that wait.
  var waiting: Int { state.withLock { $0.queue.count } }

  /// Gives a connection its seat.
  func join(_ signal: Signal) -> Int {
    state.withLock { state in
      state.seats.append(signal)
      return state.seats.count - 1
    }
  }

  /// Queues the request and wakes a connection, or refuses it at once.
  func add(_ request: Request) {
    let (refusal, signal): (ClientError?, Signal?) = state.withLock { state in
      if state.isClosed || state.isDown { return (.unavailable, nil) }
      if state.queue.count >= limit { return (.overloaded(retryAfter: .seconds(1)), nil) }
      state.queue.append(request)
      guard state.hungry != 0 else { return (nil, nil) }
      let seat = state.hungry.trailingZeroBitCount
      state.hungry &= ~(1 << UInt64(seat))
      return (nil, state.seats[seat])
    }
    if let refusal { request.settle(throwing: refusal) }
    signal?.raise()
  }

  /// Moves up to `room` requests into `basket`; a connection that gets none is woken by the next.
  func take(_ room: Int, for seat: Int, into basket: inout [Request]) -> Supply {
    state.withLock { state in
      while basket.count < room, let request = state.queue.removeFirst() { basket.append(request) }
      let bit: UInt64 = 1 << UInt64(seat)
      if basket.isEmpty {
        if state.isClosed { return .finished }
        state.hungry |= bit
      } else {
        state.hungry &= ~bit
      }
      return .open
    }
  }

  /// The connection can send nothing for a while: new requests shall wake others.
  func standBack(_ seat: Int) {
    state.withLock { $0.hungry &= ~(1 << UInt64(seat)) }
  }

  /// Wakes one connection.
  func wake(_ seat: Int) {
    let signal = state.withLock { $0.seats.indices.contains(seat) ? $0.seats[seat] : nil }
    signal?.raise()
  }

  /// A connection stands; `true` when the lane had been down.
  func connectionOpened() -> Bool {
    state.withLock { state in
      state.connected += 1
      state.refusedSince = nil
      defer { state.isDown = false }
      return state.isDown
    }
  }

  /// A connection is gone.
  func connectionLost(_ seat: Int) {
    state.withLock { state in
      state.connected -= 1
      state.hungry &= ~(1 << UInt64(seat))
    }
  }

  /// What it means that a connection could not be opened.
  enum Refusal {
    /// Others stand.
    case partial
    /// There is none, perhaps only for a moment.
    case total
    /// There has been none for too long, and nobody was told yet.
    case outage
  }

  /// One could not be opened; without any for too long, all who wait are refused.
  func connectionRefused() -> Refusal {
    let (refusal, refused): (Refusal, [Request]) = state.withLock { state in
      guard state.connected == 0 else { return (.partial, []) }
      let now = Clock.now()
      let since = state.refusedSince ?? now
      state.refusedSince = since
      guard now - since >= outage else { return (.total, []) }
      defer { state.isDown = true }
      return (state.isDown ? .total : .outage, state.queue.removeAll { _ in true })
    }
    for request in refused { request.settle(throwing: ClientError.unavailable) }
    return refusal
  }

  /// Refuses new requests; those that wait are still served.
  func close() {
    let seats = state.withLock { state in
      state.isClosed = true
      return state.seats
    }
    for signal in seats { signal.raise() }
  }

  /// Refuses new requests and all that wait.
  func fail() {
    close()
    let refused = state.withLock { $0.queue.removeAll { _ in true } }
    for request in refused { request.settle(throwing: ClientError.unavailable) }
  }

  /// Lets go of requests that have waited too long or that nobody waits for.
  func sweep(_ now: Nanoseconds) {
    let (late, isConnected): ([Request], Bool) = state.withLock { state in
      if state.queue.isEmpty { return ([], true) }
      let late = state.queue.removeAll { $0.isSettled || now > $0.created + $0.patience }
      return (late, state.connected > 0)
    }
    for request in late {
      let isShort = request.deadline <= request.patience
      let busy: ClientError = isShort ? .deadline : .overloaded(retryAfter: .seconds(1))
      request.settle(throwing: isConnected ? busy : .unavailable)
    }
  }
}
