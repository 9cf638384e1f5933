/// How a file is written: what stands between its cells, in which encoding, and whether its first line names the
/// columns.
struct ImportForm: Sendable {
  var delimiter = UInt8(ascii: ",")
  /// Nil: UTF-8, unless the file begins with the byte order mark of another.
  var encoding: ImportEncoding?
  /// Without a header the columns are named by their places, from 1.
  var hasHeader = true
  /// Which sheet of a spreadsheet is read; nil: the first that is to be seen.
  var sheet: String?

  /// The names of the columns, by the first record of the file.
  func names(_ record: FileRecord) -> [String] {
    hasHeader ? record.cells : record.cells.indices.map { String($0 + 1) }
  }

  /// What to set where a header, read with this delimiter, has no cells that are looked for; empty without a guess.
  func hint(header cells: [String]) -> Text {
    let others = [";", "\t", ",", "|"].filter { Array($0.utf8) != [delimiter] }
    guard cells.count == 1, let found = others.first(where: { cells[0].contains($0) }) else {
      return Text("", ru: "")
    }
    let word = found == "\t" ? "\\t" : found
    return Text(
      " Its header line is one cell with '\(word)' in it: set csv.delimiter of the mapping to \"\(word)\".",
      ru:
        " Заголовок — одна ячейка, в ней есть «\(word)»: укажите в сопоставлении csv.delimiter \"\(word)\"."
    )
  }
}

extension ImportForm {
  /// Reads the members `csv`, `header` and `sheet` of a mapping.
  ///
  /// - Throws: a 422 that says what would be right.
  init(mapping: JSON) throws {
    var faults = Faults()
    let csv = mapping["csv"] ?? [:]
    try faults.attempt {
      try ImportMapping.members(csv, "/csv", known: ["delimiter", "encoding"])
    }
    let delimiter = try faults.attempt { try Self.delimiter(csv["delimiter"]) }
    let encoding = try faults.attempt { try Self.encoding(csv["encoding"]) }
    let hasHeader = try faults.attempt { try ImportMapping.flag(mapping, "header", "", else: true) }
    let sheet = try faults.attempt { try Self.sheet(mapping["sheet"]) }
    try faults.finish()
    self.init(
      delimiter: delimiter ?? UInt8(ascii: ","), encoding: encoding ?? nil,
      hasHeader: hasHeader ?? true, sheet: sheet ?? nil)
  }

  private static func delimiter(_ json: JSON?) throws -> UInt8 {
    let text = (json ?? ",").string ?? ""
    guard let delimiter = text.utf8.first, text.utf8.count == 1,
      !"\"\r\n\0".utf8.contains(delimiter)
    else {
      throw ImportMapping.wrong(
        "/csv/delimiter",
        Text(
          "One character: \",\", \";\", \"\\t\" or any other of ASCII but a quote.",
          ru: "Один знак: \",\", \";\", \"\\t\" или любой другой из ASCII, кроме кавычки."))
    }
    return delimiter
  }

  private static func encoding(_ json: JSON?) throws -> ImportEncoding? {
    guard let json else { return nil }
    let name = json.string?.lowercased()
    guard let encoding = name == "cp1251" ? .windows1251 : name.flatMap(ImportEncoding.init) else {
      let list = ImportEncoding.allCases.map(\.rawValue).joined(separator: ", ")
      throw ImportMapping.wrong(
        "/csv/encoding", Text("One of: \(list).", ru: "Одно из: \(list)."))
    }
    return encoding
  }

  private static func sheet(_ json: JSON?) throws -> String? {
    guard let json else { return nil }
    guard let name = json.string, !name.isEmpty else {
      throw ImportMapping.wrong(
        "/sheet", Text("The name of a sheet.", ru: "Название листа."))
    }
    return name
  }
}
