import Postgres

/// The verbs of accounts and sessions.
struct SignIn: Sendable {
  let door: Entrance
  let client: Client

  var operations: [Operation] {
    [
      SessionOpening(client: client).operation, Me(door: door).operation,
    ] + SessionClosing(door: door).operations + Tokens(door: door).operations
      + PasswordChange(door: door).operations + AccountLock(door: door).operations
  }
}

extension Operation {
  /// The answer's schema of a list of objects or an object, as JSON.
  static func json(_ schema: JSON) -> [String: JSON] { ["application/json": schema] }
}
