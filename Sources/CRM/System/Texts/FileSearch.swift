import NIOCore
import Postgres

/// `GET /files/search`: files by the words of their text and name, the best first.
struct FileSearch: Sendable {
  let engine: Engine

  var operation: Operation {
    Operation(
      "files.search", .get, "/files/search",
      Text(
        "Find files at records by words of their text or name",
        ru: "Найти файлы при записях по словам текста или имени"), access: .signedIn,
      parameters: Self.parameters, responses: [200: Operation.json(Self.schema)], answer: answer)
  }

  private func answer(_ call: Call) async throws -> Answer {
    let question = try Question(call.query, engine.model)
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      [
        """
        select system.search_files(\(question.words), \(question.resource),
          \(question.offset)::integer, \(question.limit)::integer)::text as answer
        """
      ]
    }
    if let error = passage.error { throw error }
    guard let text = try passage.results[0].single.stringIfPresent("answer") else {
      throw Question.wrong("q", Self.nothing)
    }
    return Answer(
      200, headers: [("Content-Type", "application/json")], body: .bytes(ByteBuffer(string: text)))
  }

  private static let nothing = Text(
    "There is nothing to look for: a word is expected, not excluded and less common than \"and\".",
    ru: "Искать нечего: нужно слово, не исключённое и не такое частое, как «и».")

  /// What is asked.
  private struct Question: Sendable {
    var words = ""
    var resource: String?
    var limit = 20
    var offset = 0

    init(_ query: [(name: String, value: String)], _ model: Model) throws {
      for (name, value) in query {
        switch name {
        case "q": words = value
        case "resource":
          guard model.resource(value) != nil else {
            throw Self.wrong(name, model.unknown(resource: value))
          }
          resource = value
        case "limit": limit = try Self.number(name, value, 1...100)
        case "offset": offset = try Self.number(name, value, 0...2000)
        default:
          throw Self.wrong(
            name,
            Text(
              "There are q, resource, limit and offset.", ru: "Есть q, resource, limit и offset."))
        }
      }
      guard !words.isEmpty, words.count <= 500 else {
        throw Self.wrong(
          "q",
          Text(
            "Words are expected, 1 to 500 characters.", ru: "Ожидаются слова, от 1 до 500 знаков."))
      }
    }

    static func wrong(_ name: String, _ detail: Text) -> Problem {
      .malformed("invalid_parameter", detail, field: name)
    }

    private static func number(
      _ name: String, _ value: String, _ range: ClosedRange<Int>
    ) throws -> Int {
      guard let number = Int(value), range.contains(number) else {
        let (low, high) = (range.lowerBound, range.upperBound)
        throw wrong(
          name,
          Text(
            "A number from \(low) to \(high) is expected.",
            ru: "Ожидается число от \(low) до \(high)."))
      }
      return number
    }
  }

  private static let parameters: [Operation.Parameter] = [
    .init(
      "q", in: "query", ["type": "string", "minLength": 1, "maxLength": 500],
      Text(
        "Words in any form; \"in quotes\" one behind the other, -word not there, or between two.",
        ru: "Слова в любой форме; \"в кавычках\" подряд, -слово исключить, or между двумя."),
      required: true),
    .init(
      "resource", in: "query", ["type": "string"],
      Text(
        "Only files at records of this resource, such as documents.",
        ru: "Только файлы при записях этого ресурса, например documents.")),
    .init(
      "limit", in: "query", ["type": "integer", "minimum": 1, "maximum": 100, "default": 20],
      Text("How many at most.", ru: "Сколько самое большее.")),
    .init(
      "offset", in: "query", ["type": "integer", "minimum": 0, "maximum": 2000, "default": 0],
      Text("How many of the best are left out.", ru: "Сколько лучших пропустить.")),
  ]

  private static let number: JSON = ["type": "integer"]

  private static let hit: JSON = [
    "type": "object",
    "required": ["file_id", "version", "name", "type", "size", "excerpt", "records"],
    "properties": [
      "file_id": number, "version": number, "name": ["type": "string"], "type": ["type": "string"],
      "size": number,
      "excerpt": [
        "type": "array",
        "description": "Places of the text, in pieces; those that were looked for are marked.",
        "items": [
          "type": "object", "required": ["text", "found"],
          "properties": ["text": ["type": "string"], "found": ["type": "boolean"]],
        ],
      ],
      "records": [
        "type": "array", "description": "What the file is at, as far as you see it; at most 20.",
        "items": [
          "type": "object", "required": ["resource", "record_id"],
          "properties": ["resource": ["type": "string"], "record_id": number],
        ],
      ],
    ],
  ]

  private static let schema: JSON = [
    "type": "object", "required": ["count", "count_kind", "data"],
    "properties": [
      "count": ["type": "integer", "description": "Of what you see; at most 2,000 are counted."],
      "count_kind": ["enum": ["exact", "at_least"]],
      "data": ["type": "array", "items": hit],
    ],
  ]
}
