/// Reads MT940 (SWIFT), with the habits of banks: with or without the envelope of SWIFT, pages, free and structured
/// texts.
struct MT940Statement {
  /// A field: its tag, the text behind it with its further lines, and where it begins.
  struct Field {
    let tag: String
    let line: Int
    var text: String
  }

  private var statements: [BankStatement] = []
  /// Whether 86 or NS would speak of the last movement.
  private var isInLine = false

  /// - Throws: ``StatementFailure``.
  static func read(_ text: StatementText) throws -> [BankStatement] {
    var reader = MT940Statement()
    for field in try fields(text) { try reader.take(field) }
    return reader.statements
  }

  /// The fields of the file; what stands before the first, and between a `-` and the next, is SWIFT's envelope.
  private static func fields(_ text: StatementText) throws -> [Field] {
    var fields: [Field] = []
    var isOpen = false
    for line in text.lines {
      if let (tag, rest) = tagged(line.text) {
        fields.append(Field(tag: tag, line: line.number, text: rest))
        isOpen = true
      } else if isOpen, line.text.trimmed == "-" || line.text.hasPrefix("-}") {
        isOpen = false
      } else if isOpen {
        fields[fields.count - 1].text += "\n\(line.text)"
      }
    }
    guard !fields.isEmpty else { throw nothing(text) }
    return fields
  }

  private static func nothing(_ text: StatementText) -> StatementFailure {
    let first = text.lines.first { !$0.text.trimmed.isEmpty }
    let told = first.map { String($0.text.prefix(40)) } ?? ""
    return StatementFailure(
      first?.number ?? 1,
      Text(
        "There is no statement: a field such as :20: is expected, not \"\(told)\".",
        ru: "Выписки нет: ожидается поле вида :20:, а не «\(told)»."))
  }

  /// `:61:…`; a tag is two digits and perhaps a letter, or NS.
  private static func tagged(_ text: String) -> (tag: String, rest: String)? {
    guard text.utf8.first == 0x3A else { return nil }
    let rest = text.dropFirst()
    guard let end = rest.prefix(5).firstIndex(of: ":") else { return nil }
    let tag = rest[..<end]
    let isNumber =
      (2...3).contains(tag.count) && tag.prefix(2).allSatisfy { ("0"..."9").contains($0) }
      && tag.dropFirst(2).allSatisfy { ("A"..."Z").contains($0) }
    guard isNumber || tag == "NS" else { return nil }
    return (String(tag), String(rest[rest.index(after: end)...]))
  }

  private mutating func take(_ field: Field) throws {
    if field.tag == "20" {
      statements.append(BankStatement(line: field.line))
      isInLine = false
    } else if let last = statements.indices.last {
      isInLine = try Self.put(field, &statements[last], isInLine)
    } else {
      throw StatementFailure(
        field.line,
        Text(
          "A statement begins with :20:, not with :\(field.tag):.",
          ru: "Выписка начинается с :20:, а не с :\(field.tag):."))
    }
  }

  /// - Returns: whether what comes next may speak of the last movement.
  private static func put(
    _ field: Field, _ statement: inout BankStatement, _ isInLine: Bool
  ) throws -> Bool {
    let text = field.text.trimmed
    switch field.tag {
    case "25", "25P": statement.account = StatementValue.words(text)
    case "28", "28C": statement.number = StatementValue.words(text)
    case "60F", "60M":
      let balance = try balance(text, field)
      (statement.opening, statement.begins) = (balance.amount, balance.day)
      statement.currency = balance.currency
    case "61": statement.lines.append(MT940Entry.read(field.text, field.line))
    case "62F", "62M":
      let balance = try balance(text, field)
      (statement.closing, statement.ends) = (balance.amount, balance.day)
      if let opened = statement.currency, opened != balance.currency {
        throw StatementFailure(field.line, otherCurrency(opened, balance.currency))
      }
      statement.currency = balance.currency
    case "86", "NS":
      // What stands before the first movement and behind the balance speaks of the whole statement.
      guard isInLine, let last = statement.lines.indices.last else { return false }
      MT940Entry.describe(&statement.lines[last], field)
      return true
    default: break
    }
    return field.tag == "61"
  }

  /// `C110522EUR3236,28`.
  private static func balance(
    _ text: String, _ field: Field
  ) throws -> (amount: String, day: String, currency: String) {
    let mark = text.prefix(1)
    let date = text.dropFirst().prefix(6)
    let currency = text.dropFirst(7).prefix(3)
    guard mark == "C" || mark == "D", let day = MT940Entry.day(date),
      currency.count == 3, currency.allSatisfy({ ("A"..."Z").contains($0) }),
      let amount = MT940Entry.amount(text.dropFirst(10))
    else {
      throw StatementFailure(
        field.line,
        Text(
          ":\(field.tag): is no balance: C or D, a day, a currency and an amount are expected, such as C110522EUR3236,28.",
          ru:
            ":\(field.tag): — не остаток: ожидаются C или D, день, валюта и сумма, например C110522EUR3236,28."
        ))
    }
    return (mark == "D" ? StatementValue.negated(amount) : amount, day, String(currency))
  }

  private static func otherCurrency(_ opened: String, _ closed: String) -> Text {
    Text(
      "The statement begins in \(opened) and ends in \(closed).",
      ru: "Выписка начинается в \(opened), а кончается в \(closed).")
  }
}
