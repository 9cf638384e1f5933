/// Canonical base64 (RFC 4648, section 4 with 3.5): padding is there, spare bits are zero, nothing else
/// stands between the letters.
package enum Base64 {
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()

  /// The bytes, or nil for text that no encoder writes.
  package static func decode(_ text: [UInt8]) -> [UInt8]? {
    guard text.count.isMultiple(of: 4) else { return nil }
    let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    let body = text.dropLast(padding)
    var out: [UInt8] = []
    out.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    for (place, letter) in body.enumerated() {
      let value = values[Int(letter)]
      guard value < 64 else { return nil }
      bits = bits << 6 | UInt32(value)
      guard place % 4 != 0 else { continue }
      let spare = UInt32(6 - place % 4 * 2)
      out.append(UInt8(truncatingIfNeeded: bits >> spare))
    }
    let spare: UInt32 = padding == 2 ? 4 : padding == 1 ? 2 : 0
    return bits & (1 << spare - 1) == 0 ? out : nil
  }

  /// The text in one line.
  package static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let letter = letters[Int(bits >> UInt32(18 - 6 * place) & 63)]
        out.append(place <= group.count ? letter : UInt8(ascii: "="))
      }
    }
    return out
  }
}
