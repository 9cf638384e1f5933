import CZip
import Foundation
import Testing

@testable import CRM

/// A workbook as a test writes it, part by part.
struct SheetFixture {
  var parts: [String: String]
  var isPacked = true

  static let calendar = "<workbookPr/>"

  /// One sheet with these rows; texts and styles as they are given.
  init(
    _ rows: String, texts: String = "", styles: String = "", calendar: String = calendar,
    sheets: [(name: String, state: String, rows: String)] = []
  ) {
    let all = [(name: "Data", state: "visible", rows: rows)] + sheets
    let list = all.enumerated().map { place, sheet in
      "<sheet name=\"\(sheet.name)\" sheetId=\"\(place + 1)\" state=\"\(sheet.state)\" r:id=\"s\(place)\"/>"
    }.joined()
    let links = all.indices.map {
      Self.link("s\($0)", "worksheet", "worksheets/sheet\($0).xml")
    }.joined()
    parts = [
      "_rels/.rels": Self.links(Self.link("a", "officeDocument", "xl/workbook.xml")),
      "xl/workbook.xml": "<workbook xmlns:r=\"r\">\(calendar)<sheets>\(list)</sheets></workbook>",
      "xl/_rels/workbook.xml.rels": Self.links(
        links + Self.link("t", "sharedStrings", "sharedStrings.xml")
          + Self.link("y", "styles", "/xl/styles.xml")),
      "xl/sharedStrings.xml": "<sst>\(texts)</sst>",
      "xl/styles.xml": "<styleSheet>\(styles)</styleSheet>",
    ]
    for (place, sheet) in all.enumerated() {
      parts["xl/worksheets/sheet\(place).xml"] =
        "<worksheet><sheetData>\(sheet.rows)</sheetData></worksheet>"
    }
  }

  private static func links(_ links: String) -> String { "<Relationships>\(links)</Relationships>" }

  private static func link(_ id: String, _ type: String, _ target: String) -> String {
    "<Relationship Id=\"\(id)\" Type=\"http://x/\(type)\" Target=\"\(target)\"/>"
  }

  /// The file.
  func bytes() throws -> [UInt8] {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sheet-\(UUID().uuidString).xlsx").path
    defer { unlink(path) }
    let archive = try #require(zip_open(path, ZIP_CREATE, nil))
    let held = parts.sorted { $0.key < $1.key }.map { ($0.key, strdup($0.value)) }
    defer { for (_, text) in held { free(text) } }
    for (name, text) in held {
      let text = try #require(text)
      let source = try #require(zip_source_buffer(archive, text, UInt64(strlen(text)), 0))
      let place = zip_file_add(archive, name, source, 0)
      zip_set_file_compression(
        archive, UInt64(place), isPacked ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 9)
    }
    #expect(zip_close(archive) == 0)
    return try Array(Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// The rows that a reader takes from it.
  func rows(_ sheet: String? = nil, _ limits: SheetLimits = SheetLimits()) throws -> [SheetRow] {
    try Self.rows(of: bytes(), sheet, limits)
  }

  static func rows(
    of bytes: [UInt8], _ sheet: String? = nil, _ limits: SheetLimits = SheetLimits()
  ) throws -> [SheetRow] {
    let spool = try Spool()
    try bytes.withUnsafeBytes { try spool.put($0, at: 0) }
    let reader = try Workbook(spool, limits: limits).rows(of: sheet)
    var rows: [SheetRow] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  /// The code of the failure, or nil when it was read.
  func failure(_ limits: SheetLimits = SheetLimits()) throws -> String? {
    try Self.failure(of: bytes(), limits)
  }

  static func failure(of bytes: [UInt8], _ limits: SheetLimits = SheetLimits()) throws -> String? {
    do {
      _ = try rows(of: bytes, nil, limits)
      return nil
    } catch let failure as SheetFailure {
      #expect(!failure.detail.en.isEmpty && failure.detail.en != failure.detail.ru)
      return failure.code
    }
  }
}
