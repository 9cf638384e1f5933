import Postgres

/// Marks of what somebody has read of his notifications.
struct NotificationReading: Sendable {
  let engine: Engine

  var operations: [Operation] {
    [
      Operation(
        "notifications.read", .post, "/notifications/{id}/reading",
        Text("Mark a notification as read", ru: "Отметить уведомление прочитанным"),
        access: .signedIn, parameters: [.recordID, .idempotencyKey],
        responses: [200: Operation.json(Resource.notifications.schema())], answer: read),
      Operation(
        "notifications.unread", .delete, "/notifications/{id}/reading",
        Text("Mark a notification as not read", ru: "Отметить уведомление непрочитанным"),
        access: .signedIn, parameters: [.recordID], responses: [204: [:]], answer: unread),
      Operation(
        "notifications.read_all", .post, "/notifications/reading",
        Text(
          "Mark all notifications as read, up to one of them",
          ru: "Отметить прочитанными все уведомления до указанного"),
        access: .signedIn, parameters: [.idempotencyKey],
        request: Operation.json(Self.request), responses: [200: Operation.json(Self.answer)],
        answer: readAll),
    ]
  }

  private func read(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let record = try RecordStatement(.notifications, engine.model, id: "\(id)")
    let idempotency = try Idempotency(
      call, path: "/notifications/\(id)/reading", table: engine.relations.idempotency)
    let once = try await engine.door.once(call, idempotency, status: 200) { _, condition in
      [
        """
        update system.notification set read_at = coalesce(read_at, clock_timestamp())
        where id = \(id) and \(condition) returning \(WriteStatement.keepingCreated)
        """
      ] + record.statements
    }
    if let error = once.passage.error { throw error }
    guard let (body, etag) = record.read(Array(once.passage.results.dropFirst())) else {
      throw Problem.notFound
    }
    return Answer(
      200, headers: [("Content-Type", "application/json"), ("ETag", etag)] + once.headers,
      body: .bytes(body))
  }

  private func unread(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      ["update system.notification set read_at = null where id = \(id)"]
    }
    if let error = passage.error { throw error }
    guard passage.results[0].affected > 0 else { throw Problem.notFound }
    return Answer(204)
  }

  private func readAll(_ call: Call) async throws -> Answer {
    var fields = Fields(try call.json(), known: ["up_to"])
    let last = fields.number("up_to")
    try fields.finish()
    let idempotency = try Idempotency(
      call, path: "/notifications/reading", table: engine.relations.idempotency)
    let once = try await engine.door.once(
      call, idempotency, status: 200, keeping: Self.count(WriteStatement.created)
    ) { _, condition in
      [
        """
        with reading as (
          update system.notification set read_at = clock_timestamp()
          where read_at is null and id <= \(last ?? 0) and \(condition) returning id)
        select set_config('crm.created', count(*)::text, true) from reading
        """,
        "select \(sql: Self.count(WriteStatement.created))::text as answer",
      ]
    }
    if let error = once.passage.error { throw error }
    var rows = once.passage.results[1]
    if let idempotency, once.isReplayed {
      let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
        ["select \(idempotency.kept)::text as answer"]
      }
      if let error = passage.error { throw error }
      rows = passage.results[0]
    }
    let answer = try JSONParser.parse(Array(rows.single.string("answer").utf8))
    return Answer.json(200, answer, headers: once.headers)
  }

  private static func count(_ read: SQL) -> SQL { "jsonb_build_object('read', \(read))" }

  private static let request: JSON = [
    "type": "object", "required": ["up_to"], "additionalProperties": false,
    "properties": [
      "up_to": [
        "type": "integer", "minimum": 1, "description": "The number of a notification.",
      ]
    ],
  ]

  private static let answer: JSON = [
    "type": "object", "required": ["read"],
    "properties": ["read": ["type": "integer", "description": "How many were marked."]],
  ]
}
