import NIOCore
import Postgres

/// `GET /free-busy`: when people and facilities are busy, in one request, and nothing of what they do then.
struct FreeBusy: Sendable {
  let engine: Engine
  private static let permission = Permission("meetings", "read")
  private static let most = 200

  var operation: Operation {
    Operation(
      "calendar.free_busy", .get, "/free-busy",
      Text("When people and facilities are busy", ru: "Когда заняты люди и ресурсы"),
      access: .permission(Self.permission), parameters: Self.parameters,
      responses: [200: Operation.json(Self.schema)], answer: answer)
  }

  private func answer(_ call: Call) async throws -> Answer {
    let question = try Question(call.query)
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(Self.permission)
      return [
        """
        select work.free_busy(\(question.accounts), \(question.facilities),
          \(question.from)::timestamptz, \(question.until)::timestamptz)::text as answer
        where \(question.until)::timestamptz - \(question.from)::timestamptz
          between interval '0' and interval '366 days'
        """
      ]
    }
    if let error = passage.error {
      throw error.sqlState.hasPrefix("22") ? Question.wrong("from", Self.instant) : error
    }
    guard let row = passage.results[0].first else {
      throw Question.wrong(
        "until",
        Text("At most 366 days behind from.", ru: "Не более чем через 366 дней после from."))
    }
    return Answer(
      200, headers: [("Content-Type", "application/json")],
      body: .bytes(ByteBuffer(string: try row.string("answer"))))
  }

  private static let instant = Text(
    "An instant such as 2030-01-31T09:00:00Z is expected.",
    ru: "Ожидается момент времени, например 2030-01-31T09:00:00Z.")

  /// What is asked.
  private struct Question: Sendable {
    var accounts: [Int] = []
    var facilities: [Int] = []
    var from = ""
    var until = ""

    init(_ query: [(name: String, value: String)]) throws {
      for (name, value) in query {
        switch name {
        case "accounts": accounts = try Self.numbers(name, value)
        case "facilities": facilities = try Self.numbers(name, value)
        case "from": from = try Self.instant(name, value)
        case "until": until = try Self.instant(name, value)
        default:
          throw Self.wrong(
            name,
            Text(
              "There are accounts, facilities, from and until.",
              ru: "Есть accounts, facilities, from и until."))
        }
      }
      if from.isEmpty { throw Self.wrong("from", FreeBusy.instant) }
      if until.isEmpty { throw Self.wrong("until", FreeBusy.instant) }
    }

    static func wrong(_ name: String, _ detail: Text) -> Problem {
      .malformed("invalid_parameter", detail, field: name)
    }

    private static func numbers(_ name: String, _ value: String) throws -> [Int] {
      let parts = value.split(separator: ",", omittingEmptySubsequences: false)
      let numbers = parts.compactMap { Int($0) }
      guard numbers.count == parts.count, numbers.count <= FreeBusy.most,
        numbers.allSatisfy({ $0 > 0 })
      else {
        throw wrong(
          name,
          Text(
            "At most \(FreeBusy.most) numbers with commas between them are expected.",
            ru: "Ожидается не более \(FreeBusy.most) номеров через запятую."))
      }
      return numbers
    }

    private static func instant(_ name: String, _ value: String) throws -> String {
      let form = /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})/
      guard value.wholeMatch(of: form) != nil else { throw wrong(name, FreeBusy.instant) }
      return value
    }
  }

  private static let parameters: [Operation.Parameter] = [
    .init(
      "accounts", in: "query", ["type": "string"],
      Text("Numbers of accounts, with commas.", ru: "Номера учётных записей через запятую.")),
    .init(
      "facilities", in: "query", ["type": "string"],
      Text("Numbers of facilities, with commas.", ru: "Номера помещений и ресурсов через запятую.")),
    .init(
      "from", in: "query", ["type": "string", "format": "date-time"],
      Text("The beginning of the period.", ru: "Начало периода."), required: true),
    .init(
      "until", in: "query", ["type": "string", "format": "date-time"],
      Text("The end of the period.", ru: "Конец периода."), required: true),
  ]

  private static let busy: JSON = [
    "type": "array",
    "items": [
      "type": "object", "required": ["id", "busy"],
      "properties": [
        "id": ["type": "integer"],
        "busy": [
          "type": "array",
          "items": [
            "type": "object", "required": ["from", "until"],
            "properties": [
              "from": ["type": "string", "format": "date-time"],
              "until": ["type": "string", "format": "date-time"],
            ],
          ],
        ],
      ],
    ],
  ]

  private static let schema: JSON = [
    "type": "object", "required": ["accounts", "facilities"],
    "properties": ["accounts": busy, "facilities": busy],
  ]
}
