import Foundation
import License

/// What a command answers, on a terminal or for a program.
enum Console {
  /// Whether the person's language is Russian (LC_ALL, LC_MESSAGES, LANG).
  static var isRussian: Bool {
    let environment = ProcessInfo.processInfo.environment
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
    return set?.hasPrefix("ru") ?? false
  }

  /// Writes the line at once, also into a pipe.
  static func write(_ line: String) {
    // Who reads no more, or has no room, is not told; what was done stays done.
    try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  }

  /// Shows an answer.
  static func show(_ answer: some Answer, json: Bool) {
    write(json ? answer.value.json : answer.text)
  }
}

/// What can be shown.
protocol Answer: Sendable {
  /// For a program.
  var value: Value { get }
  /// For a person.
  var text: String { get }
}

/// One thing with its members, a line each.
struct Sheet: Answer {
  private(set) var members: [(name: String, value: Value)] = []

  init(_ members: [(String, Value)]) {
    self.members = members.map { ($0.0, $0.1) }
  }

  mutating func add(_ name: String, _ value: Value) { members.append((name, value)) }

  var value: Value { .object(members.map { .init(name: $0.name, value: $0.value) }) }

  var text: String {
    let width = members.map(\.name.count).max() ?? 0
    return members.map { name, value in
      let label = name.replacing("_", with: " ")
      return label + String(repeating: " ", count: width - label.count + 2) + value.shown
    }.joined(separator: "\n")
  }
}

/// Things of one kind, a line each under a head.
struct Table: Answer {
  let columns: [String]
  let rows: [[Value]]

  var value: Value {
    .array(
      rows.map { row in
        .object(zip(columns, row).map { .init(name: $0, value: $1) })
      })
  }

  var text: String {
    let head = columns.map { $0.replacing("_", with: " ").uppercased() }
    let lines = [head] + rows.map { $0.map(\.shown) }
    let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let padded = zip(line, widths).map {
        $0 + String(repeating: " ", count: $1 - $0.count)
      }
      return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}

extension Value {
  /// As a person reads it.
  var shown: String {
    switch self {
    case .null: "–"
    case .string(let text): text
    case .array(let values) where values.isEmpty: "–"
    case .array(let values): values.map(\.shown).joined(separator: ", ")
    default: json
    }
  }

  init(_ day: Day?) { self.init(day.map { "\($0)" }) }
  init(_ id: UUID?) { self.init(id?.uuidString.lowercased()) }
}

/// Amounts in hundredths of a currency.
enum Money {
  /// As `12 345.60`.
  static func text(_ amount: Int) -> String {
    let (whole, rest) = amount.quotientAndRemainder(dividingBy: 100)
    let digits = Array(String(abs(whole)))
    let groups = stride(from: digits.count, to: 0, by: -3).map {
      String(digits[max(0, $0 - 3)..<$0])
    }
    let sign = amount < 0 ? "-" : ""
    return
      "\(sign)\(groups.reversed().joined(separator: " ")).\(abs(rest) < 10 ? "0" : "")\(abs(rest))"
  }
}
