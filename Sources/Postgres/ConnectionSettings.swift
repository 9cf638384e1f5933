import CPostgres

/// How one kind of connection logs in.
struct ConnectionSettings: Sendable {
  var conninfo: String
  var applicationName: String
  /// Statements are prepared by name.
  var isPrepared = true
  /// A pooler stands between, which would pass settings on to others: none are sent at log-in.
  var isPooled = false
  var preparedLimit = 512
  /// What the server allows one statement.
  var statementTimeout: Duration

  /// Settings of the session that results and binds rely on.
  static let session = [
    ("TimeZone", "UTC"), ("DateStyle", "ISO"), ("IntervalStyle", "iso_8601"),
    ("bytea_output", "hex"),
  ]

  /// Opens a connection; blocks.
  ///
  /// - Throws: ``DatabaseError`` 08001 when there is none to be had.
  func open() throws -> OpaquePointer {
    let words = parameters()
    let pointer = withCStrings(words.map(\.0)) { keys in
      withCStrings(words.map(\.1)) { values in PQconnectdbParams(keys, values, 1) }
    }
    guard let pointer else { throw DatabaseError(sqlState: "53200", message: "out of memory") }
    guard PQstatus(pointer) == CONNECTION_OK else {
      let message = PQerrorMessage(pointer).map { String(cString: $0) } ?? ""
      PQfinish(pointer)
      throw DatabaseError(sqlState: "08001", message: message.trimmed)
    }
    return pointer
  }

  /// What stands before the connection string is a default, what stands behind it is ours.
  private func parameters() -> [(String, String)] {
    var words = [
      ("connect_timeout", "3"), ("tcp_user_timeout", "4000"), ("keepalives_idle", "2"),
      ("keepalives_interval", "1"), ("keepalives_count", "4"),
      ("fallback_application_name", applicationName), ("dbname", conninfo),
      ("client_encoding", "UTF8"),
    ]
    if !isPooled {
      let ours = Self.session + [("statement_timeout", "\(statementTimeout.milliseconds)")]
      let options = [givenOptions] + ours.map { "-c \($0.0)=\($0.1)" }
      words.append(("options", options.filter { !$0.isEmpty }.joined(separator: " ")))
    }
    return words
  }

  /// The `options` of the connection string, which ours are added to.
  private var givenOptions: String {
    guard let parsed = PQconninfoParse(conninfo, nil) else { return "" }
    defer { PQconninfoFree(parsed) }
    var entry = parsed
    while let keyword = entry.pointee.keyword {
      if String(cString: keyword) == "options", let value = entry.pointee.val {
        return String(cString: value)
      }
      entry += 1
    }
    return ""
  }
}
