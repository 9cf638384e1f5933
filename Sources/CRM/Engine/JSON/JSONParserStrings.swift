extension JSONParser {
  mutating func string() throws -> String {
    at += 1
    let start = at
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      at += 1
    }
    guard next == UInt8(ascii: "\"") else { return try escapedString(from: start) }
    defer { at += 1 }
    return try text(bytes[start..<at])
  }

  private mutating func escapedString(from start: Int) throws -> String {
    var out = Array(bytes[start..<at])
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        at += 1
        return try text(out[...])
      case UInt8(ascii: "\\"):
        at += 1
        try escape(into: &out)
      case 0..<0x20:
        throw failure("A control character in a string.", "Управляющий символ в строке.")
      default:
        out.append(byte)
        at += 1
      }
    }
    throw failure("The string has no end.", "Строка не закрыта.")
  }

  private func text(_ utf8: some Collection<UInt8>) throws -> String {
    guard let text = String(validating: utf8, as: UTF8.self) else {
      throw failure("The text is not UTF-8.", "Текст не в UTF-8.")
    }
    return text
  }

  private mutating func escape(into out: inout [UInt8]) throws {
    guard let byte = next else { throw failure("The string has no end.", "Строка не закрыта.") }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "u"): out.append(contentsOf: String(try unicode()).utf8)
    default: throw failure("An unknown escape.", "Неизвестная escape-последовательность.")
    }
  }

  private mutating func unicode() throws -> Unicode.Scalar {
    let first = try hexadecimal()
    guard (0xD800..<0xDC00).contains(first), next == UInt8(ascii: "\\"), at + 1 < bytes.count,
      bytes[at + 1] == UInt8(ascii: "u")
    else { return try scalar(first) }
    at += 2
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second) else { return try scalar(first) }
    return try scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private func scalar(_ code: UInt32) throws -> Unicode.Scalar {
    guard code != 0, let scalar = Unicode.Scalar(code) else {
      throw failure(
        "A NUL or half a surrogate pair.", "Символ NUL или половина суррогатной пары.")
    }
    return scalar
  }

  private mutating func hexadecimal() throws -> UInt32 {
    guard at + 4 <= bytes.count, bytes[at] != UInt8(ascii: "+"), bytes[at] != UInt8(ascii: "-"),
      let code = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
    else { throw failure("Four hexadecimal digits are expected.", "Ожидаются четыре hex-цифры.") }
    at += 4
    return code
  }
}
