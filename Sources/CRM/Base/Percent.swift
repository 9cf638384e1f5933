/// Percent-encoding of URLs (RFC 3986), strictly: no broken escapes, no NUL, UTF-8 only.
enum Percent {
  /// - Parameter plus: Whether `+` stands for a blank, as in a query.
  /// - Returns: nil when the text is not properly encoded.
  static func decode(_ utf8: Substring.UTF8View, plus: Bool) -> String? {
    guard utf8.contains(where: { $0 == 0x25 || $0 == 0 || (plus && $0 == 0x2B) }) else {
      return String(Substring(utf8))
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

extension Percent {
  /// Everything but the unreserved characters of RFC 3986 as `%XX`.
  static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var out: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        out.append(byte)
      default: out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
