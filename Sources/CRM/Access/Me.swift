import Postgres

/// Who the caller is and what he may do.
struct Me: Sendable {
  let door: Entrance

  var operation: Operation {
    Operation(
      "me.get", .get, "/me", Text("Who I am and what I may do", ru: "Кто я и что могу"),
      access: .signedIn, responses: [200: Operation.json(Self.schema)]
    ) { call in
      let passage = try await door.pass(call, lane: .fast, deadline: nil) { caller in
        [
          """
          select a.name, a.email, a.must_change_password, d.name as department, s.console
          from access.account as a left join access.department as d on d.id = a.department_id
          join access.session as s on s.id = \(caller.session)
          where a.id = \(caller.account)
          """
        ]
      }
      if let error = passage.error { throw error }
      guard let row = passage.results[0].first else { throw Problem.unauthenticated }
      return .json(200, try Self.body(passage.caller, row))
    }
  }

  private static func body(_ caller: Caller, _ row: Row) throws -> JSON {
    let permissions = caller.permissions.sorted { "\($0.key)" < "\($1.key)" }.map {
      JSON.Member("\($0.key)", .string("\($0.value)"))
    }
    return [
      "id": .number(String(caller.account)), "login": .string(caller.login),
      "name": .string(try row.string("name")),
      "email": try row.stringIfPresent("email").map { .string($0) } ?? .null,
      "department_id": caller.department.map { .number(String($0)) } ?? .null,
      "department": try row.stringIfPresent("department").map { .string($0) } ?? .null,
      "language": .string(caller.language.rawValue), "time_zone": .string(caller.timeZone),
      "must_change_password": .bool(try row.bool("must_change_password")),
      "console": .bool(try row.bool("console")),
      "session_id": .number(String(caller.session)), "permissions": .object(permissions),
    ]
  }

  private static let schema: JSON = [
    "type": "object",
    "required": ["id", "login", "name", "language", "time_zone", "permissions"],
    "properties": [
      "id": ["type": "integer"], "login": ["type": "string"], "name": ["type": "string"],
      "email": ["type": ["string", "null"]], "department_id": ["type": ["integer", "null"]],
      "department": ["type": ["string", "null"]], "language": ["type": "string"],
      "time_zone": ["type": "string"], "must_change_password": ["type": "boolean"],
      "console": ["type": "boolean"],
      "session_id": ["type": "integer"],
      "permissions": ["type": "object", "additionalProperties": ["type": "string"]],
    ],
  ]
}
