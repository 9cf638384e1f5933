/// Puts the rows of a sheet together from its tags, and pauses behind each.
final class SheetHandler: XMLHandler {
  private let texts: SharedTexts
  private let styles: SheetStyles
  private let calendar: SheetCalendar
  private let limits: SheetLimits

  private var complete: SheetRow?
  private var line = 0
  private var isInRow = false
  /// The place of the cell that was last begun.
  private var column = -1
  private var cell: (type: String, style: Int)?
  private var value = CellText()
  private var cells: [String] = []
  private var errors: [Int] = []
  private var typed: [Int] = []
  private var size = 0
  private var total = 0

  init(
    _ texts: SharedTexts, _ styles: SheetStyles, _ calendar: SheetCalendar, _ limits: SheetLimits
  ) {
    (self.texts, self.styles, self.calendar, self.limits) = (texts, styles, calendar, limits)
  }

  /// Hands over the row that is complete.
  func take() -> SheetRow? {
    defer { complete = nil }
    return complete
  }

  func begin(_ name: String, _ attributes: XMLAttributes) throws {
    switch name {
    case "row": try beginRow(attributes["r"])
    case "c" where isInRow: try beginCell(attributes)
    default: if cell != nil { value.begin(name) }
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    if cell != nil { try value.append(bytes, line: line) }
  }

  func end(_ name: String) throws -> Bool {
    switch name {
    case "c":
      if let cell { try place(cell) }
      cell = nil
    case "row":
      isInRow = false
      return endRow()
    default: if cell != nil { value.end(name) }
    }
    return false
  }

  private func beginRow(_ number: String?) throws {
    guard let next = number.map({ Int($0) }) ?? line + 1, next > line,
      next <= CellReference.maximum.row
    else { throw badPlace("row \(number ?? "")") }
    line = next
    (isInRow, column, size) = (true, -1, 0)
    (cells, errors, typed) = ([], [], [])
  }

  private func beginCell(_ attributes: XMLAttributes) throws {
    if let text = attributes["r"] {
      guard let place = CellReference(text), place.row == line, place.column > column else {
        throw badPlace(text)
      }
      column = place.column
    } else {
      column += 1
    }
    value.clear()
    cell = (attributes["t"] ?? "n", attributes["s"].flatMap { Int($0) } ?? 0)
  }

  private func endRow() -> Bool {
    guard !cells.isEmpty else { return false }
    complete = SheetRow(line: line, cells: cells, errors: errors, typed: typed, size: size)
    return true
  }

  /// Puts the value of the cell to its place; an empty one takes none.
  private func place(_ cell: (type: String, style: Int)) throws {
    let text = try shown(cell)
    guard !text.isEmpty else { return }
    guard column < SheetRow.maximumCells else { throw tooWide }
    cells += repeatElement("", count: column - cells.count)
    if cell.type == "e" { errors.append(column) }
    if ["n", "b", "d"].contains(cell.type) { typed.append(column) }
    cells.append(text)
    size += text.utf8.count + 1
    total += text.utf8.count
    guard size <= SheetRow.maximumSize else { throw tooLarge }
    guard total <= limits.cells else { throw SheetFailure.tooLarge("sheet") }
  }

  private func shown(_ cell: (type: String, style: Int)) throws -> String {
    switch cell.type {
    case "s":
      let number = value.raw
      if number.isEmpty { return "" }
      guard let text = try Int(number).flatMap(texts.text) else { throw noText(number) }
      return text
    case "b": return ["1", "true"].contains(value.raw) ? "true" : "false"
    case "e", "d": return value.raw
    case "n": return calendar.text(value.raw, styles[cell.style])
    default: return String(decoding: value.unescaped, as: UTF8.self)
    }
  }
}

// What is wrong with a sheet, by its row.
extension SheetHandler {
  private func badPlace(_ place: String) -> SheetFailure {
    SheetFailure(
      "bad_cell_reference", line: line,
      Text(
        "'\(place.prefix(20))' behind row \(line) is no place of a sheet, or not in order.",
        ru: "«\(place.prefix(20))» после строки \(line) — не место листа или не по порядку."))
  }

  private func noText(_ number: String) -> SheetFailure {
    SheetFailure(
      "bad_shared_string", line: line,
      Text(
        "Row \(line) refers to the shared string \(number.prefix(20)), which there is not.",
        ru: "Строка \(line) ссылается на общую строку \(number.prefix(20)), которой нет."))
  }

  private var tooWide: SheetFailure {
    SheetFailure(
      "row_too_wide", line: line,
      Text(
        "Row \(line) has more than \(SheetRow.maximumCells) cells.",
        ru: "В строке \(line) больше \(SheetRow.maximumCells) ячеек."))
  }

  private var tooLarge: SheetFailure {
    SheetFailure(
      "row_too_large", line: line,
      Text("Row \(line) is larger than 4 MB.", ru: "Строка \(line) больше 4 МБ."))
  }
}
