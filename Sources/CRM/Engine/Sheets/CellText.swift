/// The text of a cell as it arrives in pieces and runs.
struct CellText {
  private var bytes: [UInt8] = []
  private var isOpen = false
  /// How deep in guides of pronunciation, which are not part of the text.
  private var guides = 0

  /// A longer one is refused; in bytes.
  static let maximum = CSVParser.maximumCell

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    (isOpen, guides) = (false, 0)
  }

  mutating func begin(_ tag: String) {
    switch tag {
    case "rPh": guides += 1
    case "t", "v": isOpen = guides == 0
    default: break
    }
  }

  mutating func end(_ tag: String) {
    switch tag {
    case "rPh": guides -= 1
    case "t", "v": isOpen = false
    default: break
    }
  }

  /// - Throws: ``SheetFailure`` when it becomes too long.
  mutating func append(_ piece: UnsafeBufferPointer<UInt8>, line: Int?) throws {
    guard isOpen else { return }
    guard bytes.count + piece.count <= Self.maximum else {
      let (en, ru) = line.map { (" of row \($0)", " строки \($0)") } ?? ("", "")
      throw SheetFailure(
        "cell_too_long", line: line,
        Text("A cell\(en) is larger than 1 MB.", ru: "Ячейка\(ru) больше 1 МБ."))
    }
    bytes.append(contentsOf: piece)
  }

  /// As it stands.
  var raw: String { String(decoding: bytes, as: UTF8.self) }

  /// With the characters that XML cannot hold, which are written `_x000D_` (ECMA-376, ST_Xstring).
  var unescaped: [UInt8] {
    var rest = bytes[...]
    guard var place = rest.firstIndex(of: Self.underscore) else { return bytes }
    var out: [UInt8] = []
    while true {
      out += rest[rest.startIndex..<place]
      let (text, length) = Self.escape(rest[place...]) ?? ([Self.underscore], 1)
      out += text
      rest = rest[(place + length)...]
      guard let next = rest.firstIndex(of: Self.underscore) else { return out + rest }
      place = next
    }
  }

  private static let underscore = UInt8(ascii: "_")

  private static func escape(_ bytes: ArraySlice<UInt8>) -> (text: [UInt8], length: Int)? {
    let whole = Array(bytes.prefix(7))
    guard whole.count == 7, whole[1] == UInt8(ascii: "x"), whole[6] == underscore,
      whole[2..<6].allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: whole[2..<6], as: UTF8.self), radix: 16), code > 0,
      let scalar = UnicodeScalar(code)
    else { return nil }
    return (Array(String(scalar).utf8), 7)
  }
}
