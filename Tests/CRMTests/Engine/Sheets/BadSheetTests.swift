import Foundation
import Testing

@testable import CRM

@Suite struct `A workbook that cannot be read` {
  private static let row = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"

  @Test func `is one when a part of it is missing`() throws {
    let whole = SheetFixture(Self.row)
    #expect(try whole.failure() == nil)
    for part in whole.parts.keys {
      var fixture = whole
      fixture.parts[part] = nil
      let code = part == "_rels/.rels" ? "not_a_workbook" : "incomplete_workbook"
      #expect(try fixture.failure() == code, "\(part)")
    }
  }

  @Test func `is one when a part of it is cut off, at any byte`() throws {
    let whole = SheetFixture(Self.row, texts: "<si><t>a</t></si>")
    for (part, text) in whole.parts {
      for length in stride(from: 0, to: text.utf8.count, by: 7) {
        var fixture = whole
        fixture.parts[part] = String(text.prefix(length))
        #expect(try fixture.failure() == "broken_workbook", "\(part) \(length)")
      }
    }
  }

  @Test(arguments: [
    ("", "not_a_workbook"), ("Name;INN\r\n1;2\r\n", "not_a_workbook"), ("PK", "not_a_workbook"),
    ("PK\u{5}\u{6}", "not_a_workbook"),
    ("PK\u{5}\u{6}" + String(repeating: "\u{0}", count: 18), "not_a_workbook"),
  ]) func `is told what it is not`(text: String, code: String) throws {
    #expect(try SheetFixture.failure(of: Array(text.utf8)) == code)
  }

  @Test func `may be an old one or have a password`() throws {
    let old: [UInt8] =
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 600)
    #expect(try SheetFixture.failure(of: old) == "encrypted_workbook")
    var bytes = try SheetFixture(Self.row).bytes()
    for place in bytes.indices.dropLast(10) where bytes[place...].starts(with: [0x50, 0x4B, 1, 2]) {
      bytes[place + 8] |= 1
    }
    for place in bytes.indices.dropLast(10) where bytes[place...].starts(with: [0x50, 0x4B, 3, 4]) {
      bytes[place + 6] |= 1
    }
    #expect(try SheetFixture.failure(of: bytes) == "encrypted_workbook")
  }

  @Test func `may say that it has more parts than a workbook ever has`() throws {
    var bytes = try SheetFixture(Self.row).bytes()
    let end = bytes.count - 22
    bytes.replaceSubrange(end + 10..<end + 12, with: [0xFF, 0x7F])
    #expect(try SheetFixture.failure(of: bytes) == "workbook_too_complex")
    bytes.replaceSubrange(end + 10..<end + 16, with: [8, 0, 0xFF, 0xFF, 0xFF, 0x7F])
    #expect(try SheetFixture.failure(of: bytes) == "workbook_too_complex")
  }

  @Test func `may have more places that look like its end than a comment would`() throws {
    let end = "PK\u{5}\u{6}" + String(repeating: "\u{0}", count: 18)
    let many = Array(String(repeating: end, count: 9).utf8)
    #expect(try SheetFixture.failure(of: many) == "workbook_too_complex")
  }

  @Test(arguments: ["xl/worksheets/sheet0.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
  func `is a bomb when it unpacks to much more than it is`(part: String) throws {
    var fixture = SheetFixture(Self.row)
    let space = String(repeating: " ", count: 3 << 20)
    fixture.parts[part] = fixture.parts[part]! + space
    #expect(try fixture.failure() == nil)
    var limits = SheetLimits()
    limits.grace = 1 << 20
    #expect(try fixture.failure(limits) == "workbook_too_large")
    limits = SheetLimits()
    (limits.sheet, limits.texts, limits.part) = (1 << 20, 1 << 20, 1 << 20)
    #expect(try fixture.failure(limits) == "workbook_too_large")
  }

  @Test(arguments: [
    "<!DOCTYPE x [<!ENTITY a \"b\">]>", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
  ])
  func `is refused for its document type, and no entity is read`(type: String) throws {
    var fixture = SheetFixture(Self.row)
    fixture.parts["xl/worksheets/sheet0.xml"] =
      "<?xml version=\"1.0\"?>\(type)<worksheet><sheetData><row><c t=\"str\"><v>&a;</v></c></row></sheetData></worksheet>"
    #expect(try fixture.failure() == "document_type")
  }

  @Test(arguments: [
    String(repeating: "<a>", count: 200_000),
    (0..<200_000).map { "<a\($0)/>" }.joined(),
    (0..<200_000).map { "<a a\($0)=\"\"/>" }.joined(),
    "<a a=\"\(String(repeating: "x", count: 6 << 20))\"/>",
    "<!--\(String(repeating: "x", count: 6 << 20))-->",
  ]) func `cannot make the reader hold more than it may`(text: String) throws {
    #expect(try SheetFixture(Self.row + text).failure() == "workbook_too_complex")
  }

  @Test(arguments: [
    ("<row r=\"0\"/>", "bad_cell_reference"), ("<row r=\"1048577\"/>", "bad_cell_reference"),
    ("<row r=\"-1\"/>", "bad_cell_reference"), ("<row r=\"x\"/>", "bad_cell_reference"),
    ("<row r=\"2\"/><row r=\"2\"/>", "bad_cell_reference"),
    ("<row r=\"1\"><c r=\"XFE1\"/></row>", "bad_cell_reference"),
    ("<row r=\"1\"><c r=\"AAAA1\"/></row>", "bad_cell_reference"),
    ("<row r=\"1\"><c r=\"A2\"/></row>", "bad_cell_reference"),
    ("<row r=\"1\"><c r=\"a1\"/></row>", "bad_cell_reference"),
    ("<row r=\"1\"><c r=\"A01\"/></row>", "bad_cell_reference"),
    ("<row r=\"1\"><c r=\"\"/></row>", "bad_cell_reference"),
    ("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>", "bad_cell_reference"),
    ("<row><c r=\"ALM1\"><v>1</v></c></row>", "row_too_wide"),
    ("<row>\(String(repeating: "<c><v>1</v></c>", count: 1001))</row>", "row_too_wide"),
    ("<row><c t=\"s\"><v>1</v></c></row>", "bad_shared_string"),
    ("<row><c t=\"s\"><v>-1</v></c></row>", "bad_shared_string"),
    ("<row><c t=\"s\"><v>x</v></c></row>", "bad_shared_string"),
    (
      "<row><c t=\"str\"><v>\(String(repeating: "x", count: 1 << 20 + 1))</v></c></row>",
      "cell_too_long"
    ),
  ]) func `is one for what stands in its rows`(rows: String, code: String) throws {
    #expect(try SheetFixture(rows, texts: "<si><t>a</t></si>").failure() == code)
  }

  @Test func `is one when a row or all rows repeat a text too often`() throws {
    let texts = "<si><t>\(String(repeating: "x", count: 1 << 20))</t></si>"
    let cells = String(repeating: "<c t=\"s\"><v>0</v></c>", count: 5)
    #expect(try SheetFixture("<row>\(cells)</row>", texts: texts).failure() == "row_too_large")
    var limits = SheetLimits()
    limits.cells = 10 << 20
    let rows = String(repeating: "<row><c t=\"s\"><v>0</v></c></row>", count: 11)
    #expect(try SheetFixture(rows, texts: texts).failure(limits) == "workbook_too_large")
    (limits.cells, limits.sharedTexts) = (1 << 30, 10)
    let many = String(repeating: "<si/>", count: 11)
    #expect(try SheetFixture(rows, texts: many).failure(limits) == "workbook_too_large")
  }

  @Test func `keeps the rows before the fault`() throws {
    let spool = try Spool()
    let bytes = try SheetFixture("\(Self.row)<row r=\"2\"><c r=\"A3\"/></row>").bytes()
    try bytes.withUnsafeBytes { try spool.put($0, at: 0) }
    let reader = try Workbook(spool).rows()
    #expect(try reader.next()?.cells == ["1"])
    #expect(throws: SheetFailure.self) { try reader.next() }
    #expect(throws: SheetFailure.self) { try reader.next() }
  }

  @Test func `is told or read, whatever its bytes are`() throws {
    var fixture = SheetFixture(
      """
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45296.5</v></c></row>
      <row r="2"><c r="A2" t="inlineStr"><is><t>a_x000D_</t></is></c><c r="C2" t="e"><v>#N/A</v></c></row>
      """, texts: "<si><t>x</t></si>",
      styles:
        "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm\"/></numFmts><cellXfs><xf/><xf numFmtId=\"164\"/></cellXfs>"
    )
    fixture.isPacked = false
    let whole = try fixture.bytes()
    var generator = Seeded(state: 42)
    var codes: [String: Int] = [:]
    for _ in 0..<2_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      if Bool.random(using: &generator) {
        bytes.removeLast(.random(in: 0..<bytes.count, using: &generator))
      }
      codes[try SheetFixture.failure(of: bytes) ?? "read", default: 0] += 1
    }
    #expect(codes.count > 4 && codes.values.reduce(0, +) == 2_000, "\(codes)")
  }

  /// Xorshift, so that a failure can be seen again.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }
}
