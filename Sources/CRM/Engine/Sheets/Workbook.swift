/// An XLSX file (ECMA-376): its sheets, and the rows of each as a stream.
///
/// Reading blocks; it belongs on a thread that may, see ``SheetRows``.
final class Workbook {
  /// A sheet of cells, in the order of the file.
  struct Sheet: Sendable, Equatable {
    let name: String
    let isVisible: Bool
  }

  /// The sheets that have cells; charts are left out.
  var sheets: [Sheet] { worksheets.map(\.sheet) }

  private let archive: ZipArchive
  private let limits: SheetLimits
  private let calendar: SheetCalendar
  private let worksheets: [(sheet: Sheet, path: String)]
  private let relationships: Relationships

  /// - Throws: ``SheetFailure`` for a file that is no XLSX, or is damaged or protected.
  init(_ spool: Spool, limits: SheetLimits = SheetLimits()) throws {
    let archive = try ZipArchive(spool)
    let root = Relationships(folder: "")
    let hasRoot = try Self.read("_rels/.rels", of: archive, root, limits)
    guard hasRoot, let path = root.target(ofType: "officeDocument") else {
      throw SheetFailure.notAWorkbook
    }
    guard !path.lowercased().hasSuffix(".bin") else { throw Self.binary }
    let contents = WorkbookContents()
    guard try Self.read(path, of: archive, contents, limits) else {
      throw SheetFailure.missing(path)
    }
    guard contents.isWorkbook else { throw SheetFailure.notAWorkbook }
    relationships = try Self.relationships(of: path, archive, limits)
    worksheets = Self.worksheets(contents, relationships)
    (self.archive, self.limits, calendar) = (archive, limits, contents.calendar)
  }

  /// The rows of the sheet of that name, or of the first that is not hidden.
  ///
  /// - Throws: ``SheetFailure`` when there is none, or what the sheet needs is damaged or missing.
  func rows(of name: String? = nil) throws -> SheetReader {
    let chosen = worksheets.first { sheet, _ in name.map { $0 == sheet.name } ?? sheet.isVisible }
    guard let (sheet, path) = chosen else { throw noSheet(name) }
    let styles = SheetStyles()
    if let path = relationships.target(ofType: "styles") { try demand(path, styles, limits.part) }
    let texts = SharedTextsHandler(limits)
    if let path = relationships.target(ofType: "sharedStrings") {
      try demand(path, texts, limits.texts)
    }
    guard let part = try archive.part(path, limit: limits.sheet, limits) else {
      throw SheetFailure.missing(path)
    }
    let handler = SheetHandler(texts.texts, styles, calendar, limits)
    return SheetReader(sheet.name, try XMLReader(part, handler, limits), handler)
  }

  private func demand(_ path: String, _ handler: any XMLHandler, _ limit: Int) throws {
    guard let part = try archive.part(path, limit: limit, limits) else {
      throw SheetFailure.missing(path)
    }
    try XMLReader.read(part, handler, limits)
  }

  private static func relationships(
    of path: String, _ archive: ZipArchive, _ limits: SheetLimits
  ) throws -> Relationships {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let folder = String(path[..<slash])
    let found = Relationships(folder: folder)
    let place = "\(folder)_rels/\(path[slash...]).rels"
    guard try read(place, of: archive, found, limits) else { throw SheetFailure.missing(place) }
    return found
  }

  private static func worksheets(
    _ contents: WorkbookContents, _ relationships: Relationships
  ) -> [(sheet: Sheet, path: String)] {
    let targets = Dictionary(relationships.all.map { ($0.id, $0) }) { first, _ in first }
    return contents.sheets.compactMap { sheet in
      guard let target = targets[sheet.id], target.type == "worksheet" else { return nil }
      return (Sheet(name: sheet.name, isVisible: sheet.isVisible), target.target)
    }
  }

  /// Whether there is such a part; it has been heard then.
  private static func read(
    _ path: String, of archive: ZipArchive, _ handler: any XMLHandler, _ limits: SheetLimits
  ) throws -> Bool {
    guard let part = try archive.part(path, limit: limits.part, limits) else { return false }
    try XMLReader.read(part, handler, limits)
    return true
  }

  private static let binary = SheetFailure(
    "binary_workbook",
    Text(
      "This is a binary workbook (.xlsb): save it as .xlsx.",
      ru: "Это двоичная книга (.xlsb): сохраните её как .xlsx."))

  private func noSheet(_ name: String?) -> SheetFailure {
    let known = worksheets.prefix(20).map { "«\($0.sheet.name)»" }.joined(separator: ", ")
    guard let name else {
      return SheetFailure(
        "no_sheet", Text("The workbook has no visible sheet.", ru: "В книге нет видимых листов."))
    }
    return SheetFailure(
      "no_sheet",
      Text(
        "The workbook has no sheet «\(name)»; it has \(known).",
        ru: "В книге нет листа «\(name)»; есть \(known)."))
  }
}
