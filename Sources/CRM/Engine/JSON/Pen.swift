/// Writes bytes one behind the other into memory that is known to be large enough.
struct Pen {
  /// Where the next byte goes.
  private(set) var position: UnsafeMutablePointer<UInt8>

  init(_ start: UnsafeMutablePointer<UInt8>) { position = start }

  /// Writes one byte.
  mutating func put(_ byte: UInt8) {
    position.pointee = byte
    position += 1
  }

  /// Writes the bytes as they are.
  mutating func copy(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    position.update(from: start, count: bytes.count)
    position += bytes.count
  }

  /// Writes text of the code.
  mutating func copy(_ text: StaticString) {
    position.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    position += text.utf8CodeUnitCount
  }

  /// Writes UTF-8 as the inside of a JSON string; at most six bytes for each.
  mutating func copy(escaping bytes: UnsafeBufferPointer<UInt8>) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        put(UInt8(ascii: "\\"))
        put(byte)
      case UInt8(ascii: "\n"): copy(#"\n"#)
      case UInt8(ascii: "\r"): copy(#"\r"#)
      case UInt8(ascii: "\t"): copy(#"\t"#)
      case 0..<0x20:
        let digits: StaticString = "0123456789abcdef"
        copy(#"\u00"#)
        put(digits.utf8Start[Int(byte >> 4)])
        put(digits.utf8Start[Int(byte & 15)])
      default: put(byte)
      }
    }
  }
}
