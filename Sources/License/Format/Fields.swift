import Foundation

/// The members of one object, read strictly: what is missing or of another kind is refused by name.
struct Fields {
  private let members: [String: Value]
  /// The dotted name of the object, empty for the outermost.
  let path: String

  init(_ value: Value, path: String) throws {
    guard case .object(let members) = value else {
      throw Refusal.field(
        path, "is \(value.kind.en); an object is expected",
        "содержит \(value.kind.ru); нужен объект"
      )
    }
    self.members = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    self.path = path
  }

  func name(_ member: String) -> String { path.isEmpty ? member : "\(path).\(member)" }

  var names: [String] { members.keys.sorted() }

  /// Whether a dotted name, as `crit` has them, leads to a member that is there.
  func contains(_ dotted: Substring) -> Bool {
    let parts = dotted.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let value = members[String(parts[0])] else { return false }
    guard parts.count == 2 else { return true }
    return (try? Fields(value, path: "").contains(parts[1])) ?? false
  }

  func value(_ member: String) throws -> Value {
    guard let value = members[member] else {
      throw Refusal.field(name(member), "is missing", "отсутствует")
    }
    return value
  }

  /// The value, or nil for `null` and, where it is said to be optional, for nothing.
  func present(_ member: String, optional: Bool = false) throws -> Value? {
    if optional, members[member] == nil { return nil }
    let value = try value(member)
    return value == .null ? Optional.none : value
  }

  func fields(_ member: String) throws -> Fields {
    try Fields(value(member), path: name(member))
  }

  func fieldsIfPresent(_ member: String) throws -> Fields? {
    try present(member).map { try Fields($0, path: name(member)) }
  }

  func list(_ member: String) throws -> [Value] {
    let value = try value(member)
    guard case .array(let values) = value else { throw wrong(member, value, "an array", "массив") }
    return values
  }

  func objects(_ member: String) throws -> [Fields] {
    try list(member).enumerated().map { try Fields($1, path: "\(name(member))[\($0)]") }
  }

  func wrong(_ member: String, _ value: Value, _ en: String, _ ru: String) -> Refusal {
    .field(
      name(member), "is \(value.kind.en); it must be \(en)",
      "содержит \(value.kind.ru); нужно: \(ru)")
  }
}

extension Fields {
  /// A text of 1 to `limit` characters, counted as Unicode scalars, without control characters.
  func string(_ member: String, limit: Int = 200) throws -> String {
    try string(member, value(member), limit)
  }

  func stringIfPresent(_ member: String, optional: Bool = false, limit: Int = 200) throws -> String?
  {
    try present(member, optional: optional).map { try string(member, $0, limit) }
  }

  private func string(_ member: String, _ value: Value, _ limit: Int) throws -> String {
    guard case .string(let text) = value, (1...limit).contains(text.unicodeScalars.count),
      !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
    else {
      throw wrong(
        member, value, "a text of 1 to \(limit) characters", "текст от 1 до \(limit) знаков")
    }
    return text
  }

  func strings(_ member: String) throws -> [String] {
    try list(member).map { try string(member, $0, 64) }
  }

  /// A whole number within bounds, written as digits.
  func int(_ member: String, _ bounds: ClosedRange<Int>) throws -> Int {
    try int(member, value(member), bounds)
  }

  func intIfPresent(_ member: String, _ bounds: ClosedRange<Int>, optional: Bool = false) throws
    -> Int?
  {
    try present(member, optional: optional).map { try int(member, $0, bounds) }
  }

  private func int(_ member: String, _ value: Value, _ bounds: ClosedRange<Int>) throws -> Int {
    guard case .number(let digits) = value, let number = Int(digits), bounds.contains(number) else {
      throw wrong(
        member, value, "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)",
        "целое число от \(bounds.lowerBound) до \(bounds.upperBound)")
    }
    return number
  }

  func bool(_ member: String) throws -> Bool {
    let value = try value(member)
    guard case .bool(let truth) = value else {
      throw wrong(member, value, "true or false", "true или false")
    }
    return truth
  }

  /// One of the raw values of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(_ member: String) throws -> Choice
  where Choice.RawValue == String {
    let value = try value(member)
    guard case .string(let text) = value, let choice = Choice(rawValue: text) else {
      let all = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      throw wrong(member, value, "one of \(all)", "одно из \(all)")
    }
    return choice
  }

  func day(_ member: String) throws -> Day { try day(member, value(member)) }

  func dayIfPresent(_ member: String) throws -> Day? {
    try present(member).map { try day(member, $0) }
  }

  private func day(_ member: String, _ value: Value) throws -> Day {
    guard case .string(let text) = value, let day = Day(text) else {
      throw wrong(
        member, value, "a calendar day such as 2026-12-01", "календарный день, например 2026-12-01")
    }
    return day
  }

  /// An instant in UTC to the second.
  func instant(_ member: String) throws -> Date {
    let value = try value(member)
    guard case .string(let text) = value, let instant = Instant.parse(text) else {
      throw wrong(
        member, value, "an instant in UTC such as 2026-11-23T10:00:00Z",
        "момент времени UTC, например 2026-11-23T10:00:00Z")
    }
    return instant
  }

  func uuid(_ member: String) throws -> UUID { try uuid(member, value(member)) }

  func uuidIfPresent(_ member: String) throws -> UUID? {
    try present(member).map { try uuid(member, $0) }
  }

  private func uuid(_ member: String, _ value: Value) throws -> UUID {
    guard case .string(let text) = value, let uuid = UUID(uuidString: text),
      uuid.uuidString.lowercased() == text
    else { throw wrong(member, value, "a UUID in lower case", "UUID строчными буквами") }
    return uuid
  }
}
