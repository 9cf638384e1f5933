/// How a statement in CSV is to be read: what is not told is judged by the file, and what the file leaves open is asked.
struct StatementTable: Sendable {
  /// How days are written; else `dd.mm.yyyy` and `yyyy-mm-dd` are known.
  var date: DateForm?
  /// The decimal mark.
  var decimal: Character?
  /// The headings of columns that are called in a way of their own.
  var columns: [StatementColumn: String] = [:]

  /// Banks put the names of the columns behind some lines on the account.
  private static let preamble = 30

  /// - Throws: ``StatementFailure``.
  func read(_ text: StatementText) throws -> BankStatement {
    let records = try Self.records(text)
    let header = records.prefix(Self.preamble).enumerated().lazy
      .map { (place: $0, columns: StatementColumn.places($1.cells, told: columns)) }
      .first { !$0.columns.isEmpty }
    guard let header else { throw Self.headless(records.first) }
    let rows = records.dropFirst(header.place + 1)
    let mark = try decimal ?? Self.mark(rows, header.columns)
    let reader = StatementRow(
      columns: header.columns, number: NumberForm(mark: mark), date: date,
      currency: rows.lazy.compactMap { $0.cell(header.columns[.currency]) }.first)
    var statement = BankStatement(line: records[header.place].line)
    statement.currency = reader.currency
    statement.lines = rows.map(reader.line)
    let days = statement.lines.compactMap(\.booked)
    (statement.begins, statement.ends) = (days.min(), days.max())
    return statement
  }

  private static func records(_ text: StatementText) throws -> [FileRecord] {
    let first = text.lines.prefix(preamble).map(\.text)
    let count = { (mark: Character) in first.map { line in line.count { $0 == mark } }.max() ?? 0 }
    let mark = [";", "\t", "|", ","].max { (one: Character, other: Character) in
      count(one) < count(other)
    }
    var parser = CSVParser(delimiter: mark?.asciiValue ?? 0x2C, encoding: .utf8)
    var records: [FileRecord] = []
    do {
      try parser.take(text.text.utf8) { records.append($0) }
      try parser.finish { records.append($0) }
    } catch let failure as CSVParser.Failure {
      throw StatementFailure(failure.line, failure.detail)
    }
    return records
  }

  /// The mark that one or two decimals stand behind; of a file that has none, the point.
  private static func mark(
    _ rows: ArraySlice<FileRecord>, _ columns: [StatementColumn: Int]
  ) throws -> Character {
    var marks: Set<Character> = []
    var unclear: Int?
    let places = [StatementColumn.amount, .credit, .debit].compactMap { columns[$0] }
    for row in rows {
      for text in places.compactMap({ row.cell($0) }) {
        guard let mark = text.last(where: { $0 == "," || $0 == "." }) else { continue }
        let behind = text.reversed().prefix { $0 != mark }.count { $0.isNumber }
        if behind == 3 { unclear = unclear ?? row.line } else { marks.insert(mark) }
      }
    }
    if marks.count == 1 || marks.isEmpty && unclear == nil { return marks.first ?? "." }
    throw StatementFailure(
      unclear ?? rows.first?.line ?? 1,
      Text(
        "Which is the decimal mark of the amounts cannot be told: give the parameter decimal, which is a comma or a point.",
        ru:
          "Знак дробной части сумм не определить: передайте параметр decimal — запятую или точку."
      ))
  }

  private static func headless(_ record: FileRecord?) -> StatementFailure {
    let cells = record?.cells.prefix(20).joined(separator: ", ") ?? ""
    return StatementFailure(
      record?.line ?? 1,
      Text(
        "No line names a column of days and one of amounts (or of credit and debit); the first has: \(cells). Name them with column[booked]=… and column[amount]=….",
        ru:
          "Ни одна строка не называет столбец дат и столбец сумм (или прихода и расхода); в первой: \(cells). Назовите их: column[booked]=… и column[amount]=…."
      ))
  }
}

extension FileRecord {
  /// The cell there without white space around; nil where it is empty or not there.
  func cell(_ place: Int?) -> String? {
    place.flatMap { $0 < cells.count ? StatementValue.words(cells[$0]) : nil }
  }
}

/// Makes a movement of a record.
struct StatementRow {
  let columns: [StatementColumn: Int]
  let number: NumberForm
  let date: DateForm?
  /// Of the statement; nil where the file names none.
  let currency: String?

  func line(_ record: FileRecord) -> StatementLine {
    let cell = { (column: StatementColumn) in record.cell(columns[column]) }
    var line = StatementLine(
      line: record.line, source: record.cells.joined(separator: "\t"))
    line.booked = cell(.booked).flatMap(day)
    line.valued = cell(.valued).flatMap(day) ?? line.booked
    (line.purpose, line.reference, line.document) = (
      cell(.purpose), cell(.reference), cell(.document)
    )
    (line.bankReference, line.kind) = (cell(.bankReference), cell(.kind))
    line.party = .init(
      name: cell(.party), account: cell(.account), bank: cell(.bank), taxNumber: cell(.taxNumber))
    line.amount = amount(cell(.amount), cell(.credit), cell(.debit))
    if line.amount == nil {
      line.fault = Text(
        "There is no amount that can be read.", ru: "Суммы, которую можно прочитать, нет.")
    } else if let written = cell(.currency), let currency, written != currency {
      line.amount = nil
      line.fault = Text(
        "It is in \(written), the lines before in \(currency).",
        ru: "Сумма в \(written), а строки выше в \(currency).")
    } else if line.booked == nil {
      line.fault = Text(
        "\"\(cell(.booked) ?? "")\" is no day in a form that is known: give date=, such as dd/mm/yyyy.",
        ru:
          "«\(cell(.booked) ?? "")» — не дата известного вида: передайте date=, например dd/mm/yyyy."
      )
    }
    return line
  }

  /// What went stands below zero, whether the bank puts it into a column of its own or signs it.
  private func amount(_ whole: String?, _ credit: String?, _ debit: String?) -> String? {
    if let whole { return read(whole) }
    let sums = [credit.flatMap(read), debit.flatMap(read).map(Self.out)].compactMap { $0 }
    let telling = sums.filter { $0.contains { ("1"..."9").contains($0) } }
    return telling.count > 1 ? nil : telling.first ?? sums.first
  }

  private static func out(_ amount: String) -> String {
    amount.hasPrefix("-") ? amount : StatementValue.negated(amount)
  }

  private func read(_ text: String) -> String? {
    (try? number.value(text, whole: false)).flatMap { StatementValue.amount($0) }
  }

  private func day(_ text: String) -> String? {
    if let date { return try? date.date(text) }
    let first = text.prefix { $0 != " " }
    return StatementValue.dottedDay(first) ?? StatementValue.hyphenedDay(first)
  }
}
