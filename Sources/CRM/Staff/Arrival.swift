import Postgres

/// Somebody begins: the person, the post and, where one is wanted, the account with the roles of the post, in one
/// transaction. He signs in when an administrator has set his first password, and takes a seat then.
struct Arrival: Sendable {
  let engine: Engine
  private static let permission = Permission("employees", "enrol")

  var operation: Operation {
    Operation(
      "arrivals.create", .post, "/arrivals",
      Text(
        "Take somebody on: person, position, account and roles",
        ru: "Принять: человек, должность, учётная запись и роли"),
      access: .permission(Self.permission), parameters: [.idempotencyKey],
      request: Operation.json(Self.request),
      responses: [201: Operation.json(Resource.employees.schema())],
      headers: [201: ["ETag", "Location"]], problems: [409], answer: answer)
  }

  /// The three parts of the body, as far as they were sent.
  private struct Parts: Sendable {
    let person: Draft
    let post: Draft
    let account: [String: Bind]?
  }

  private func answer(_ call: Call) async throws -> Answer {
    let parts = try parts(call.json())
    let model = engine.model
    let idempotency = try Idempotency(
      call, path: "/arrivals", table: engine.relations.idempotency)
    let record = try RecordStatement(.employees, model, id: WriteStatement.created)
    let once = try await engine.door.once(
      call, idempotency, status: 201,
      keeping: RecordSource.keeping(
        .employees, [Resource.Child](), model, id: WriteStatement.created)
    ) { caller, condition in
      for right in Self.rights { try caller.require(right) }
      return Self.statements(parts, condition) + record.statements
    }
    if let error = once.passage.error { throw refusal(error) }
    if let idempotency, once.isReplayed {
      let (kept, results) = try await engine.kept(idempotency, .employees, model, call)
      return try Self.made(kept, results, once)
    }
    return try Self.made(
      record, Array(once.passage.results.suffix(record.statements.count)), once)
  }

  private static let rights = [
    permission, Permission("employees", "create"), Permission("employments", "create"),
  ]

  private static func statements(_ parts: Parts, _ condition: SQL) -> [SQL] {
    let created = WriteStatement.created
    let made =
      WriteStatement.insert(parts.person, if: condition).map(\.sql) + [
        WriteStatement.insert(
          parts.post, more: [("employee_id", created)], condition, returning: "")
      ]
    guard let account = parts.account else { return made }
    let none = Bind(text: nil, type: 25)
    return made + [
      """
      select staff.enrol(\(created), \(account["login"] ?? none), \(account["email"] ?? none),
        \(account["language"] ?? none), \(account["time_zone"] ?? none)) as account
      where \(condition)
      """
    ]
  }

  private func refusal(_ error: DatabaseError) -> any Error {
    let part: (resource: Resource, place: String) =
      switch error.table {
      case "employee": (.employees, "/employee")
      case "employment": (.employments, "/employment")
      default: (.accounts, "/account")
      }
    return Problem.refused(error, part.resource, engine.model, pointer: part.place) ?? error
  }

  private static func made(
    _ record: RecordStatement, _ results: [Rows], _ once: OncePassage
  ) throws -> Answer {
    guard let (body, etag) = record.read(results), let id = try results.first?.first?.int("id")
    else { return Answer(201, headers: once.headers) }
    return Answer(
      201,
      headers: [
        ("Content-Type", "application/json"), ("ETag", etag),
        ("Location", "\(API.root)/employees/\(id)"),
      ] + once.headers, body: .bytes(body))
  }
}

extension Arrival {
  /// - Throws: a 422 with all that is wrong with the three parts.
  private func parts(_ json: JSON) throws -> Parts {
    var faults = Faults()
    if json.object == nil {
      faults.append(
        .init("", "wrong_type", Text("An object is expected.", ru: "Ожидается объект.")))
    }
    for member in json.object ?? [] where !Self.members.contains(member.name) {
      faults.append(unknown: member.name, at: "/\(member.name.pointerEscaped)") { Self.members }
    }
    let person = try read(json["employee"] ?? .null, .employees, "/employee", &faults)
    let post = try read(
      json["employment"] ?? .null, .employments, "/employment", given: "employee_id", &faults)
    var account: Draft?
    if let wanted = json["account"], wanted != .null {
      account = try read(wanted, .accounts, "/account", given: "name", &faults)
    }
    let taken: Set<String> = ["login", "email", "language", "time_zone"]
    for value in account?.values ?? [] where !taken.contains(value.column.name) {
      faults.append(Self.given("/account/\(value.column.name)"))
    }
    try faults.finish()
    return Parts(
      person: person, post: post,
      account: account.map { draft in
        Dictionary(uniqueKeysWithValues: draft.values.map { ($0.column.name, $0.bind) })
      })
  }

  /// A part; what the field `given` is comes of the others, so that it is neither sent nor missed.
  private func read(
    _ json: JSON, _ resource: Resource, _ place: String, given: String? = nil,
    _ faults: inout Faults
  ) throws -> Draft {
    let (draft, found) = try Draft.read(json, resource, engine.model, .create, at: place)
    let own = given.map { "\(place)/\($0)" }
    for fault in found.told where fault.pointer != own { faults.append(fault) }
    if let given, json[given] != nil { faults.append(Self.given("\(place)/\(given)")) }
    return draft
  }

  private static func given(_ pointer: String) -> Problem.Field {
    .init(
      pointer, "read_only",
      Text(
        "This comes of the person and the position.", ru: "Это следует из человека и должности."))
  }

  private static let members = ["employee", "employment", "account"]

  private static let request: JSON = [
    "type": "object", "required": ["employee", "employment"], "additionalProperties": false,
    "properties": [
      "employee": [
        "type": "object", "required": ["personnel_number", "last_name", "first_name"],
        "properties": [
          "personnel_number": ["type": "string"], "last_name": ["type": "string"],
          "first_name": ["type": "string"], "middle_name": ["type": ["string", "null"]],
          "hired_on": ["type": "string", "format": "date"],
        ],
      ],
      "employment": [
        "type": "object", "required": ["position_id", "valid_from"],
        "properties": [
          "position_id": ["type": "integer", "minimum": 1],
          "valid_from": ["type": "string", "format": "date"], "rate": ["type": "string"],
        ],
      ],
      "account": [
        "type": ["object", "null"], "required": ["login"], "additionalProperties": false,
        "properties": [
          "login": ["type": "string"], "email": ["type": ["string", "null"]],
          "language": ["enum": ["en", "ru"]], "time_zone": ["type": "string"],
        ],
      ],
    ],
  ]
}
