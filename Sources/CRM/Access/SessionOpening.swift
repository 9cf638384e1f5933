import Postgres

/// Signing in: `POST /sessions` with login and password answers a token.
struct SessionOpening: Sendable {
  let client: Client
  /// How long a session lasts without signing in again.
  static let lifetime = Duration.seconds(43_200)

  /// What a client sends.
  struct Input: Sendable {
    let login: String
    let password: String
    /// A secret that the client keeps from its first sign-in, by which the device is known again.
    let device: String?
    /// A browser asks to get the token as a cookie that its scripts cannot read.
    let cookie: Bool

    init(_ json: JSON) throws {
      var fields = Fields(json, known: ["login", "password", "device", "cookie"])
      login = fields.string("login", maximum: 100) ?? ""
      password = fields.string("password", maximum: 1000) ?? ""
      device = fields.stringIfPresent("device", maximum: 200)
      cookie = fields.boolIfPresent("cookie") ?? false
      try fields.finish()
    }
  }

  var operation: Operation {
    Operation(
      "sessions.create", .post, "/sessions", Text("Sign in", ru: "Войти"), access: .open,
      request: Operation.json(Self.inputSchema), responses: [201: Operation.json(Self.schema)],
      headers: [201: ["Location"]], problems: [401, 402, 429], maximumBody: 10_000, answer: open)
  }

  private func open(_ call: Call) async throws -> Answer {
    let input = try Input(try call.json())
    // Else somebody's page could sign its visitors in as an account of his own.
    if input.cookie, call.page == .foreign { throw Problem.foreignOrigin }
    let device = input.device.map { Digest.sha256Bytes(Array($0.utf8)) }
    let rows = try await client.rows(
      "select * from access.sign_in_lookup(\(input.login), \(call.address), \(device))")
    guard let row = rows.first else { throw Problem.wrongCredentials }
    let wait = try row.intIfPresent("wait_seconds") ?? 0
    guard wait == 0 else { throw Problem.signInWait(seconds: wait) }
    let stored = try row.stringIfPresent("hash")
    // An unknown login costs the same time, so that nobody learns which logins exist.
    let right = try await Password.matches(input.password, stored ?? Self.decoy)
    guard right, let stored, let account = try row.intIfPresent("account_id") else {
      throw Problem.wrongCredentials
    }
    return try await succeed(account, stored, device, input.cookie, call)
  }

  private func succeed(
    _ account: Int, _ hash: String, _ device: [UInt8]?, _ cookie: Bool, _ call: Call
  ) async throws -> Answer {
    let token = Token()
    let row = try await client.rows(
      """
      select s.session_id, s.must_change_password, s.seatless, s.console,
        to_char(s.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as expires
      from access.sign_in_succeed(
        \(account), \(hash), \(token.hash), \(device), \(call.address), \(call.headers["user-agent"]),
        make_interval(secs => \(Double(Self.lifetime.components.seconds)))) as s
      """
    ).first
    guard let row, let id = try row.intIfPresent("session_id") else {
      guard try row?.boolIfPresent("seatless") == true else { throw Problem.wrongCredentials }
      throw try await seatsTaken(account, hash)
    }
    let must = try row.boolIfPresent("must_change_password") ?? false
    let members: [JSON.Member] = [
      .init("id", .number(String(id))), .init("account_id", .number(String(account))),
      .init("expires_at", .string(try row.string("expires"))),
      .init("must_change_password", .bool(must)),
      .init("console", .bool(try row.boolIfPresent("console") ?? false)),
    ]
    let told = cookie ? [] : [JSON.Member("token", .string(token.text))]
    return .json(
      201, .object(told + members),
      headers: [("Location", "\(API.root)/sessions/\(id)"), ("Cache-Control", "no-store")]
        + (cookie
          ? [
            ("Set-Cookie", Token.cookie(token.text, seconds: Int(Self.lifetime.components.seconds)))
          ] : []))
  }

  private func seatsTaken(_ account: Int, _ hash: String) async throws -> Problem {
    let rows = try await client.rows(
      Problem.seatRefusal("access.sign_in_refusal(\(account), \(hash))"))
    return try rows.first.map { try .seatsTaken($0) } ?? .wrongCredentials
  }

  /// scrypt with the parameters of real hashes, of a password that nobody has.
  private static let decoy =
    "scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
}

extension SessionOpening {
  private static let inputSchema: JSON = [
    "type": "object", "required": ["login", "password"], "additionalProperties": false,
    "properties": [
      "login": ["type": "string", "maxLength": 100],
      "password": ["type": "string", "maxLength": 1000],
      "device": ["type": "string", "maxLength": 200], "cookie": ["type": "boolean"],
    ],
  ]
  private static let schema: JSON = [
    "type": "object", "required": ["id", "account_id", "expires_at"],
    "properties": [
      "token": ["type": "string"], "id": ["type": "integer"], "account_id": ["type": "integer"],
      "expires_at": ["type": "string", "format": "date-time"],
      "must_change_password": ["type": "boolean"], "console": ["type": "boolean"],
    ],
  ]
}

extension Problem {
  /// 401: login and password do not belong together; which one is wrong stays unsaid.
  static var wrongCredentials: Problem {
    Problem(
      401, "wrong_credentials", Text("Not signed in", ru: "Войти не удалось"),
      detail: Text(
        "Login and password do not match, or the account is locked.",
        ru: "Логин и пароль не подходят, или учётная запись заблокирована."),
      headers: [("WWW-Authenticate", "Bearer"), AccessVerbs.policy])
  }

  /// 429: too many failed tries; a device from which the account has signed in before does not wait.
  static func signInWait(seconds: Int) -> Problem {
    Problem(
      429, "too_many_attempts", Text("Too many attempts", ru: "Слишком много попыток"),
      detail: Text("Try again in \(seconds) s.", ru: "Повторите через \(seconds) с."),
      headers: [
        ("Retry-After", String(seconds)), AccessVerbs.policy,
        ("RateLimit", "\"sign-in\";r=0;t=\(seconds)"),
      ])
  }
}
