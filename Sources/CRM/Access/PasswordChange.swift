import Postgres

/// Passwords: one's own with the old one, another's as an administrator.
struct PasswordChange: Sendable {
  let door: Entrance
  /// The service's own, from which digests of bodies with passwords are made.
  let secret: [UInt8]

  var operations: [Operation] {
    [
      Operation(
        "me.password", .put, "/me/password",
        Text(
          "Change my password; my other sessions end, my tokens stay",
          ru: "Сменить свой пароль; другие мои сеансы закроются, токены останутся"),
        access: .signedIn, request: Operation.json(Self.schema(["current", "new"])),
        responses: [204: [:]], maximumBody: 10_000, answer: change),
      Operation(
        "accounts.reset_password", .post, "/accounts/{id}/password-reset",
        Text(
          "Set another's password; he must change it, his sessions and tokens end",
          ru: "Задать чужой пароль; его надо сменить, сеансы и токены закроются"),
        access: .permission(Permission("accounts", "reset_password")),
        parameters: [.recordID, .idempotencyKey],
        request: Operation.json(Self.schema(["password"])), responses: [204: [:]],
        maximumBody: 10_000, answer: reset),
    ]
  }

  private func change(_ call: Call) async throws -> Answer {
    let json = try call.json()
    var fields = Fields(json, known: ["current", "new"])
    let current = fields.string("current", maximum: 1000)
    let new = Self.password("new", &fields)
    try fields.finish()
    let own = try await run(call, "select * from access.own_password(\(call.address))").first
    let wait = try own?.intIfPresent("wait_seconds") ?? 0
    guard wait == 0 else { throw Problem.signInWait(seconds: wait) }
    guard let stored = try own?.stringIfPresent("hash"),
      try await Password.matches(current ?? "", stored)
    else {
      throw Problem.validation([
        .init(
          "/current", "wrong_password",
          Text("This is not your password.", ru: "Это не ваш пароль."))
      ])
    }
    let hash = try await Password.hash(new ?? "")
    _ = try await run(call, "select access.change_password(\(hash), \(call.address))")
    return Answer(204)
  }

  private func reset(_ call: Call) async throws -> Answer {
    let id = try call.id()
    var fields = Fields(try call.json(), known: ["password"])
    let new = Self.password("password", &fields)
    try fields.finish()
    let permission = Permission("accounts", "reset_password")
    // Nobody without the right makes the service work for a hash.
    let admission = try await door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(permission)
      return ["select access.require_session()"]
    }
    if let error = admission.error { throw Problem.ofPassword(error) }
    let hash = try await Password.hash(new ?? "")
    let idempotency = try Idempotency(
      call, path: "/accounts/\(id)/password-reset", table: CRM.relations.idempotency,
      secret: secret)
    let once = try await door.once(call, idempotency, status: 204) {
      caller, condition in
      try caller.require(permission)
      return [
        """
        select done, case when done then set_config('crm.created', \(String(id)), true) end
        from (select access.reset_password(\(id), \(hash)) as done where \(condition)) as reset
        """
      ]
    }
    if let error = once.passage.error { throw Problem.ofPassword(error) }
    guard try once.isReplayed || once.passage.results[0].first?.bool("done") == true else {
      throw Problem.notFound
    }
    return Answer(204, headers: once.headers)
  }

  private func run(_ call: Call, _ sql: SQL) async throws -> Rows {
    let passage = try await door.pass(call, lane: .general, deadline: nil) { _ in [sql] }
    if let error = passage.error { throw Problem.ofPassword(error) }
    return passage.results[0]
  }

  private static func password(_ name: String, _ fields: inout Fields) -> String? {
    guard let text = fields.string(name, maximum: Password.length.upperBound) else { return nil }
    if let fault = Password.fault(text) { fields.fault(name, "too_short", fault) }
    return text
  }

  private static func schema(_ names: [String]) -> JSON {
    [
      "type": "object", "required": .array(names.map { .string($0) }),
      "additionalProperties": false,
      "properties": .object(names.map { .init($0, ["type": "string", "maxLength": 1000]) }),
    ]
  }
}

extension Problem {
  /// 403: whose rights reach further than the caller's is not his to take over.
  static var beyondCaller: Problem {
    Problem(
      403, "beyond_own_rights", Text("Not permitted", ru: "Нет права"),
      detail: Text(
        "This account may do more than you: somebody who may as much must do this.",
        ru: "Эта учётная запись может больше вас: это должен сделать тот, кто может не меньше."))
  }

  /// What the database has refused about a password or a token, as a person reads it.
  static func ofPassword(_ error: DatabaseError) -> any Error {
    switch error.constraint {
    case "session_required": sessionRequired
    case "account_within_own": beyondCaller
    case "own_password": ownPassword
    default: error
    }
  }

  /// 403: an API token may not do what only a person who signed in may.
  private static var sessionRequired: Problem {
    Problem(
      403, "session_required", Text("Sign in yourself", ru: "Войдите сами"),
      detail: Text(
        "An API token may not do this: sign in with login and password.",
        ru: "По токену API этого делать нельзя: войдите с логином и паролем."))
  }

  /// 409: whoever resets his own password would need no old one.
  private static var ownPassword: Problem {
    .conflict(
      "own_password",
      Text(
        "This is your own account: change your password with PUT \(API.root)/me/password.",
        ru: "Это ваша учётная запись: смените пароль через PUT \(API.root)/me/password."))
  }
}
