import CPostgres

/// One libpq connection in pipeline mode; it belongs to one thread.
final class Connection {
  let pointer: OpaquePointer
  let notices = Notices()
  var commands = Queue<Command>()
  var flights = Queue<Flight>()
  var prepared: PreparedStatements
  var parameters = ParameterBuffer()
  /// Output waits for the socket to take it.
  var needsFlush = false
  /// Empty results in a row where a Sync was expected.
  var idleAnswers = 0
  /// A cancel request that has been sent.
  var cancellation: Cancellation?
  let isPrepared: Bool
  let counters: Counters

  /// Opens it; blocks.
  ///
  /// - Throws: ``DatabaseError`` 08001.
  init(_ settings: ConnectionSettings, counters: Counters) throws {
    pointer = try settings.open()
    isPrepared = settings.isPrepared
    prepared = PreparedStatements(limit: settings.preparedLimit)
    self.counters = counters
    notices.listen(to: pointer)
    PQsetnonblocking(pointer, 1)
    PQenterPipelineMode(pointer)
    counters.opened.add(1, ordering: .relaxed)
  }

  deinit { PQfinish(pointer) }

  var socket: Int32 { PQsocket(pointer) }
  var isLost: Bool { PQstatus(pointer) == CONNECTION_BAD }
  var isEncrypted: Bool { PQsslInUse(pointer) != 0 }
  /// No transaction is open, so that another request may use it.
  var isClean: Bool { PQtransactionStatus(pointer) == PQTRANS_IDLE }

  /// A cancel request is on its way, which would hit what is sent now.
  var isCancelling: Bool {
    if cancellation?.isDone == true { cancellation = nil }
    return cancellation != nil
  }

  /// Sends what libpq has buffered, as far as the socket takes it; `false` when it is lost.
  func flush() -> Bool {
    let rest = PQflush(pointer)
    needsFlush = rest == 1
    return rest >= 0
  }

  /// Tells all in flight that there will be no answer.
  func abandonFlights() {
    while let flight = flights.removeFirst() {
      guard let request = flight.request else { continue }
      counters.busy.subtract(1, ordering: .relaxed)
      request.settle(
        throwing: request.harmless ? ClientError.unavailable : ClientError.outcomeUnknown)
    }
  }
}
