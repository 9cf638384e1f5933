import Postgres

/// The verbs of accounts and sessions.
struct AccessVerbs: Sendable {
  let door: Entrance
  let client: Client
  /// The service's own; the same on every node.
  let secret: [UInt8]

  /// How often one may fail to sign in within 15 minutes: from one address ten times to a login and a hundred times
  /// in all, and two hundred times to a login from everywhere (draft-ietf-httpapi-ratelimit-headers-11).
  static let policy = (
    name: "RateLimit-Policy",
    value: "\"sign-in\";q=10;w=900, \"login\";q=200;w=900, \"address\";q=100;w=900"
  )

  var operations: [Operation] {
    [
      SessionOpening(client: client).operation, Me(door: door).operation,
    ] + SessionClosing(door: door).operations + Tokens(door: door).operations
      + PasswordChange(door: door, secret: secret).operations + AccountLock(door: door).operations
  }
}

extension Operation {
  /// The answer's schema of a list of objects or an object, as JSON.
  static func json(_ schema: JSON) -> [String: JSON] { ["application/json": schema] }
}
