import Postgres

/// Whoever is away lends his roles to a colleague of his department, for the time of an approved absence.
struct AbsenceDelegation: Sendable {
  let engine: Engine
  private static let permission = Permission("absences", "delegate")

  var operations: [Operation] {
    [
      Operation(
        "absences.delegate", .post, "/absences/{id}/delegation",
        Text(
          "Let a colleague stand in, with your roles, while you are away",
          ru: "Передать свои роли коллеге на время отсутствия"),
        access: .permission(Self.permission), parameters: [.recordID, .idempotencyKey],
        request: Operation.json(Self.request),
        responses: [201: Operation.json(Resource.delegations.schema())],
        headers: [201: ["ETag", "Location"]], problems: [409], answer: begin),
      Operation(
        "absences.undelegate", .delete, "/absences/{id}/delegation",
        Text("Take lent roles back at once", ru: "Сразу забрать переданные роли"),
        access: .permission(Self.permission), parameters: [.recordID], responses: [204: [:]],
        answer: end),
    ]
  }

  private func begin(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let model = engine.model
    var fields = Fields(try call.json(), known: ["delegate_id"])
    let delegate = fields.number("delegate_id") ?? 0
    try fields.finish()
    let idempotency = try Idempotency(
      call, path: "/absences/\(id)/delegation", table: engine.relations.idempotency)
    let record = try RecordStatement(.delegations, model, id: WriteStatement.created)
    let once = try await engine.door.once(
      call, idempotency, status: 201,
      keeping: RecordSource.keeping(
        .delegations, [Resource.Child](), model, id: WriteStatement.created)
    ) { caller, condition in
      try caller.require(Self.permission)
      return ["select staff.delegate(\(id), \(delegate)) as was where \(condition)"]
        + record.statements
    }
    if let error = once.passage.error {
      throw Problem.refused(error, .delegations, model, pointer: "") ?? error
    }
    if let idempotency, once.isReplayed {
      let (kept, results) = try await engine.kept(idempotency, .delegations, model, call)
      return try Self.made(kept, results, once)
    }
    guard let was = once.passage.results[0].string(0, 0) else { throw Problem.notFound }
    guard was == "approved" else { throw Problem.nothingToLend }
    return try Self.made(
      record, Array(once.passage.results.suffix(record.statements.count)), once)
  }

  private func end(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(Self.permission)
      return ["select staff.undelegate(\(id)) as ended"]
    }
    if let error = passage.error { throw error }
    guard let ended = try passage.results[0].single.intIfPresent("ended"), ended > 0 else {
      throw Problem.notFound
    }
    return Answer(204)
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
        ("Location", "\(API.root)/delegations/\(id)"),
      ] + once.headers, body: .bytes(body))
  }

  private static let request: JSON = [
    "type": "object", "required": ["delegate_id"], "additionalProperties": false,
    "properties": [
      "delegate_id": [
        "type": "integer", "minimum": 1,
        "description": "The account of a colleague of the same department.",
      ]
    ],
  ]
}

extension Problem {
  /// 409: only who is away by approval, now or later, has anything to lend.
  fileprivate static var nothingToLend: Problem {
    .conflict(
      "absence_not_approved",
      Text(
        "Only an approved absence that is not over lends rights.",
        ru: "Права передаёт только согласованное отсутствие, которое не закончилось."))
  }
}
