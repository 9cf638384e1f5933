/// A JSON value of a payload (RFC 8259), with its members in the order in which they were written.
package indirect enum Value: Sendable, Hashable {
  case null
  case bool(Bool)
  /// As it was written: an integer stays exact.
  case number(String)
  case string(String)
  case array([Value])
  case object([Member])

  package struct Member: Sendable, Hashable {
    package let name: String
    package let value: Value

    package init(name: String, value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// The kind in words, for messages.
  var kind: Wording {
    switch self {
    case .null: Wording("null", ru: "null")
    case .bool: Wording("a truth value", ru: "логическое значение")
    case .number(let digits): Wording("the number \(digits)", ru: "число \(digits)")
    case .string(let text): Wording("the text \"\(text)\"", ru: "текст «\(text)»")
    case .array: Wording("an array", ru: "массив")
    case .object: Wording("an object", ru: "объект")
    }
  }
}

// No literal for null: a `nil` meant for an optional value would silently become a value.
extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .number(String(value)) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: Value...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, Value)...) {
    self = .object(elements.map { Member(name: $0.0, value: $0.1) })
  }

  package init(_ text: String?) { self = text.map(Value.string) ?? .null }
  package init(_ number: Int?) { self = number.map { .number(String($0)) } ?? .null }
  package init(_ texts: [String]) { self = .array(texts.map(Value.string)) }
}

extension Value {
  /// One line for each member of the outermost object, so that a person can read what was signed.
  var payload: [UInt8] {
    guard case .object(let members) = self else { return Array(json.utf8) }
    let lines = members.map { "\(Value.string($0.name).json):\($0.value.json)" }
    return Array("{\(lines.joined(separator: ",\n "))}\n".utf8)
  }

  /// The value as compact JSON.
  package var json: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let digits): digits
    case .string(let value): Self.quoted(value)
    case .array(let values): "[\(values.map(\.json).joined(separator: ","))]"
    case .object(let members):
      "{\(members.map { "\(Self.quoted($0.name)):\($0.value.json)" }.joined(separator: ","))}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\\(scalar)"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
