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
      access: .permission(Self.permission), request: Operation.json(Self.request),
      responses: [200: Operation.json(Self.answer)], maximumBody: 5 << 20, answer: answer)
  }

  private func answer(_ call: Call) async throws -> Answer {
    if call.headers["idempotency-key"] != nil { throw Problem.idempotencyNotSupported }
    let entries = try Self.read(call.json())
    let rules = try await rules(of: entries, call)
    var report = CalendarReport(language: call.language)
    let taken = zip(entries, rules).compactMap { report.take($0, $1) }
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(Self.permission)
      return ["select work.take_calendar(\(JSON.array(taken).text)::jsonb)::text as answer"]
    }
    if let error = passage.error {
      throw Problem.refused(error, .meetings, engine.model, pointer: "/calendar") ?? error
    }
    let counts = try JSONParser.parse(Array(passage.results[0].single.string("answer").utf8))
    return .json(200, .object((counts.object ?? []) + report.members))
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

  /// The rules as the database takes them, on clocks that it knows.
  private func rules(of entries: [CalendarEntry], _ call: Call) async throws -> [CalendarReport
    .Rule]
  {
    let rules = entries.map(\.rule)
    let zones = entries.map { ($0.start ?? $0.end)?.zone }
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(Self.permission)
      return [
        """
        select r.zone, r.rule, r.valid from unnest(\(rules), \(zones)) with ordinality as e (rule, zone, place)
        cross join lateral work.read_rule(e.rule, e.zone) as r order by e.place
        """
      ]
    }
    if let error = passage.error { throw error }
    return try passage.results[0].map {
      CalendarReport.Rule(
        zone: try $0.string("zone"), rule: try $0.stringIfPresent("rule"),
        isValid: try $0.bool("valid"))
    }
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
