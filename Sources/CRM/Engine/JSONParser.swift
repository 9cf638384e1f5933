/// Reads exactly one JSON text (RFC 8259) and nothing around it: no duplicate names, no NUL, bounded depth.
public struct JSONParser {
  /// Why a text is not JSON, and at which byte.
  public struct Failure: Error, Sendable {
    public let reason: Text
    public let offset: Int
  }

  public static let maximumDepth = 64

  private var bytes: UnsafeBufferPointer<UInt8>
  private var at = 0

  /// - Throws: ``Failure`` with the offset of the first byte that cannot stand there.
  public static func parse(_ bytes: some Collection<UInt8>) throws -> JSON {
    try bytes.withContiguousStorageIfAvailable(parse(buffer:))
      ?? Array(bytes).withUnsafeBufferPointer(parse(buffer:))
  }

  private static func parse(buffer: UnsafeBufferPointer<UInt8>) throws -> JSON {
    var parser = JSONParser(bytes: buffer)
    let value = try parser.value(depth: 0)
    parser.space()
    guard parser.at == buffer.count else {
      throw parser.failure("There is text behind the value.", "После значения есть лишний текст.")
    }
    return value
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private func failure(_ en: String, _ ru: String) -> Failure {
    Failure(reason: Text(en, ru: ru), offset: at)
  }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func space() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    space()
    guard next == UInt8(ascii: scalar) else { return false }
    at += 1
    return true
  }

  private mutating func value(depth: Int) throws -> JSON {
    guard depth < Self.maximumDepth else {
      throw failure("Nested too deeply.", "Слишком глубокая вложенность.")
    }
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

  private mutating func word(_ text: StaticString, _ value: JSON) throws -> JSON {
    let end = at + text.utf8CodeUnitCount
    guard end <= bytes.count,
      bytes[at..<end].elementsEqual(
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    else { throw failure("A value is expected.", "Ожидается значение.") }
    at = end
    return value
  }

  private mutating func object(depth: Int) throws -> JSON {
    at += 1
    var members: [JSON.Member] = []
    var names: Set<String> = []
    if take("}") { return .object([]) }
    repeat {
      space()
      guard next == UInt8(ascii: "\"") else {
        throw failure("A member's name is expected.", "Ожидается имя поля.")
      }
      let name = try string()
      guard names.insert(name).inserted else {
        throw failure("The name '\(name)' occurs twice.", "Имя «\(name)» встречается дважды.")
      }
      guard take(":") else { throw failure("A colon is expected.", "Ожидается двоеточие.") }
      members.append(JSON.Member(name, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw failure("'}' is expected.", "Ожидается «}».") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws -> JSON {
    at += 1
    var values: [JSON] = []
    if take("]") { return .array([]) }
    repeat { values.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw failure("']' is expected.", "Ожидается «]».") }
    return .array(values)
  }

  private mutating func number() throws -> String {
    let start = at
    if next == UInt8(ascii: "-") { at += 1 }
    guard digits() > 0, !leadingZero(from: start) else {
      throw failure("A value is expected.", "Ожидается значение.")
    }
    if next == UInt8(ascii: ".") {
      at += 1
      guard digits() > 0 else { throw failure("A digit is expected.", "Ожидается цифра.") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      at += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
      guard digits() > 0 else { throw failure("A digit is expected.", "Ожидается цифра.") }
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = at
    while let byte = next, (0x30...0x39).contains(byte) { at += 1 }
    return at - start
  }

  private func leadingZero(from start: Int) -> Bool {
    let first = bytes[start] == UInt8(ascii: "-") ? start + 1 : start
    return at - first > 1 && bytes[first] == 0x30
  }
}

extension JSONParser {
  private mutating func string() throws -> String {
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
