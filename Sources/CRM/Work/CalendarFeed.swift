import NIOCore
import Postgres

/// A person's calendar at a secret address, for programs that cannot sign in.
struct CalendarFeed: Sendable {
  let engine: Engine

  var operations: [Operation] {
    [
      Operation(
        "calendar.open_feed", .post, "/me/calendar-feed",
        Text(
          "Give my calendar a new secret address; the old one ends",
          ru: "Дать моему календарю новый секретный адрес; старый закроется"),
        access: .signedIn, responses: [201: Operation.json(Self.schema)], answer: open),
      Operation(
        "calendar.close_feed", .delete, "/me/calendar-feed",
        Text(
          "Close the secret address of my calendar", ru: "Закрыть секретный адрес моего календаря"),
        access: .signedIn, responses: [204: [:]], problems: [404], answer: close),
      Operation(
        "calendar.feed", .get, "/calendar-feeds/{secret}",
        Text(
          "The meetings and tasks of whoever has this address, as iCalendar",
          ru: "Встречи и задачи владельца этого адреса в формате iCalendar"),
        access: .open, parameters: [Self.secret],
        responses: [200: ["text/calendar": ["type": "string"]]], problems: [404], answer: feed),
    ]
  }

  private func open(_ call: Call) async throws -> Answer {
    if call.headers["idempotency-key"] != nil { throw Problem.idempotencyNotSupported }
    var generator = SystemRandomNumberGenerator()
    let secret = (0..<4).map { _ in
      let digits = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      ["select work.open_feed(\(Digest.sha256(secret.utf8)))"]
    }
    if let error = passage.error { throw error.sqlState == "42501" ? Self.tokenRefused : error }
    return .json(
      201, ["path": .string("\(API.root)/calendar-feeds/\(secret)")],
      headers: [("Cache-Control", "no-store")])
  }

  private func close(_ call: Call) async throws -> Answer {
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      ["select work.close_feed() as closed"]
    }
    if let error = passage.error { throw error }
    guard try passage.results[0].single.bool("closed") else { throw Problem.notFound }
    return Answer(204)
  }

  private func feed(_ call: Call) async throws -> Answer {
    guard let secret = call.path["secret"], secret.utf8.count <= 200 else { throw Problem.notFound }
    let rows = try await engine.client.rows(
      "select * from work.feed_of(\(Digest.sha256(secret.utf8)))")
    guard rows.count > 0 else { throw Problem.notFound }
    var text = CalendarText()
    text.line("BEGIN", "VCALENDAR")
    text.line("VERSION", "2.0")
    text.line("PRODID", "-//crm//calendar//EN")
    for row in rows where try row.string("kind") != "reader" { try Self.write(row, to: &text) }
    text.line("END", "VCALENDAR")
    return Answer(
      200,
      headers: [("Content-Type", "text/calendar; charset=utf-8"), ("Cache-Control", "no-store")],
      body: .bytes(ByteBuffer(string: text.text)))
  }

  private static func write(_ row: Row, to text: inout CalendarText) throws {
    let isMeeting = try row.string("kind") == "meeting"
    let isDay = try row.bool("is_day")
    let component = isMeeting ? "VEVENT" : "VTODO"
    text.line("BEGIN", component)
    text.line("UID", "\(try row.string("kind"))-\(try row.int("id"))@crm")
    text.line("DTSTAMP", try row.string("stamp"))
    text.time("DTSTART", try row.stringIfPresent("starts"), isDay: isDay)
    text.time(isMeeting ? "DTEND" : "DUE", try row.stringIfPresent("ends"), isDay: isDay)
    text.words("SUMMARY", try row.string("title"))
    text.words("DESCRIPTION", try row.stringIfPresent("body"))
    text.words("LOCATION", try row.stringIfPresent("place"))
    text.line("STATUS", try row.string("status"))
    text.line("END", component)
  }

  private static let secret = Operation.Parameter(
    "secret", in: "path", ["type": "string"],
    Text("What the address ends with.", ru: "Чем кончается адрес."), required: true)

  private static let schema: JSON = [
    "type": "object", "required": ["path"],
    "properties": [
      "path": [
        "type": "string",
        "description": "The address, told this once; whoever has it reads the calendar.",
      ]
    ],
  ]

  private static let tokenRefused = Problem(
    403, "session_required", Text("Sign in for this", ru: "Для этого нужно войти"),
    detail: Text(
      "A token cannot open a calendar to others: sign in with a password.",
      ru: "Токен не может открыть календарь другим: войдите с паролем."))
}
