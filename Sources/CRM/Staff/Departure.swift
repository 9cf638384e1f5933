import Postgres

/// Somebody leaves: account, roles, sessions, tokens and seat end, what he held is closed and what he owned is handed
/// over, in one transaction; the record that is answered says what.
struct Departure: Sendable {
  let engine: Engine
  private static let permission = Permission("employees", "dismiss")

  var operation: Operation {
    Operation(
      "employees.dismiss", .post, "/employees/{id}/departure",
      Text(
        "Let somebody go: his access ends at once, his open work goes to a successor",
        ru: "Уволить: доступ закрывается сразу, открытая работа переходит преемнику"),
      access: .permission(Self.permission), parameters: [.recordID, .idempotencyKey],
      request: Operation.json(Self.request),
      responses: [201: Operation.json(Resource.departures.schema())],
      headers: [201: ["ETag", "Location"]], answer: answer)
  }

  /// What is asked for.
  private struct Wish: Sendable {
    let lastDay: String
    let successor: Int?
    let notes: String?
  }

  private func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let wish = try Self.wish(call)
    let idempotency = try Idempotency(
      call, path: "/employees/\(id)/departure", table: engine.relations.idempotency)
    do {
      return try await engine.door.transaction(call, retries: 0, deadline: Job.deadline) {
        caller, transaction in
        try caller.require(Self.permission)
        if let kept = try await idempotency?.answer(caller, transaction) {
          return Answer.json(201, kept, headers: [("Idempotency-Replayed", "true")])
        }
        return try await depart(id, wish, idempotency, transaction)
      }
    } catch let error as DatabaseError {
      throw Problem.refused(error, .departures, engine.model, pointer: "") ?? error
    }
  }

  private func depart(
    _ id: Int, _ wish: Wish, _ idempotency: Idempotency?, _ transaction: Transaction
  ) async throws -> Answer {
    let rows = try await transaction.rows(
      "select staff.depart(\(id), \(wish.lastDay)::date, \(wish.successor), \(wish.notes)) as id")
    guard let made = try rows.single.intIfPresent("id") else { throw Problem.notFound }
    let record = try RecordStatement(.departures, engine.model, id: "\(made)")
    guard let (body, etag) = record.read(try await transaction.batch(record.statements)) else {
      return Answer(201)
    }
    if let idempotency {
      let json = try JSONParser.parse(body.readableBytesView)
      _ = try await transaction.execute(idempotency.keeping(json, status: 201))
    }
    return Answer(
      201,
      headers: [
        ("Content-Type", "application/json"), ("ETag", etag),
        ("Location", "\(API.root)/departures/\(made)"),
      ], body: .bytes(body))
  }

  private static func wish(_ call: Call) throws -> Wish {
    var fields = Fields(try call.json(), known: ["last_day", "successor_id", "notes"])
    let day = fields.string("last_day", maximum: 10)
    if let day {
      do {
        _ = try FieldValue.date(day)
      } catch {
        fields.fault("last_day", "wrong_type", error.detail)
      }
    }
    let successor = fields.numberIfPresent("successor_id")
    let notes = fields.stringIfPresent("notes", maximum: 2000)
    try fields.finish()
    return Wish(lastDay: day ?? "", successor: successor, notes: notes)
  }

  private static let request: JSON = [
    "type": "object", "required": ["last_day"], "additionalProperties": false,
    "properties": [
      "last_day": ["type": "string", "format": "date"],
      "successor_id": [
        "type": ["integer", "null"], "minimum": 1,
        "description": "The account that gets the open work; the manager's, else the head's.",
      ],
      "notes": ["type": ["string", "null"], "maxLength": 2000],
    ],
  ]
}
