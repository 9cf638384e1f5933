/// What became of the statements of a file, each with the line where it begins.
struct StatementReport {
  private let file: StatementFile
  private let done: [JSON]
  private let language: Language

  /// - Parameter done: As `finance.take_statements` answers.
  init(_ file: StatementFile, _ done: JSON, _ language: Language) {
    (self.file, self.done, self.language) = (file, done.array ?? [], language)
  }

  /// The body of the answer.
  ///
  /// - Throws: a 409 where all statements were there already, a 422 where none could be taken.
  func told() throws -> JSON {
    let refused = done.enumerated().filter { $1["refused"] != nil }
    guard refused.count < done.count || done.isEmpty else {
      let fields = refused.map { place, one in
        Problem.Field("/statements/\(place)", one["refused"]?.string ?? "", Self.sentence(one))
      }
      let known = ["bank_statement_once", "bank_statement_number_once"]
      if refused.allSatisfy({ known.contains($1["refused"]?.string ?? "") }) {
        throw Problem.conflict(
          "statements_known",
          Text(
            "All statements of the file are here already.",
            ru: "Все выписки файла уже загружены."), errors: Array(fields.prefix(100)))
      }
      throw Problem.validation(fields)
    }
    return [
      "format": .string(file.format.rawValue), "encoding": .string(file.encoding.rawValue),
      "statements": .array(done.map(explained)),
    ]
  }

  /// With the sentence why it was not taken.
  private func explained(_ one: JSON) -> JSON {
    guard one["refused"] != nil, let members = one.object else { return one }
    return .object(members + [.init("detail", .string(Self.sentence(one)[language]))])
  }

  private static func sentence(_ one: JSON) -> Text {
    let line = one["line"]?.int ?? 1
    let reason = reason(one)
    return Text("Line \(line): \(reason.en)", ru: "Строка \(line): \(reason.ru)")
  }

  private static func reason(_ one: JSON) -> Text {
    let account = one["account"]?.string ?? ""
    let expected = one["expected"]?.string ?? ""
    switch one["refused"]?.string {
    case "bank_statement_once":
      return Text("this statement is here already.", ru: "эта выписка уже загружена.")
    case "bank_statement_number_once":
      return Text(
        "another statement of this number and time is here already: delete it first if this one is to replace it.",
        ru:
          "выписка с таким номером за это время уже загружена: если эта её заменяет, сначала удалите ту."
      )
    case "other_account":
      return Text(
        "it is of the account \(account), not of \(expected).",
        ru: "она по счёту \(account), а не \(expected).")
    case "other_currency":
      let currency = one["currency"]?.string ?? ""
      return Text(
        "it is in \(currency), the account in \(expected).",
        ru: "она в \(currency), а счёт в \(expected).")
    default:
      return account.isEmpty
        ? Text(
          "the file names no account: give bank_account_id.",
          ru: "счёт в файле не назван: передайте bank_account_id.")
        : Text(
          "there is no money account \(account) of ours: enter it, or give bank_account_id.",
          ru: "нашего денежного счёта \(account) нет: внесите его или передайте bank_account_id.")
    }
  }

  static let schema: JSON = [
    "type": "object", "required": ["format", "encoding", "statements"],
    "properties": [
      "format": ["type": "string"], "encoding": ["type": "string"],
      "statements": ["type": "array", "items": one],
    ],
  ]

  private static let one: JSON = [
    "type": "object", "required": ["line"],
    "properties": [
      "line": ["type": "integer", "description": "Where in the file it begins."],
      "account": ["type": ["string", "null"], "description": "As the bank writes it."],
      "number": ["type": ["string", "null"], "description": "The bank's own."],
      "currency": ["type": ["string", "null"]],
      "bank_account_id": ["type": ["integer", "null"]],
      "id": ["type": "integer", "description": "Of the statement that is here."],
      "lines": ["type": "integer"],
      "unread": ["type": "integer", "description": "Lines that cannot be read; they say why."],
      "repeated": ["type": "integer", "description": "Lines that another statement has."],
      "adds_up": ["type": ["boolean", "null"], "description": "Null where nothing is stated."],
      "difference": [
        "type": ["string", "null"], "description": "Opening and lines less closing.",
      ],
      "credits_difference": ["type": ["string", "null"]],
      "debits_difference": ["type": ["string", "null"]],
      "refused": ["type": "string", "description": "The rule that it breaks."],
      "expected": ["type": "string"],
      "detail": ["type": "string", "description": "Why it was not taken."],
    ],
  ]
}
