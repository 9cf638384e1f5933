import Postgres

/// API tokens of the caller's own, for programs: narrowed rights and an end.
struct Tokens: Sendable {
  let door: Entrance

  var operations: [Operation] {
    [
      Operation(
        "tokens.create", .post, "/me/tokens", Text("Make an API token", ru: "Создать токен API"),
        access: .signedIn, request: Operation.json(Self.inputSchema),
        responses: [201: Operation.json(Self.schema)], maximumBody: 100_000, answer: make),
      Operation(
        "tokens.list", .get, "/me/tokens", Text("List my API tokens", ru: "Мои токены API"),
        access: .signedIn, responses: [200: Operation.json(Self.listSchema)], answer: list),
      Operation(
        "tokens.delete", .delete, "/me/tokens/{id}",
        Text("End one of my API tokens", ru: "Закрыть свой токен API"), access: .signedIn,
        parameters: [.recordID], responses: [204: [:]], answer: end),
    ]
  }

  /// What a client sends.
  private struct Input: Sendable {
    let name: String
    let permissions: [String]?
    let days: Int

    init(_ json: JSON) throws {
      var fields = Fields(json, known: ["name", "permissions", "days"])
      name = fields.string("name", maximum: 200) ?? ""
      permissions = fields.stringsIfPresent("permissions")
      days = json["days"]?.int ?? 90
      if let sent = json["days"], sent.int.map({ (1...366).contains($0) }) != true {
        fields.fault("days", "out_of_range", Text("1 to 366 days.", ru: "От 1 до 366 дней."))
      }
      try fields.finish()
    }

    /// - Throws: a 422 that names the rights which the caller does not have himself.
    func check(against caller: Caller) throws {
      let held = Set(caller.permissions.keys.map(\.description))
      let faults = (permissions ?? []).enumerated().filter { !held.contains($1) }.map {
        place, name in
        Problem.Field(
          "/permissions/\(place)", "not_held",
          Text("You do not have \(name) yourself.", ru: "У вас самих нет права \(name)."))
      }
      if !faults.isEmpty { throw Problem.validation(faults) }
    }
  }

  private func make(_ call: Call) async throws -> Answer {
    let input = try Input(try call.json())
    let token = Token()
    let passage = try await door.pass(call, lane: .general, deadline: nil) { caller in
      try input.check(against: caller)
      return [
        """
        select access.open_token(
          \(token.hash), \(input.name), \(input.permissions), now() + make_interval(days => \(input.days)::integer),
          \(call.address)) as id
        """,
        "select \(Self.columns) from access.session where token_hash = \(token.hash)",
      ]
    }
    if let error = passage.error { throw Problem.ofPassword(error) }
    guard let row = passage.results[1].first else { throw Problem.unauthenticated }
    let id = try row.int("id")
    return .json(
      201, .object([.init("token", .string(token.text))] + (try Self.members(row))),
      headers: [("Location", "\(API.root)/me/tokens/\(id)"), ("Cache-Control", "no-store")])
  }

  private func list(_ call: Call) async throws -> Answer {
    let passage = try await door.pass(call, lane: .general, deadline: nil) { caller in
      [
        "select access.require_session()",
        """
        select \(Self.columns) from access.session
        where account_id = \(caller.account) and kind = 'token' and expires_at > now() order by id
        """,
      ]
    }
    if let error = passage.error { throw Problem.ofPassword(error) }
    let data = try passage.results[1].map { JSON.object(try Self.members($0)) }
    return .json(200, ["data": .array(data)])
  }

  private func end(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let passage = try await door.pass(call, lane: .general, deadline: nil) { caller in
      [
        """
        select access.close_sessions(id) as ended from access.session
        where id = \(id) and account_id = \(caller.account) and kind = 'token'
        """
      ]
    }
    if let error = passage.error { throw error }
    guard try passage.results[0].first?.int("ended") ?? 0 > 0 else { throw Problem.notFound }
    return Answer(204)
  }

  private static let columns: SQL = """
    id, name, to_jsonb(narrowed)::text as permissions,
    to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as created_at,
    to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as expires_at,
    to_char(last_used_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as last_used_at
    """

  private static func members(_ row: Row) throws -> [JSON.Member] {
    let permissions = try row.stringIfPresent("permissions").map { try JSONParser.parse($0.utf8) }
    return [
      .init("id", .number(String(try row.int("id")))),
      .init("name", .string(try row.string("name"))),
      .init("permissions", permissions ?? .null),
    ]
      + (try ["created_at", "expires_at", "last_used_at"].map {
        .init($0, .string(try row.string($0)))
      })
  }

  private static let inputSchema: JSON = [
    "type": "object", "required": ["name"], "additionalProperties": false,
    "properties": [
      "name": ["type": "string", "minLength": 1, "maxLength": 200],
      "permissions": ["type": ["array", "null"], "items": ["type": "string"]],
      "days": ["type": "integer", "minimum": 1, "maximum": 366],
    ],
  ]
  private static let properties: JSON = [
    "token": ["type": "string"], "id": ["type": "integer"], "name": ["type": "string"],
    "permissions": ["type": ["array", "null"], "items": ["type": "string"]],
    "created_at": ["type": "string", "format": "date-time"],
    "expires_at": ["type": "string", "format": "date-time"],
    "last_used_at": ["type": "string", "format": "date-time"],
  ]
  private static let schema: JSON = [
    "type": "object", "required": ["id", "token", "name", "expires_at"], "properties": properties,
  ]
  private static let listSchema: JSON = [
    "type": "object", "required": ["data"],
    "properties": [
      "data": [
        "type": "array",
        "items": [
          "type": "object", "required": ["id", "name", "expires_at"], "properties": properties,
        ],
      ]
    ],
  ]
}
