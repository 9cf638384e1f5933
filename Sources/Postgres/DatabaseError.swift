import CPostgres

/// What the server answered instead of a result, field by field.
public struct DatabaseError: Error, Sendable, Hashable {
  /// The SQLSTATE; `08006` when the connection was lost, `08001` when none could be opened.
  public var sqlState: String
  /// One line for a person, in the server's language.
  public var message: String
  /// More about the error. It can quote rows: it never leaves the service.
  public var detail: String?
  /// What one might do about it.
  public var hint: String?
  /// The schema of the table or type the error speaks of.
  public var schema: String?
  /// The table the error speaks of.
  public var table: String?
  /// The column the error speaks of.
  public var column: String?
  /// The constraint that was violated.
  public var constraint: String?
  /// Where in the batch the statement stands; `nil` when the error came with the commit.
  public var statement: Int?

  /// An error made of its fields.
  public init(
    sqlState: String, message: String, detail: String? = nil, hint: String? = nil,
    schema: String? = nil, table: String? = nil, column: String? = nil, constraint: String? = nil,
    statement: Int? = nil
  ) {
    self.sqlState = sqlState
    self.message = message
    self.detail = detail
    self.hint = hint
    self.schema = schema
    self.table = table
    self.column = column
    self.constraint = constraint
    self.statement = statement
  }

  /// The fields of a failed result, which stays the caller's to free.
  init(result: OpaquePointer, statement: Int?) {
    func field(_ code: Character) -> String? {
      guard let value = PQresultErrorField(result, Int32(code.asciiValue ?? 0)) else { return nil }
      return String(cString: value)
    }
    let whole = PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
    self.init(
      sqlState: field("C") ?? "08006", message: field("M") ?? whole.trimmed, detail: field("D"),
      hint: field("H"), schema: field("s"), table: field("t"), column: field("c"),
      constraint: field("n"), statement: statement)
  }

  /// The transaction lost against another one and may succeed when it is run again.
  public var isConflict: Bool { sqlState == "40001" || sqlState == "40P01" }

  /// The server is going down, coming up or has ended this session.
  var isDisconnection: Bool {
    ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(sqlState) || sqlState.hasPrefix("08")
  }

  /// The prepared statement no longer fits the tables, or is not there.
  var isStalePlan: Bool { sqlState == "0A000" || sqlState == "26000" }
}

extension DatabaseError: CustomStringConvertible {
  /// The SQLSTATE and the message, without what could quote a row.
  public var description: String {
    let place = statement.map { " (statement \($0))" } ?? ""
    return "\(sqlState): \(message)\(place)"
  }
}

extension String {
  /// Without white space at its ends.
  var trimmed: String {
    guard let start = firstIndex(where: { !$0.isWhitespace }),
      let end = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[start...end])
  }
}
