/// Percent-encoding of URLs (RFC 3986), strictly: no broken escapes, no NUL, UTF-8 only.
enum Percent {
  /// - Parameter plus: Whether `+` stands for a blank, as in a query.
  /// - Returns: nil when the text is not properly encoded.
  static func decode(_ text: Substring, plus: Bool) -> String? {
    let utf8 = text.utf8
    guard utf8.contains(where: { $0 == 0x25 || $0 == 0 || (plus && $0 == 0x2B) }) else {
      return String(text)
    }
    var out: [UInt8] = []
    out.reserveCapacity(utf8.count)
    var at = utf8.startIndex
    while at < utf8.endIndex {
      let byte = utf8[at]
      if byte == 0x25 {
        guard let end = utf8.index(at, offsetBy: 3, limitedBy: utf8.endIndex),
          let value = hexadecimal(utf8[utf8.index(after: at)..<end])
        else { return nil }
        out.append(value)
        at = end
      } else {
        out.append(plus && byte == 0x2B ? 0x20 : byte)
        at = utf8.index(after: at)
      }
    }
    return out.contains(0) ? nil : String(validating: out, as: UTF8.self)
  }

  private static func hexadecimal(_ digits: Substring.UTF8View) -> UInt8? {
    var value: UInt8 = 0
    for digit in digits {
      guard let nibble = Character(UnicodeScalar(digit)).hexDigitValue else { return nil }
      value = value << 4 | UInt8(nibble)
    }
    return value
  }
}
