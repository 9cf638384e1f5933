import CPostgres
import Glibc

/// One libpq connection in pipeline mode; used by its own thread only.
final class Wire {
  let connection: OpaquePointer
  let named: Bool
  private var prepared: [String: String] = [:]
  private var counter = 0
  private var flights: [Flight] = []
  private static let preparedLimit = 1000

  /// - Throws: ``DatabaseError`` `08006` with libpq's message when no connection can be made.
  init(conninfo: String, named: Bool) throws {
    guard let connection = PQconnectdb(conninfo) else {
      throw DatabaseError(sqlState: "08006", message: "Out of memory.")
    }
    self.connection = connection
    self.named = named
    guard PQstatus(connection) == CONNECTION_OK, PQenterPipelineMode(connection) == 1,
      PQsetnonblocking(connection, 1) == 0
    else {
      throw DatabaseError(
        sqlState: "08006", message: String(cString: PQerrorMessage(connection)))
    }
  }

  deinit { PQfinish(connection) }

  var socket: Int32 { PQsocket(connection) }
  var depth: Int { flights.count }
  var inFlight: [Job] { flights.map(\.job) }
  var isOpen: Bool { PQstatus(connection) == CONNECTION_OK }
  /// The transaction that an error left behind must be rolled back before the connection serves another.
  var isIdle: Bool { PQtransactionStatus(connection) == PQTRANS_IDLE }

  /// Puts a batch and its Sync into the pipeline.
  func send(_ job: Job, _ statements: [SQL]) throws {
    var flight = Flight(job: job)
    for (index, statement) in statements.enumerated() { try queue(statement, index, in: &flight) }
    try check(PQpipelineSync(connection))
    flights.append(flight)
    try flush()
  }

  private func queue(_ sql: SQL, _ index: Int, in flight: inout Flight) throws {
    guard named, prepared[sql.text] != nil || prepared.count < Self.preparedLimit else {
      try withParameters(sql.binds) { count, types, values in
        try check(PQsendQueryParams(connection, sql.text, count, types, values, nil, nil, 0))
      }
      flight.commands.append(.statement(index, sql.text))
      return
    }
    let name = try prepared[sql.text] ?? prepare(sql, index, in: &flight)
    try withParameters(sql.binds) { count, _, values in
      try check(PQsendQueryPrepared(connection, name, count, values, nil, nil, 0))
    }
    flight.commands.append(.statement(index, sql.text))
  }

  private func prepare(_ sql: SQL, _ index: Int, in flight: inout Flight) throws -> String {
    counter += 1
    let name = "s\(counter)"
    let types = sql.binds.map(\.type)
    try check(PQsendPrepare(connection, name, sql.text, Int32(types.count), types))
    prepared[sql.text] = name
    flight.commands.append(.preparation(index, sql.text))
    return name
  }

  private func check(_ code: Int32) throws {
    guard code == 1 else {
      throw DatabaseError(sqlState: "08006", message: String(cString: PQerrorMessage(connection)))
    }
  }

  /// Whether more is to be written when the socket takes it.
  @discardableResult
  func flush() throws -> Bool {
    let left = PQflush(connection)
    guard left >= 0 else {
      throw DatabaseError(sqlState: "08006", message: "The connection broke.")
    }
    return left == 1
  }

  /// Reads what has come and hands over every flight that is complete.
  ///
  /// - Throws: ``DatabaseError`` when the connection is lost.
  func receive(_ complete: (Flight) -> Void) throws {
    try check(PQconsumeInput(connection))
    while !flights.isEmpty, PQisBusy(connection) == 0 {
      guard let result = PQgetResult(connection) else { continue }
      take(result, complete)
    }
    guard isOpen else { throw DatabaseError(sqlState: "08006", message: "The connection broke.") }
  }

  private func take(_ result: OpaquePointer, _ complete: (Flight) -> Void) {
    switch PQresultStatus(result) {
    case PGRES_PIPELINE_SYNC:
      PQclear(result)
      var flight = flights.removeFirst()
      forget(after: &flight)
      complete(flight)
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK: flights[0].accept(Rows(result))
    default:
      flights[0].fail(result)
      PQclear(result)
    }
  }

  /// What a failed batch was to prepare is not prepared; what the server has lost must be prepared again.
  private func forget(after flight: inout Flight) {
    guard let error = flight.error else { return }
    for case .preparation(_, let text) in flight.unconfirmed { prepared[text] = nil }
    if error.sqlState == "0A000" || error.sqlState == "26000",
      case .statement(_, let text)? = flight.failed
    {
      prepared[text] = nil
    }
  }

  private func withParameters(
    _ binds: [Bind],
    _ body: (Int32, [UInt32], UnsafePointer<UnsafePointer<CChar>?>?) throws -> Void
  ) throws {
    let values = binds.map { bind in bind.text.map { strdup($0) } ?? nil }
    defer { for value in values { free(value) } }
    try values.map { UnsafePointer($0) }.withUnsafeBufferPointer {
      try body(Int32(binds.count), binds.map(\.type), $0.baseAddress)
    }
  }
}
