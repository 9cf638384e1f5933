import CPostgres

extension Connection {
  /// Sends the statements of the request and one Sync; `false` when the connection is lost.
  func send(_ request: Request, isRetry: Bool = false) -> Bool {
    var flight = Flight(request: request)
    flight.isRetry = isRetry
    let statements = request.statements
    flight.results.reserveCapacity(statements.count)
    if !isRetry { counters.busy.add(1, ordering: .relaxed) }
    var isSent = true
    for sql in statements where isSent { isSent = send(sql, in: &flight) }
    flights.append(flight)
    return isSent && sync() && deallocateDropped()
  }

  /// Sends a command of our own as a group of its own.
  func send(own command: String) -> Bool {
    commands.append(.statement)
    flights.append(Flight(request: nil))
    return PQsendQueryParams(pointer, command, 0, nil, nil, nil, nil, 0) == 1 && sync()
  }

  private func sync() -> Bool {
    commands.append(.sync)
    guard PQpipelineSync(pointer) == 1 else { return false }
    return flush()
  }

  private func send(_ sql: SQL, in flight: inout Flight) -> Bool {
    parameters.load(sql.binds)
    guard isPrepared else { return sendUnnamed(sql) }
    if let known = prepared.find(sql) {
      // Until the server has confirmed it, it may yet fail with the group that prepares it.
      guard known.isReady else { return sendUnnamed(sql) }
      flight.usedPrepared = true
      return execute(known)
    }
    let new = prepared.add(sql)
    commands.append(.prepare(new))
    let isSent = new.name.withUnsafeBufferPointer { name in
      PQsendPrepare(
        pointer, name.baseAddress, sql.text, Int32(sql.binds.count), parameters.types)
    }
    return isSent == 1 && execute(new)
  }

  private func execute(_ statement: Prepared) -> Bool {
    commands.append(.statement)
    return statement.name.withUnsafeBufferPointer { name in
      PQsendQueryPrepared(
        pointer, name.baseAddress, Int32(parameters.count), parameters.values, nil, nil, 0)
    } == 1
  }

  private func sendUnnamed(_ sql: SQL) -> Bool {
    commands.append(.statement)
    return PQsendQueryParams(
      pointer, sql.text, Int32(parameters.count), parameters.types, parameters.values, nil, nil, 0)
      == 1
  }

  private func deallocateDropped() -> Bool {
    guard !prepared.dropped.isEmpty else { return true }
    let dropped = prepared.dropped
    prepared.dropped = []
    return dropped.allSatisfy { statement in
      send(own: "deallocate \(statement.label)")
    }
  }
}
