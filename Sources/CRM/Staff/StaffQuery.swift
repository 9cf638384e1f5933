/// The parameters of a question that is no list: days and numbers, each at most once.
struct StaffQuery: Sendable {
  /// As they were sent, `YYYY-MM-DD`, each a day that there is.
  private(set) var dates: [String: String] = [:]
  /// From 1 to 2,147,483,647.
  private(set) var numbers: [String: Int] = [:]

  /// - Throws: a 400 that names every parameter that is unknown, repeated or not readable.
  init(_ query: [(name: String, value: String)], dates: [String] = [], numbers: [String] = [])
    throws
  {
    var faults = QueryFaults()
    for (name, value) in query {
      try faults.attempt { try take(name, value, dates, numbers) }
    }
    try faults.finish()
  }

  private mutating func take(
    _ name: String, _ value: String, _ days: [String], _ counts: [String]
  ) throws {
    guard dates[name] == nil, numbers[name] == nil else { throw Problem.repeated(name) }
    if days.contains(name) {
      dates[name] = try Self.date(value, name)
    } else if counts.contains(name) {
      numbers[name] = try Self.number(value, name)
    } else {
      throw Self.unknown(name, days + counts)
    }
  }

  private static func date(_ text: String, _ name: String) throws -> String {
    do {
      return try FieldValue.date(text)
    } catch {
      throw Problem.malformed("malformed_\(name)", error.detail, field: name)
    }
  }

  private static func number(_ text: String, _ name: String) throws -> Int {
    guard let number = Int(text), (1...2_147_483_647).contains(number) else {
      throw Problem.malformed(
        "malformed_\(name)",
        Text("An integer from 1 on is expected.", ru: "Ожидается целое число от 1."), field: name)
    }
    return number
  }

  private static func unknown(_ name: String, _ known: [String]) -> Problem {
    let list = known.joined(separator: ", ")
    return Problem.malformed(
      "unknown_parameter",
      Text(
        "There is no parameter \"\(name)\"; there are: \(list).",
        ru: "Параметра «\(name)» нет; есть: \(list)."),
      field: name)
  }
}
