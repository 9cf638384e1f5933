import NIOCore
import Postgres

/// `POST /meetings/import`: meetings and tasks of an iCalendar text; what comes again becomes meetings of their own,
/// so that each can be moved and reserve its room.
struct CalendarImport: Sendable {
  let engine: Engine
  private static let permission = Permission("meetings", "create")

  var operation: Operation {
    Operation(
      "meetings.import", .post, "/meetings/import",
      Text(
        "Take meetings and tasks from a calendar; what is known by its UID stays",
        ru: "Взять встречи и задачи из календаря; известное по UID остаётся"),
      access: .permission(Self.permission), parameters: [.idempotencyKey],
      request: Operation.json(Self.request),
      responses: [200: Operation.json(Self.answer)], maximumBody: 5 << 20, answer: answer)
  }

  private func answer(_ call: Call) async throws -> Answer {
    let found = try Self.read(call.json())
    let rules = try await rules(of: found, call)
    var report = CalendarReport(language: call.language)
    let taken = zip(found, rules).compactMap { report.take($0, $1) }
    let told = JSON.object(report.members).text
    let entries = JSON.array(taken).text
    let idempotency = try Idempotency(
      call, path: "/meetings/import", table: engine.relations.idempotency)
    let once = try await engine.door.once(
      call, idempotency, status: 200,
      keeping: "nullif(current_setting('crm.taken', true), '')::jsonb"
    ) { caller, condition in
      try caller.require(Self.permission)
      return [
        """
        select set_config('crm.taken', (done || \(told)::jsonb)::text, true) as answer,
          set_config('crm.created', '1', true) as made
        from (select work.take_calendar(\(entries)::jsonb) as done where \(condition)) as taking
        """
      ]
    }
    if let error = once.passage.error {
      throw Problem.refused(error, .meetings, engine.model, pointer: "/calendar") ?? error
    }
    var rows = once.passage.results[0]
    if let idempotency, once.isReplayed {
      let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
        ["select \(idempotency.kept)::text as answer"]
      }
      if let error = passage.error { throw error }
      rows = passage.results[0]
    }
    return Answer(
      200, headers: [("Content-Type", "application/json")] + once.headers,
      body: .bytes(ByteBuffer(string: try rows.single.string("answer"))))
  }

  private static func read(_ body: JSON) throws -> [CalendarEntry] {
    var fields = Fields(body, known: ["calendar"])
    let text = fields.string("calendar", maximum: 5_000_000)
    let entries = text.flatMap { try? CalendarFile($0).entries }
    if let text, entries == nil {
      fields.fault(
        "calendar", "malformed_calendar",
        Text(
          "This is no calendar: a text that begins with BEGIN:VCALENDAR is expected, not \"\(text.prefix(20))\".",
          ru:
            "Это не календарь: ожидается текст, начинающийся с BEGIN:VCALENDAR, а не «\(text.prefix(20))»."
        ))
    }
    try fields.finish()
    return entries ?? []
  }

  /// The rules as the database takes them, and the times beside them, on clocks that it knows.
  private func rules(
    of entries: [CalendarEntry], _ call: Call
  ) async throws -> [CalendarReport.Rule] {
    let asked = JSON.array(
      entries.map { entry in
        [
          "rule": entry.rule.map { .string($0) } ?? .null,
          "zone": (entry.start ?? entry.end)?.zone.map { .string($0) } ?? .null,
          "added": .array(entry.added.map(\.json)), "omitted": .array(entry.omitted.map(\.json)),
        ]
      }
    ).text
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(Self.permission)
      return [
        """
        select r.zone, r.rule, r.valid, work.times_on(e.value -> 'added', r.zone) as added,
          work.times_on(e.value -> 'omitted', r.zone) as omitted,
          left(work.local_time(now() - interval '1 year', r.zone), 8) || 'T000000' as since
        from jsonb_array_elements(\(asked)::jsonb) with ordinality as e (value, place)
        cross join lateral work.read_rule(e.value ->> 'rule', e.value ->> 'zone') as r order by e.place
        """
      ]
    }
    if let error = passage.error { throw error }
    return try passage.results[0].map(CalendarReport.Rule.init)
  }

  private static let request: JSON = [
    "type": "object", "required": ["calendar"], "additionalProperties": false,
    "properties": [
      "calendar": ["type": "string", "description": "A text of iCalendar (RFC 5545)."]
    ],
  ]

  private static let told: JSON = [
    "type": "array",
    "items": [
      "type": "object", "required": ["title", "reason"],
      "properties": ["title": ["type": "string"], "reason": ["type": "string"]],
    ],
  ]

  private static let answer: JSON = [
    "type": "object", "required": ["meetings", "tasks", "known", "skipped", "bounded"],
    "properties": [
      "meetings": ["type": "integer"], "tasks": ["type": "integer"],
      "known": ["type": "integer", "description": "That were there already."],
      "skipped": told, "bounded": told,
    ],
  ]
}
