/// The letters of a statement's file, line by line.
struct StatementText: Sendable {
  /// A line and its number, counted from 1.
  struct Line: Sendable {
    let number: Int
    let text: String
  }

  /// In which bytes it was written.
  enum Encoding: String, Sendable {
    case utf8 = "utf-8"
    case utf16 = "utf-16"
    case windows1251 = "windows-1251"
    case windows1252 = "windows-1252"
    case cp866
  }

  let text: String
  let encoding: Encoding

  /// By the mark at the beginning, else as UTF-8, or as what is told where it is none.
  ///
  /// - Throws: ``StatementFailure`` for what is no text.
  init(_ bytes: [UInt8], otherwise other: Encoding) throws {
    if let mark = ImportEncoding(mark: bytes), mark.isWide {
      var decoder = WideDecoder(mark)
      text = String(decoding: decoder.take(bytes.dropFirst(2)), as: UTF8.self)
      encoding = .utf16
      return
    }
    if let place = bytes.firstIndex(of: 0) { throw Self.foreign(bytes, place) }
    let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    if let plain = String(validating: bytes.dropFirst(isMarked ? 3 : 0), as: UTF8.self) {
      (text, encoding) = (plain, .utf8)
      return
    }
    var letters = String.UnicodeScalarView()
    for (place, byte) in bytes.enumerated() {
      guard let letter = Self.letter(byte, other) else { throw Self.foreign(bytes, place) }
      letters.append(letter)
    }
    (text, encoding) = (String(letters), other)
  }

  /// The lines without what ends them.
  var lines: [Line] {
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().map {
      let bytes = $1.last == 0x0D ? $1.dropLast() : $1
      return Line(number: $0 + 1, text: String(Substring(bytes)))
    }
  }

  private static func foreign(_ bytes: [UInt8], _ place: Int) -> StatementFailure {
    StatementFailure(
      1 + bytes[..<place].count { $0 == 0x0A },
      Text(
        "Byte \(bytes[place]) is no letter of a text.",
        ru: "Байт \(bytes[place]) не является буквой текста."))
  }

  private static func letter(_ byte: UInt8, _ encoding: Encoding) -> Unicode.Scalar? {
    guard byte >= 0x80 else { return Unicode.Scalar(byte) }
    switch encoding {
    case .windows1251:
      return ImportEncoding.windows1251.text([byte])?.unicodeScalars.first
    case .windows1252:
      return byte < 0xA0 ? western[Int(byte) - 0x80] : Unicode.Scalar(byte)
    case .cp866: return cyrillic(byte)
    case .utf8, .utf16: return nil
    }
  }

  /// 0x80 to 0x9F of Windows-1252; five of them stand for nothing and are kept as control characters.
  private static let western = Array(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)

  /// The letters of code page 866; its frames are in no statement.
  private static func cyrillic(_ byte: UInt8) -> Unicode.Scalar? {
    switch byte {
    case 0x80...0xAF: Unicode.Scalar(UInt32(byte) - 0x80 + 0x410)
    case 0xE0...0xEF: Unicode.Scalar(UInt32(byte) - 0xE0 + 0x440)
    case 0xF0...0xF7: Array("ЁёЄєЇїЎў".unicodeScalars)[Int(byte) - 0xF0]
    case 0xF8: "°"
    case 0xFC: "№"
    case 0xFF: "\u{A0}"
    default: nil
    }
  }
}
