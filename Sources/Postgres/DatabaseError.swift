import CPostgres

/// What PostgreSQL said when it refused a statement.
public struct DatabaseError: Error, Sendable, Hashable {
  /// SQLSTATE; `08006` when the connection was lost.
  public var sqlState: String
  public var message: String
  public var detail: String?
  public var hint: String?
  public var schema: String?
  public var table: String?
  public var column: String?
  public var constraint: String?
  /// Which statement of the batch, counted from 0; nil when it failed at its commit.
  public var statement: Int?

  public init(sqlState: String, message: String, statement: Int? = nil) {
    self.sqlState = sqlState
    self.message = message
    self.statement = statement
  }

  init(result: OpaquePointer, statement: Int?) {
    func field(_ code: Unicode.Scalar) -> String? {
      PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
    }
    sqlState = field("C") ?? "08006"
    message = field("M") ?? String(cString: PQresultErrorMessage(result))
    detail = field("D")
    hint = field("H")
    schema = field("s")
    table = field("t")
    column = field("c")
    constraint = field("n")
    self.statement = statement
  }
}

extension DatabaseError: CustomStringConvertible {
  public var description: String {
    "\(sqlState) \(message)" + (constraint.map { " [\($0)]" } ?? "")
  }
}

/// Why the client could not put a statement to the database at all, or does not know what came of it.
public enum ClientError: Error, Sendable, Hashable {
  /// Too many wait already; nothing was sent.
  case overloaded
  /// It took longer than its caller allows; a write may still have happened only if it was under way.
  case deadline
  /// No connection can be had now; nothing was sent.
  case unavailable
  /// The connection was lost behind the statements; whether they took effect is not known.
  case outcomeUnknown
  /// A text holds a NUL, which PostgreSQL cannot store.
  case nulInText
}
