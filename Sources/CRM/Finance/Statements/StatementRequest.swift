/// What the query says of a file of statements.
struct StatementRequest: Sendable {
  /// The money account; nil: each statement says its own.
  private(set) var account: Int?
  /// The form; nil: the file says it.
  private(set) var format: StatementFormat?
  /// How the file is called.
  private(set) var name: String?
  private(set) var table = StatementTable()

  /// - Throws: a 400 for what is unknown or wrong.
  init(_ call: Call) throws {
    for (name, value) in call.query { try take(name, value) }
  }

  private mutating func take(_ parameter: String, _ value: String) throws {
    switch parameter {
    case "bank_account_id":
      guard let id = Int(value), id > 0 else {
        throw Self.wrong(parameter, Text("A number from 1 on.", ru: "Число от 1."))
      }
      account = id
    case "format":
      format = try Self.found(StatementFormat(rawValue: value), parameter, Self.formats)
    case "name":
      guard (1...255).contains(value.count) else {
        throw Self.wrong(parameter, Text("1 to 255 characters.", ru: "От 1 до 255 знаков."))
      }
      name = value
    case "date": table.date = try Self.found(DateForm(value), parameter, ["dd/mm/yyyy"])
    case "decimal":
      table.decimal = try Self.found(
        [",", "."].contains(value) ? value.first : nil, parameter, [",", "."])
    default: try column(parameter, value)
    }
  }

  /// `column[amount]=Betrag`.
  private mutating func column(_ parameter: String, _ value: String) throws {
    guard parameter.hasPrefix("column["), parameter.hasSuffix("]") else {
      throw Self.wrong(
        parameter,
        Text(
          "There are bank_account_id, format, name, date, decimal and column[…].",
          ru: "Есть bank_account_id, format, name, date, decimal и column[…]."))
    }
    let word = String(parameter.dropFirst(7).dropLast())
    let column = try Self.found(StatementColumn(rawValue: word), parameter, Self.columns)
    table.columns[column] = value
  }

  private static func found<Value>(
    _ value: Value?, _ parameter: String, _ known: [String]
  ) throws -> Value {
    guard let value else {
      let list = known.joined(separator: " ")
      throw wrong(
        parameter, Text("Expected is one of: \(list)", ru: "Ожидается одно из: \(list)"))
    }
    return value
  }

  private static func wrong(_ name: String, _ detail: Text) -> Problem {
    .malformed("invalid_parameter", detail, field: name)
  }

  private static let formats = StatementFormat.allCases.map(\.rawValue)
  private static let columns = StatementColumn.allCases.map(\.rawValue)

  static let parameters: [Operation.Parameter] = [
    .init(
      "bank_account_id", in: "query", ["type": "integer", "minimum": 1],
      Text(
        "The money account; needed where the file names none, as CSV does not.",
        ru: "Денежный счёт; нужен, если в файле он не назван, как в CSV.")),
    .init(
      "format", in: "query",
      ["type": "string", "enum": .array(formats.map { .string($0) })],
      Text("The form of the file; else it says so itself.", ru: "Формат; иначе виден по файлу.")),
    .init(
      "name", in: "query", ["type": "string", "maxLength": 255],
      Text("How the file is called.", ru: "Имя файла.")),
    .init(
      "date", in: "query", ["type": "string", "examples": ["dd/mm/yyyy"]],
      Text(
        "How a CSV writes days, unless as dd.mm.yyyy or yyyy-mm-dd.",
        ru: "Как в CSV записаны даты, если не dd.mm.yyyy и не yyyy-mm-dd.")),
    .init(
      "decimal", in: "query", ["type": "string", "enum": [",", "."]],
      Text("The decimal mark of a CSV.", ru: "Знак дроби в CSV.")),
    .init(
      "column", in: "query",
      [
        "type": "object", "additionalProperties": false,
        "properties": .object(columns.map { .init($0, ["type": "string"]) }),
      ],
      Text(
        "How a CSV calls its columns: column[amount]=Betrag.",
        ru: "Как в CSV названы столбцы: column[amount]=Betrag."), form: .bracket),
    .idempotencyKey,
  ]
}
