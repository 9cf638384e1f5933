/// Reads 1CClientBankExchange, what Russian banks exchange with bookkeeping.
struct ClientBankExchange {
  /// A part of the file: its keys and all that is written in it.
  struct Section {
    let line: Int
    /// What stands behind `=` of the line that opens it.
    let kind: String
    var values: [String: [String]] = [:]
    var source: [String] = []

    /// What the key says; nil where it is empty.
    subscript(_ key: String) -> String? { StatementValue.words(values[key]?.first) }
  }

  private(set) var header = Section(line: 1, kind: "")
  private(set) var accounts: [Section] = []
  private(set) var documents: [Section] = []
  private var open: Section?
  private var isWhole = false

  private static let mark = "1CClientBankExchange"

  /// Whether the file says that it is one.
  static func recognizes(_ text: StatementText) -> Bool { text.text.hasPrefix(mark) }

  /// - Throws: ``StatementFailure``.
  init(_ text: StatementText) throws {
    let lines = text.lines
    guard lines.first?.text.trimmed == Self.mark else {
      throw StatementFailure(1, Text("\(Self.mark) is expected.", ru: "Ожидается \(Self.mark)."))
    }
    for line in lines.dropFirst() where !isWhole { try take(line) }
    if let open {
      throw StatementFailure(
        open.line,
        Text("This section is never closed.", ru: "Эта секция не закрыта."))
    }
    guard isWhole else {
      throw StatementFailure(
        lines.count,
        Text(
          "The file is cut off: it ends with КонецФайла.",
          ru: "Файл обрезан: в конце должно стоять КонецФайла."))
    }
  }

  private mutating func take(_ line: StatementText.Line) throws {
    let text = line.text.trimmed
    guard !text.isEmpty else { return }
    let equals = text.firstIndex(of: "=")
    let key = String(text[..<(equals ?? text.endIndex)]).trimmed
    let value = equals.map { String(text[text.index(after: $0)...]) } ?? ""
    switch key {
    case "СекцияРасчСчет", "СекцияДокумент":
      guard open == nil else { throw Self.misplaced(line) }
      open = Section(line: line.number, kind: key == "СекцияДокумент" ? value : "")
      open?.source = [line.text]
    case "КонецРасчСчет", "КонецДокумента":
      guard var section = open, section.source[0].hasPrefix(Self.opening(of: key)) else {
        throw Self.misplaced(line)
      }
      section.source.append(line.text)
      if key == "КонецДокумента" { documents.append(section) } else { accounts.append(section) }
      open = nil
    case "КонецФайла":
      guard open == nil else { throw Self.misplaced(line) }
      isWhole = true
    default: try put(key, value, line, isPair: equals != nil)
    }
  }

  private static func opening(of key: String) -> String {
    key == "КонецДокумента" ? "СекцияДокумент" : "СекцияРасчСчет"
  }

  private mutating func put(
    _ key: String, _ value: String, _ line: StatementText.Line, isPair: Bool
  ) throws {
    guard isPair else {
      throw StatementFailure(
        line.number,
        Text(
          "Key=Value is expected, not \"\(line.text.prefix(40))\".",
          ru: "Ожидается Ключ=Значение, а не «\(line.text.prefix(40))»."))
    }
    if open == nil {
      header.values[key, default: []].append(value)
    } else {
      open?.values[key, default: []].append(value)
      open?.source.append(line.text)
    }
  }

  private static func misplaced(_ line: StatementText.Line) -> StatementFailure {
    StatementFailure(
      line.number,
      Text(
        "\(line.text.trimmed.prefix(40)) does not belong here: sections do not stand in each other.",
        ru:
          "\(line.text.trimmed.prefix(40)) стоит не на месте: секции не вкладываются друг в друга."
      ))
  }
}
