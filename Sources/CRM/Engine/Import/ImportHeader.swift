/// Where each column of a file stands.
struct ImportHeader: Sendable {
  private let width: Int
  /// What the columns are called, in the order of the file.
  let names: [String]
  private let places: [String: Int]

  /// - Parameter record: The first of the file, which names the columns where the form says so.
  /// - Throws: a 422 where a column that the plan reads is missing, or occurs twice.
  init(_ record: FileRecord, _ plan: ImportPlan, _ form: ImportForm) throws {
    width = record.cells.count
    names = form.names(record)
    var places: [String: Int] = [:]
    var twice: Set<String> = []
    for (place, name) in names.enumerated() {
      if places.updateValue(place, forKey: name) != nil { twice.insert(name) }
    }
    self.places = places
    let missing = plan.names.filter { places[$0] == nil }.sorted().joined(separator: ", ")
    guard missing.isEmpty else {
      let hint = form.hint(header: record.cells)
      throw Problem.file(
        Text(
          "The file has no column \(missing).\(hint.en)",
          ru: "В файле нет столбца \(missing).\(hint.ru)"))
    }
    let ambiguous = twice.intersection(plan.names).sorted().joined(separator: ", ")
    guard ambiguous.isEmpty else {
      throw Problem.file(
        Text(
          "The column \(ambiguous) occurs twice.", ru: "Столбец \(ambiguous) встречается дважды."))
    }
  }

  /// Whether the record has a cell for each column; empty ones more do no harm.
  func fits(_ record: FileRecord) -> Bool {
    record.cells.count >= width && record.cells.dropFirst(width).allSatisfy(\.isEmpty)
  }

  /// Why a record does not fit.
  func misfit(_ record: FileRecord) -> Text {
    Text(
      "The row has \(record.cells.count) cells, the header \(width).",
      ru: "В строке \(record.cells.count) ячеек, в заголовке \(width).")
  }

  /// Why a record is refused that has the error of a formula where a value is read.
  func error(_ record: FileRecord, _ names: Set<String>) -> Text? {
    guard !record.errors.isEmpty else { return nil }
    let name = names.sorted().first { name in
      places[name].map { record.errors.contains($0) } ?? false
    }
    return name.map { name in
      let cell = cell(name, record)
      return Text(
        "The column \(name) holds the error \(cell) of a formula.",
        ru: "В столбце \(name) ошибка формулы \(cell).")
    }
  }

  /// Whether a spreadsheet says itself what the cell of that column holds.
  func isTyped(_ name: String, _ record: FileRecord) -> Bool {
    !record.typed.isEmpty && places[name].map { record.typed.contains($0) } ?? false
  }

  /// The cell of a record that fits, by the name of its column; empty where there is no such column.
  func cell(_ name: String, _ record: FileRecord) -> String {
    places[name].map { record.cells[$0] } ?? ""
  }
}
