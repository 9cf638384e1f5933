import Postgres

/// All open deals of a pipeline by stage, in one answer that one statement writes.
struct DealBoard: Sendable {
  let engine: Engine
  private static let read = Permission("deals", "read")

  /// Nothing where the module is off.
  var operations: [Operation] {
    guard engine.model.resource(Resource.deals.name) != nil else { return [] }
    return [
      Operation(
        "pipelines.board", .get, "/pipelines/{id}/board",
        Text("The open deals of a pipeline by stage", ru: "Открытые сделки воронки по этапам"),
        access: .permission(Self.read), parameters: [.recordID, Self.on],
        responses: [200: Operation.json(Self.schema)], answer: answer)
    ]
  }

  private func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let day = try Self.day(call.query)
    return try await JSONAnswer(engine: engine, permission: Self.read, resource: .deals)
      .answer(call) { "sales.board(\(id), coalesce(\(day)::date, current_date))" }
  }

  private static func day(_ query: [(name: String, value: String)]) throws -> String? {
    var day: String?
    for (name, value) in query {
      guard name == "on" else {
        throw Problem.malformed(
          "unknown_parameter",
          Text("There is no parameter \"\(name)\".", ru: "Параметра «\(name)» нет."), field: name)
      }
      guard day == nil else { throw Problem.repeated(name) }
      do {
        day = try FieldValue.date(value)
      } catch {
        throw Problem.malformed("malformed_on", error.detail, field: name)
      }
    }
    return day
  }

  private static let on = Operation.Parameter(
    "on", in: "query", ["type": "string", "format": "date"],
    Text(
      "The day on which ages are told; today unless given.", ru: "День возрастов; иначе сегодня."))

  private static let text: JSON = ["type": ["string", "null"]]
  private static let number: JSON = ["type": ["integer", "null"]]
  private static let sums: JSON = [
    "type": "object", "additionalProperties": ["type": "string"],
    "description": "An amount for each currency.",
  ]

  private static let card: JSON = [
    "type": "object", "required": ["id", "title", "rotting"],
    "properties": [
      "id": number, "title": text, "party_id": number, "party": text, "owner_id": number,
      "owner": text, "amount": text, "currency": text, "probability": text, "expected_value": text,
      "expected_on": text, "days_in_stage": number, "rotting": ["type": "boolean"],
    ],
  ]

  private static let schema: JSON = [
    "type": "object", "required": ["id", "name", "currency", "on", "stages"],
    "properties": [
      "id": number, "name": text, "currency": text, "on": ["type": "string", "format": "date"],
      "stages": [
        "type": "array",
        "items": [
          "type": "object", "required": ["id", "name", "count", "rotting", "cards"],
          "properties": [
            "id": number, "name": text, "probability": text, "rot_days": number, "count": number,
            "rotting": number, "amounts": sums, "expected_values": sums, "mean_age_days": text,
            "median_age_days": text, "oldest_age_days": number,
            "cards": ["type": "array", "items": card],
          ],
        ],
      ],
    ],
  ]
}
