/// The table of the European Central Bank: a line for each day, a column for each currency, units for one euro.
enum RateTable {
  /// - Throws: ``RateFile/Failure`` with the line and the reason.
  static func read(_ text: String) throws -> RateFile {
    var currencies: [String]?
    var days: [RateFile.Day] = []
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (place, line) in lines.enumerated() {
      let cells = line.split(separator: 0x2C, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self).trimmed
      }
      guard cells.contains(where: { !$0.isEmpty }) else { continue }
      guard let header = currencies else {
        currencies = try columns(cells, place + 1)
        continue
      }
      days.append(try day(cells, header, place + 1))
    }
    guard !days.isEmpty else {
      throw RateFile.Failure(
        1, Text("There is no day in this file.", ru: "В файле нет ни одного дня."))
    }
    return RateFile(source: "ECB", against: "EUR", days: days)
  }

  /// What stands behind `Date`; nothing for the empty column at the end of each line.
  private static func columns(_ cells: [String], _ line: Int) throws -> [String] {
    let codes = cells.dropFirst()
    guard cells[0] == "Date", codes.contains(where: { !$0.isEmpty }),
      codes.allSatisfy({ $0.isEmpty || RateForm.isCurrency($0) }),
      Set(codes.filter { !$0.isEmpty }).count == codes.count(where: { !$0.isEmpty })
    else {
      throw RateFile.Failure(
        line,
        Text(
          "A first line such as Date,USD,GBP is expected.",
          ru: "Ожидается первая строка вида Date,USD,GBP."))
    }
    return Array(codes)
  }

  private static func day(_ cells: [String], _ header: [String], _ line: Int) throws
    -> RateFile.Day
  {
    guard let on = RateForm.day(cells[0]) else {
      throw RateFile.Failure(
        line,
        Text(
          "\(cells[0].prefix(20)) is no day such as 2013-06-28.",
          ru: "\(cells[0].prefix(20)) — не день вида 2013-06-28."))
    }
    guard cells.count - 1 <= header.count else {
      throw RateFile.Failure(
        line,
        Text("There are more cells than columns.", ru: "Ячеек больше, чем столбцов."))
    }
    var quotations: [RateFile.Quotation] = []
    for (code, cell) in zip(header, cells.dropFirst())
    where !code.isEmpty && !cell.isEmpty && cell != "N/A" {
      guard let units = RateForm.number(cell) else {
        throw RateFile.Failure(
          line,
          Text(
            "\(cell.prefix(20)) is no rate of \(code).",
            ru: "\(cell.prefix(20)) — не курс \(code)."))
      }
      quotations.append(.init(currency: code, units: units, price: "1"))
    }
    return RateFile.Day(on: on, quotations: quotations)
  }
}
