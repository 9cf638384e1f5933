import NIOCore

/// How CSV is written: `text/csv;bom=true;delimiter=;` is what Russian spreadsheets expect.
struct CSVForm: Sendable, Hashable {
  var bom = false
  var delimiter = UInt8(ascii: ",")
  /// Whether the client has asked for a delimiter.
  private(set) var isChosen = false

  init() {}

  /// - Throws: a 406 for parameters that are not understood.
  init(_ parameters: [(name: String, value: String)]) throws {
    for (name, value) in parameters {
      isChosen = isChosen || name == "delimiter"
      switch (name, value) {
      case ("bom", "true"), ("bom", "false"): bom = value == "true"
      // The delimiter `;` also ends a parameter, which leaves an empty one behind.
      case ("delimiter", ""), ("delimiter", ";"): delimiter = UInt8(ascii: ";")
      case ("delimiter", ","): delimiter = UInt8(ascii: ",")
      case ("delimiter", "tab"): delimiter = UInt8(ascii: "\t")
      case ("q", _), ("charset", "utf-8"), ("header", "present"): continue
      default: throw Problem.notAcceptable
      }
    }
  }

  /// The line that names the columns.
  func header(_ names: [String], into out: inout ByteBuffer) {
    if bom { out.writeBytes([0xEF, 0xBB, 0xBF]) }
    for (place, name) in names.enumerated() {
      if place > 0 { out.writeInteger(delimiter) }
      Array(name.utf8).withUnsafeBufferPointer { write($0, .text, into: &out) }
    }
    out.writeStaticString("\r\n")
  }

  /// One cell (RFC 4180); a missing value is nothing at all, an empty text is `""`.
  func write(_ cell: UnsafeBufferPointer<UInt8>?, _ type: ValueType, into out: inout ByteBuffer) {
    guard let cell else { return }
    switch type {
    case .integer, .decimal, .date: out.writeBytes(cell)
    case .boolean: out.writeStaticString(cell.first == UInt8(ascii: "t") ? "true" : "false")
    case .instant: Shape.Style.write(bareInstant: cell, into: &out)
    case .text, .json, .textList, .integerList: write(text: cell, into: &out)
    }
  }

  /// Quotes what needs it; a cell that a spreadsheet would take for a formula gets an apostrophe.
  private func write(text cell: UnsafeBufferPointer<UInt8>, into out: inout ByteBuffer) {
    let formula = Self.isFormula(cell)
    guard formula || cell.isEmpty || cell.contains(where: isSpecial) else {
      out.writeBytes(cell)
      return
    }
    out.writeInteger(UInt8(ascii: "\""))
    if formula { out.writeInteger(UInt8(ascii: "'")) }
    for byte in cell {
      if byte == UInt8(ascii: "\"") { out.writeInteger(byte) }
      out.writeInteger(byte)
    }
    out.writeInteger(UInt8(ascii: "\""))
  }

  /// Every delimiter there is, since whoever opens the file may choose another one than it was made with.
  private func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "\""), 0x0A, 0x0D: true
    default: byte == delimiter
    }
  }

  /// Whether it begins as formulas do, also in the full-width forms ＝ ＋ － ＠, which spreadsheets of
  /// East Asian languages take for the same (OWASP, CSV Injection). Apostrophes before that count too, so that
  /// ``unguarded(_:)`` knows the one that was put there from those that were there.
  private static func isFormula(_ cell: some Sequence<UInt8>) -> Bool {
    var bytes = cell.lazy.drop { $0 == UInt8(ascii: "'") }.makeIterator()
    switch bytes.next() {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0A,
      0x0D:
      return true
    case 0xEF:
      return bytes.next() == 0xBC && [0x9D, 0x8B, 0x8D, 0xA0].contains(bytes.next())
    default: return false
    }
  }

  /// A cell without the apostrophe that guards it from being taken for a formula.
  static func unguarded(_ cell: String) -> String {
    cell.utf8.first == UInt8(ascii: "'") && isFormula(cell.utf8)
      ? String(cell.unicodeScalars.dropFirst()) : cell
  }
}
