import CPostgres

/// The transaction around one COPY, on its thread.
struct Copying {
  private let settings: ConnectionSettings
  private let handoff: Handoff

  init(_ settings: ConnectionSettings, _ handoff: Handoff) {
    self.settings = settings
    self.handoff = handoff
  }

  /// Opens a connection, begins, runs what comes before, copies, commits.
  ///
  /// - Throws: ``DatabaseError``, ``ClientError``, what `check` throws.
  func run(
    _ head: [SQL], before: [SQL], check: Client.Check, _ body: (DirectConnection) throws -> Int
  ) throws -> Int {
    let connection = try open()
    do {
      try connection.run("begin")
      for statement in head { try connection.run(statement) }
      var results: [Rows] = []
      for (place, statement) in before.enumerated() {
        results.append(try connection.run(statement, place: place))
      }
      try check(results)
      let count = try body(connection)
      try commit(connection)
      return count
    } catch let error as DatabaseError where error.isDisconnection {
      throw ClientError.unavailable
    }
  }

  private func open() throws -> DirectConnection {
    do {
      let handoff = handoff
      return try DirectConnection(settings, signal: handoff.signal) { handoff.isAbandoned }
    } catch {
      throw ClientError.unavailable
    }
  }

  /// A commit whose answer is lost may have happened.
  private func commit(_ connection: DirectConnection) throws {
    try handoff.beginCommit()
    do {
      try connection.run("commit")
    } catch let error as DatabaseError where error.isDisconnection {
      throw ClientError.outcomeUnknown
    }
    if connection.notices.takeUnreplicated() { throw ClientError.outcomeUnknown }
  }
}

extension Bind {
  /// The value as a literal with its type, for COPY, which takes no parameters.
  var literal: String {
    let value = text.map { "'" + $0.replacing("'", with: "''") + "'" } ?? "null"
    guard let name = Self.typeNames[type] else { return value }
    return "\(value)::pg_catalog.\(name)"
  }

  private static let typeNames: [UInt32: String] = [
    16: "bool", 17: "bytea", 20: "int8", 21: "int2", 23: "int4", 25: "text", 26: "oid",
    114: "json", 700: "float4", 701: "float8", 1000: "_bool", 1007: "_int4", 1009: "_text",
    1016: "_int8", 1043: "varchar", 1082: "date", 1114: "timestamp", 1184: "timestamptz",
    1186: "interval", 1700: "numeric", 2950: "uuid", 3802: "jsonb",
  ]
}
