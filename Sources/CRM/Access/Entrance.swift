import Postgres

/// The door over PostgreSQL: every batch begins with ``Enter``, whose answer decides whether the rest counts.
public final class Entrance: Door {
  private let client: Client
  private let cache = SessionCache()
  private let seats: SeatRenewal

  /// - Parameter client: Connected as the service.
  public init(_ client: Client) {
    self.client = client
    seats = SeatRenewal(client)
  }

  /// The statements go behind ``Enter``; with rights that have changed meanwhile both run once more.
  ///
  /// - Throws: ``Problem/unauthenticated``, a 402 where no seat is free, whatever `work` throws, and the client's
  ///   own errors.
  public func pass(
    _ call: Call, lane: Client.Lane, deadline: Duration?,
    _ work: @Sendable (Caller) throws -> [SQL]
  ) async throws -> Passage {
    try await withCaller(call.tokenHash, call.requestID, call.isFromOutside) { hash, caller in
      let enter = Self.enter(hash, caller, call)
      let attempt = try await client.attempt(
        enter + work(caller), lane: lane, deadline: deadline, readOnly: call.method == .get)
      return try passage(hash, caller, attempt)
    }
  }

  private static func enter(_ hash: String, _ caller: Caller, _ call: Call) -> [SQL] {
    Enter.statements(
      tokenHash: hash, version: caller.version, requestID: call.requestID, language: call.language)
  }

  /// Nil when the session's rights are newer than the caller's, or it has ended.
  private func passage(_ hash: String, _ caller: Caller, _ attempt: Attempt) throws -> Passage? {
    guard attempt.results.count >= Enter.count else {
      throw attempt.error ?? DatabaseError(sqlState: "08006", message: "No answer to enter.")
    }
    guard try seats.isIn(hash, attempt.results[Enter.count - 1]) else { return nil }
    var error = attempt.error
    if let statement = error?.statement { error?.statement = statement - Enter.count }
    return Passage(
      caller: caller, results: Array(attempt.results[Enter.count...]), error: error)
  }

  /// Begins with ``Enter``; with rights that have changed meanwhile the transaction runs once more.
  ///
  /// - Throws: ``Problem/unauthenticated``, a 402 where no seat is free, whatever `work` throws, and the client's
  ///   own errors.
  public func transaction<Value: Sendable>(
    _ call: Call, retries: Int, deadline: Duration?,
    _ work: @Sendable (Caller, Transaction) async throws -> Value
  ) async throws -> Value {
    try await withCaller(call.tokenHash, call.requestID, call.isFromOutside) { hash, caller in
      try await client.transaction(retries: retries, deadline: deadline) { transaction -> Value? in
        let entered = try await transaction.batch(Self.enter(hash, caller, call))
        guard try seats.isIn(hash, entered[Enter.count - 1]) else { return nil }
        return try await work(caller, transaction)
      }
    }
  }

  /// Asks the database only for a session that is not remembered, or where it is to be confirmed.
  ///
  /// - Throws: ``Problem/unauthenticated``, ``Problem/forbidden(_:)``, and the client's own errors.
  public func admit(
    _ tokenHash: String, _ access: Operation.Access, requestID: String, confirmed: Bool
  ) async throws {
    try await withCaller(tokenHash, requestID, true) { hash, caller -> Void? in
      if confirmed {
        let enter = Enter.statements(
          tokenHash: hash, version: caller.version, requestID: requestID)
        let attempt = try await client.attempt(enter, lane: .fast, deadline: nil, readOnly: true)
        guard try passage(hash, caller, attempt) != nil else { return nil }
      }
      if case .permission(let permission) = access { try caller.require(permission) }
      return ()
    }
  }

  /// Lets the caller in once, so that the statements of ``Enter`` are those of rights that hold now.
  ///
  /// - Throws: ``Problem/unauthenticated``, and the client's own errors.
  public func entry(_ call: Call) async throws -> (caller: Caller, statements: [SQL]) {
    let passage = try await pass(call, lane: .fast, deadline: nil) { _ in [] }
    guard let hash = call.tokenHash else { throw Problem.unauthenticated }
    return (passage.caller, Self.enter(hash, passage.caller, call))
  }

  /// The account behind a token's hash, as far as it is known without asking.
  func account(behind hash: String) -> Int? { cache.account(hash) }

  /// Runs `body` with the caller as he is known, and once more afresh when that is out of date: when the database
  /// says so, or when `body` refuses a caller whose rights may have grown, or ended, meanwhile.
  ///
  /// - Parameter isFromOutside: Whether the token came over HTTP, where no job's is one: it needs no seat.
  private func withCaller<Value: Sendable>(
    _ tokenHash: String?, _ requestID: String, _ isFromOutside: Bool,
    _ body: (String, Caller) async throws -> Value?
  ) async throws -> Value {
    guard let hash = tokenHash else { throw Problem.unauthenticated }
    if let known = cache[hash] {
      if known.isJob, isFromOutside { throw Problem.unauthenticated }
      do {
        if let value = try await body(hash, known) { return value }
      } catch let problem as Problem where problem.status == 403 {}
    }
    let fresh = try await open(hash)
    if fresh.isJob, isFromOutside { throw Problem.unauthenticated }
    do {
      guard let value = try await body(hash, fresh) else { throw Problem.unauthenticated }
      return value
    } catch let problem as Problem where problem.status == 403 && fresh.permissions.isEmpty {
      throw try await mustChangePassword(hash, fresh, requestID) ? .passwordChangeRequired : problem
    }
  }

  /// Whether the caller has no rights because somebody else has set his password.
  private func mustChangePassword(
    _ hash: String, _ caller: Caller, _ requestID: String
  ) async throws -> Bool {
    let enter = Enter.statements(
      tokenHash: hash, version: caller.version, requestID: requestID)
    let results = try await client.batch(
      enter + ["select must_change_password from access.account where id = \(caller.account)"])
    return try results[Enter.count].first?.bool("must_change_password") ?? false
  }

  private func open(_ hash: String) async throws -> Caller {
    let rows = try await client.rows("select * from access.open_session(\(hash))")
    guard let row = rows.first else {
      cache.remove(hash)
      let refusal = try await client.rows(
        Problem.seatRefusal("access.seat_refusal(\(hash))")
      ).first
      throw try refusal.map { try Problem.seatsTaken($0) } ?? .unauthenticated
    }
    let caller = try Caller(row: row)
    cache.insert(caller, for: hash)
    return caller
  }
}

extension Problem {
  /// 403: somebody else knows this password, so nothing else may be done before it is changed.
  static var passwordChangeRequired: Problem {
    Problem(
      403, "password_change_required", Text("Change your password", ru: "Смените пароль"),
      detail: Text(
        "Your password was set by somebody else: change it with PUT \(API.root)/me/password first.",
        ru:
          "Ваш пароль задал другой человек: сначала смените его через PUT \(API.root)/me/password.")
    )
  }
}
