import Glibc

/// One sleep of a connection's thread: on its socket, its signal and the next deadline.
struct Watch {
  let isReadable: Bool
  let isWritable: Bool

  init(_ connection: Connection, _ signal: Signal) {
    let interest = connection.needsFlush ? POLLIN | POLLOUT : POLLIN
    var socket = pollfd(fd: connection.socket, events: Int16(interest), revents: 0)
    var wake = pollfd(fd: signal.descriptor, events: Int16(POLLIN), revents: 0)
    withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { both in
      both[0] = socket
      both[1] = wake
      poll(both.baseAddress, 2, connection.sleep)
      socket = both[0]
      wake = both[1]
    }
    if wake.revents != 0 { signal.clear() }
    // A hang-up or an error is found by reading. What TLS has already decrypted shows in no poll.
    isReadable =
      socket.revents & ~Int16(POLLOUT) != 0
      || (connection.isEncrypted && !connection.flights.isEmpty)
    isWritable = socket.revents & Int16(POLLOUT) != 0
  }
}

extension Connection {
  /// How long the thread may sleep, in milliseconds; -1 for as long as nothing happens.
  fileprivate var sleep: Int32 {
    if flights.isEmpty && cancellation == nil { return -1 }
    var next = cancellation?.surrender ?? .max
    for flight in flights.all {
      next = min(next, flight.request?.isSettled == true ? flight.surrender : flight.end)
    }
    let now = Clock.now()
    let milliseconds = next > now ? (next - now) / 1_000_000 + 1 : 0
    return Int32(min(milliseconds, isEncrypted ? 200 : 60_000))
  }
}
