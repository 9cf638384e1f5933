import Postgres

/// API tokens of the caller's own, for programs: narrowed rights and an end.
struct Tokens: Sendable {
  let door: Entrance

  var operations: [Operation] {
    [
      Operation(
        "tokens.create", .post, "/me/tokens", Text("Make an API token", ru: "Создать токен API"),
        access: .signedIn, request: Operation.json(Self.inputSchema),
        responses: [201: Operation.json(Self.schema)], maximumBody: 100_000, answer: make)
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
        """
      ]
    }
    if let error = passage.error { throw error }
    guard let id = try passage.results[0].first?.intIfPresent("id") else {
      throw Problem.unauthenticated
    }
    return .json(
      201, ["id": .number(String(id)), "token": .string(token.text), "name": .string(input.name)],
      headers: [("Location", "/api/v1/sessions/\(id)"), ("Cache-Control", "no-store")])
  }

  private static let inputSchema: JSON = [
    "type": "object", "required": ["name"], "additionalProperties": false,
    "properties": [
      "name": ["type": "string", "minLength": 1, "maxLength": 200],
      "permissions": ["type": ["array", "null"], "items": ["type": "string"]],
      "days": ["type": "integer", "minimum": 1, "maximum": 366],
    ],
  ]
  private static let schema: JSON = [
    "type": "object", "required": ["id", "token", "name"],
    "properties": [
      "id": ["type": "integer"], "token": ["type": "string"], "name": ["type": "string"],
    ],
  ]
}
