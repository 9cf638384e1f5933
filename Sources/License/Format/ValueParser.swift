/// Reads exactly one JSON object in UTF-8: no name twice, no NUL, nothing around it, bounded depth.
package struct ValueParser {
  private let bytes: [UInt8]
  private var at = 0
  private static let maximumDepth = 16

  /// - Throws: ``Refusal`` with `json` that names the byte, counted from 0.
  package static func parse(_ bytes: [UInt8]) throws -> Value {
    var parser = ValueParser(bytes: bytes)
    let value = try parser.value(depth: 0)
    parser.space()
    guard parser.at == bytes.count, case .object = value else { throw parser.failure() }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func failure(_ more: Wording? = nil) -> Refusal {
    let place = Wording(
      "The signed text is not one JSON object; byte \(at) cannot stand there.",
      ru: "Подписанный текст не является одним объектом JSON: ошибка в байте \(at).")
    return Refusal(.json, (more.map { place + $0 } ?? place) + .askVendor)
  }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func space() {
    while let byte = next, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { at += 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: scalar) else { return false }
    at += 1
    return true
  }

  private mutating func value(depth: Int) throws -> Value {
    guard depth < Self.maximumDepth else { throw failure() }
    space()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func word(_ text: String, _ value: Value) throws -> Value {
    guard bytes[at...].starts(with: text.utf8) else { throw failure() }
    at += text.utf8.count
    return value
  }

  private mutating func object(depth: Int) throws -> Value {
    at += 1
    var members: [Value.Member] = []
    var names: Set<[Unicode.Scalar]> = []
    space()
    if take("}") { return .object([]) }
    repeat {
      space()
      guard next == UInt8(ascii: "\"") else { throw failure() }
      let name = try string()
      // By scalars: texts that are canonically equivalent are still two names.
      guard names.insert(Array(name.unicodeScalars)).inserted else {
        throw failure(
          Wording("The name \"\(name)\" occurs twice.", ru: "Имя «\(name)» встречается дважды."))
      }
      space()
      guard take(":") else { throw failure() }
      members.append(Value.Member(name: name, value: try value(depth: depth + 1)))
      space()
    } while take(",")
    guard take("}") else { throw failure() }
    return .object(members)
  }

  private mutating func array(depth: Int) throws -> Value {
    at += 1
    var values: [Value] = []
    space()
    if take("]") { return .array([]) }
    repeat {
      values.append(try value(depth: depth + 1))
      space()
    } while take(",")
    guard take("]") else { throw failure() }
    return .array(values)
  }

  private mutating func number() throws -> String {
    let start = at
    _ = take("-")
    let whole = at
    guard digits() > 0, at - whole == 1 || bytes[whole] != UInt8(ascii: "0") else {
      throw failure()
    }
    if take("."), digits() == 0 { throw failure() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      guard digits() > 0 else { throw failure() }
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = at
    while let byte = next, (0x30...0x39).contains(byte) { at += 1 }
    return at - start
  }
}

extension ValueParser {
  private mutating func string() throws -> String {
    at += 1
    var out: [UInt8] = []
    while let byte = next {
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: out, as: UTF8.self) else { throw failure() }
        return text
      case UInt8(ascii: "\\"): out += String(try escaped()).utf8
      case 0..<0x20: throw failure()
      default: out.append(byte)
      }
    }
    throw failure()
  }

  private mutating func escaped() throws -> Unicode.Scalar {
    guard let byte = next else { throw failure() }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicode()
    default: throw failure()
    }
  }

  private mutating func unicode() throws -> Unicode.Scalar {
    var code = try hexadecimal()
    if (0xD800..<0xDC00).contains(code), take("\\"), take("u") {
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw failure() }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard code != 0, let scalar = Unicode.Scalar(code) else { throw failure() }
    return scalar
  }

  private mutating func hexadecimal() throws -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = next.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw failure()
      }
      code = code << 4 | UInt32(digit)
      at += 1
    }
    return code
  }
}
