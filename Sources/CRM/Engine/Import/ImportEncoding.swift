/// In which bytes a file writes its letters.
enum ImportEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case windows1251 = "windows-1251"
  case utf16le = "utf-16le"
  case utf16be = "utf-16be"

  /// What a byte order mark at the beginning says; nil where there is none.
  init?(mark bytes: some Sequence<UInt8>) {
    var bytes = bytes.makeIterator()
    switch (bytes.next(), bytes.next()) {
    case (0xFF, 0xFE): self = .utf16le
    case (0xFE, 0xFF): self = .utf16be
    case (0xEF, 0xBB) where bytes.next() == 0xBF: self = .utf8
    default: return nil
    }
  }

  /// Whether letters are pairs of bytes, which are made UTF-8 before anything else.
  var isWide: Bool { self == .utf16le || self == .utf16be }

  /// The text of a cell; nil where the bytes are none in this encoding.
  func text(_ bytes: [UInt8]) -> String? {
    guard self == .windows1251 else { return String(validating: bytes, as: UTF8.self) }
    var text = String.UnicodeScalarView()
    for byte in bytes {
      guard let scalar = Self.scalar(byte) else { return nil }
      text.append(scalar)
    }
    return String(text)
  }

  /// The bytes 0x80 to 0xBF of Windows-1251; the only one that stands for nothing is 0x98.
  private static let upper = Array(
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{0}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї"
      .unicodeScalars)

  private static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
    switch byte {
    case ..<0x80: return Unicode.Scalar(byte)
    case 0xC0...: return Unicode.Scalar(UInt32(byte) - 0xC0 + 0x410)
    default:
      let scalar = upper[Int(byte) - 0x80]
      return scalar == "\u{0}" ? nil : scalar
    }
  }
}

/// Makes UTF-8 of UTF-16 as it arrives; a half pair becomes U+FFFD.
struct WideDecoder: Sendable {
  private let isLittle: Bool
  /// The first byte of a pair that is not complete yet.
  private var odd: UInt8?
  /// The first unit of a surrogate pair.
  private var high: UInt16?

  init(_ encoding: ImportEncoding) { isLittle = encoding == .utf16le }

  mutating func take(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    for byte in bytes {
      guard let first = odd else {
        odd = byte
        continue
      }
      odd = nil
      let unit = isLittle ? UInt16(byte) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(byte)
      take(unit, &out)
    }
    return out
  }

  private mutating func take(_ unit: UInt16, _ out: inout [UInt8]) {
    if let first = high {
      high = nil
      if UTF16.isTrailSurrogate(unit) {
        let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
        return out.append(contentsOf: Self.utf8(value))
      }
      out.append(contentsOf: Self.utf8(0xFFFD))
    }
    if UTF16.isLeadSurrogate(unit) {
      high = unit
    } else {
      out.append(contentsOf: Self.utf8(UInt32(unit)))
    }
  }

  private static func utf8(_ value: UInt32) -> [UInt8] {
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    return Array(String(Character(scalar)).utf8)
  }
}
