import CPostgres

extension Connection {
  /// Takes all answers that have come; `false` when the connection is lost.
  func receive() -> Bool {
    guard PQconsumeInput(pointer) == 1 else { return false }
    while let command = commands.first, PQisBusy(pointer) == 0 {
      guard let result = PQgetResult(pointer) else {
        guard passEnd(of: command) else { return !isLost }
        continue
      }
      idleAnswers = 0
      guard take(result, for: command) else { return false }
    }
    return !isLost
  }

  /// An empty result ends a command; `false` when there is nothing more to read now.
  private func passEnd(of command: Command) -> Bool {
    guard case .sync = command else {
      _ = commands.removeFirst()
      return true
    }
    idleAnswers += 1
    return idleAnswers < 3
  }

  /// Takes one result; `false` when the connection can no longer be used.
  private func take(_ result: OpaquePointer, for command: Command) -> Bool {
    switch PQresultStatus(result) {
    case PGRES_PIPELINE_SYNC:
      PQclear(result)
      _ = commands.removeFirst()
      return finish()
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
      keep(result, for: command)
    case PGRES_PIPELINE_ABORTED:
      PQclear(result)
      if case .prepare(let statement) = command { prepared.forget(statement) }
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      PQclear(result)
      return refuseCopy()
    default:
      fail(result, for: command)
    }
    return true
  }

  private func keep(_ result: OpaquePointer, for command: Command) {
    switch command {
    case .prepare(let statement):
      prepared.confirm(statement)
      PQclear(result)
    case .statement:
      flights.first?.results.append(Rows(result))
    case .sync:
      PQclear(result)
    }
  }

  private func fail(_ result: OpaquePointer, for command: Command) {
    defer { PQclear(result) }
    if case .prepare(let statement) = command { prepared.forget(statement) }
    guard let flight = flights.first, flight.error == nil else { return }
    var place: Int? = flight.results.count - (flight.request?.hidden ?? 0)
    if case .sync = command { place = nil }
    flights.first?.error = DatabaseError(result: result, statement: place)
  }

  /// A COPY in a pipeline never ends; the connection has to.
  private func refuseCopy() -> Bool {
    counters.busy.subtract(1, ordering: .relaxed)
    if let flight = flights.removeFirst() {
      let place = flight.results.count - (flight.request?.hidden ?? 0)
      let error = DatabaseError(
        sqlState: "0A000", message: "COPY needs copyIn or copyOut", statement: place)
      flight.request?.settle(Attempt(results: flight.results, error: error))
    }
    return false
  }

  /// A Sync has come: the group is decided. `false` when the connection is lost.
  private func finish() -> Bool {
    guard let flight = flights.removeFirst() else { return false }
    let isUnreplicated = notices.takeUnreplicated()
    guard let request = flight.request else { return true }
    if let error = flight.error, error.isStalePlan, let isSent = retry(flight, request) {
      return isSent
    }
    counters.busy.subtract(1, ordering: .relaxed)
    if isUnreplicated {
      request.settle(throwing: ClientError.outcomeUnknown)
    } else if let error = flight.error, flight.isOverdue(error) {
      request.settle(throwing: ClientError.deadline)
    } else {
      request.settle(flight.attempt(hidden: request.hidden))
    }
    return true
  }

  /// Prepares anew what has gone stale and sends the group again, once, where nothing was kept of
  /// it; `nil` when that cannot be.
  private func retry(_ flight: Flight, _ request: Request) -> Bool? {
    guard !flight.isRetry, flight.usedPrepared else { return nil }
    for sql in request.statements {
      if let stale = prepared.find(sql) { prepared.forget(stale) }
    }
    let begins = request.hidden > 0 && request.statements.first?.text == Transaction.begin
    if PQtransactionStatus(pointer) == PQTRANS_INERROR {
      guard begins, send(own: "rollback") else { return nil }
    }
    return send(request, isRetry: true)
  }
}
