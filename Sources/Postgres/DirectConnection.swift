import CPostgres
import Glibc

/// A libpq connection without pipeline, for COPY and LISTEN; it belongs to one thread, which waits
/// for the server and for a signal at once.
final class DirectConnection {
  let pointer: OpaquePointer
  let notices = Notices()
  private let signal: Signal
  private let isAbandoned: () -> Bool

  /// Opens it; blocks.
  ///
  /// - Parameter isAbandoned: Asked whenever the signal was raised; `true` ends what is under way.
  /// - Throws: ``DatabaseError`` 08001.
  init(
    _ settings: ConnectionSettings, signal: Signal, isAbandoned: @escaping () -> Bool
  ) throws {
    pointer = try settings.open()
    self.signal = signal
    self.isAbandoned = isAbandoned
    notices.listen(to: pointer)
    PQsetnonblocking(pointer, 1)
  }

  deinit { PQfinish(pointer) }

  /// Runs one statement.
  ///
  /// - Parameter place: What an error shall name as its statement.
  /// - Throws: ``DatabaseError``; `CancellationError` when abandoned.
  @discardableResult
  func run(_ sql: SQL, place: Int? = nil, patience: Duration? = nil) throws -> Rows {
    var parameters = ParameterBuffer()
    parameters.load(sql.binds)
    let isSent = PQsendQueryParams(
      pointer, sql.text, Int32(parameters.count), parameters.types, parameters.values, nil, nil, 0)
    guard isSent == 1 else { throw lost }
    let end = patience.map { Clock.now() + $0.nanoseconds }
    try flush()
    let rows = try result(place: place, end: end)
    let status = PQresultStatus(rows.pointer)
    if status != PGRES_COPY_IN && status != PGRES_COPY_OUT { drain() }
    return rows
  }

  /// Waits for the result that ends a COPY.
  func lastResult(place: Int) throws -> Rows {
    let rows = try result(place: place)
    drain()
    return rows
  }

  /// Reads the end of a statement, so that another can follow.
  private func drain() {
    while let result = PQgetResult(pointer) { PQclear(result) }
  }

  /// Waits for the next result.
  func result(place: Int?, end: Nanoseconds? = nil) throws -> Rows {
    while PQisBusy(pointer) != 0 {
      try pause(until: end)
      guard PQconsumeInput(pointer) == 1 else { throw lost }
    }
    guard let result = PQgetResult(pointer) else { throw lost }
    switch PQresultStatus(result) {
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
      defer { PQclear(result) }
      throw DatabaseError(result: result, statement: place)
    default: return Rows(result)
    }
  }

  /// Sends all that is buffered, and reads what comes meanwhile.
  func flush() throws {
    while true {
      switch PQflush(pointer) {
      case 0: return
      case 1:
        try pause(isWriting: true)
        guard PQconsumeInput(pointer) == 1 else { throw lost }
      default: throw lost
      }
    }
  }

  /// Sleeps until the server has something to say, or takes more.
  ///
  /// - Returns: The signal was raised.
  /// - Throws: `CancellationError` when abandoned; ``DatabaseError`` 08006 when the time is over.
  @discardableResult
  func pause(isWriting: Bool = false, until end: Nanoseconds? = nil) throws -> Bool {
    let events = Int16(isWriting ? POLLIN | POLLOUT : POLLIN)
    var socket = pollfd(fd: PQsocket(pointer), events: events, revents: 0)
    var wake = pollfd(fd: signal.descriptor, events: Int16(POLLIN), revents: 0)
    let timeout = end.map { $0 > Clock.now() ? Int32(($0 - Clock.now()) / 1_000_000 + 1) : 0 }
    withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { both in
      both[0] = socket
      both[1] = wake
      poll(both.baseAddress, 2, timeout ?? (PQsslInUse(pointer) != 0 ? 200 : -1))
      (socket, wake) = (both[0], both[1])
    }
    if let end, Clock.now() > end, socket.revents == 0 { throw lost }
    guard wake.revents != 0 else { return false }
    signal.clear()
    guard isAbandoned() else { return true }
    // On a thread of its own, since a frozen server would keep it; nobody waits for it.
    _ = Cancellation(of: pointer, signal)
    throw CancellationError()
  }

  /// Sleeps until the server has something to say or the signal was raised; `false` when the time
  /// is over.
  func sleep(until end: Nanoseconds) throws -> Bool {
    do {
      try pause(until: end)
      return true
    } catch is DatabaseError {
      return false
    }
  }

  /// The connection broke.
  var lost: DatabaseError {
    let message = PQerrorMessage(pointer).map { String(cString: $0).trimmed } ?? ""
    return DatabaseError(
      sqlState: "08006", message: message.isEmpty ? "the connection was lost" : message)
  }
}
