/// Reads exactly one JSON text (RFC 8259) and nothing around it: no duplicate names, no NUL, bounded depth.
public struct JSONParser {
  /// Why a text is not JSON, and at which byte.
  public struct Failure: Error, Sendable {
    /// What was expected there.
    public let reason: Text
    /// The byte, counted from 0.
    public let offset: Int
  }

  /// How many arrays and objects may stand inside of each other.
  public static let maximumDepth = 64

  let bytes: UnsafeBufferPointer<UInt8>
  var at = 0

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

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  func failure(_ en: String, _ ru: String) -> Failure {
    Failure(reason: Text(en, ru: ru), offset: at)
  }

  var next: UInt8? { at < bytes.count ? bytes[at] : nil }

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
