extension JSON {
  /// The value as compact UTF-8 text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The value as compact UTF-8 bytes.
  public var bytes: [UInt8] {
    var out: [UInt8] = []
    write(into: &out)
    return out
  }

  /// Appends the value, compactly.
  public func write(into out: inout [UInt8]) {
    switch self {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let digits): out.append(contentsOf: digits.utf8)
    case .string(let value): Self.write(string: value.utf8, into: &out)
    case .array(let values): Self.write(values, "[", "]", into: &out) { $0.write(into: &$1) }
    case .object(let members):
      Self.write(members, "{", "}", into: &out) { member, out in
        Self.write(string: member.name.utf8, into: &out)
        out.append(UInt8(ascii: ":"))
        member.value.write(into: &out)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], _ open: Unicode.Scalar, _ close: Unicode.Scalar,
    into out: inout [UInt8], _ each: (Element, inout [UInt8]) -> Void
  ) {
    out.append(UInt8(ascii: open))
    for (index, element) in elements.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      each(element, &out)
    }
    out.append(UInt8(ascii: close))
  }

  /// Appends UTF-8 bytes as a quoted JSON string.
  public static func write(string utf8: some Sequence<UInt8>, into out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in utf8 { write(escaped: byte, into: &out) }
    out.append(UInt8(ascii: "\""))
  }

  private static func write(escaped byte: UInt8, into out: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      out.append(UInt8(ascii: "\\"))
      out.append(byte)
    case UInt8(ascii: "\n"): out.append(contentsOf: #"\n"#.utf8)
    case UInt8(ascii: "\r"): out.append(contentsOf: #"\r"#.utf8)
    case UInt8(ascii: "\t"): out.append(contentsOf: #"\t"#.utf8)
    case 0..<0x20:
      out.append(contentsOf: #"\u00"#.utf8)
      out.append(contentsOf: [hex[Int(byte >> 4)], hex[Int(byte & 15)]])
    default: out.append(byte)
    }
  }

  private static let hex = Array("0123456789abcdef".utf8)
}
