import Foundation
import Support

/// Whose record it is, as the caller sees it.
enum Relation: String, CaseIterable {
  case own, same, below, other, archived, absent
}

/// The table of expected answers beside this file, which says in its head how to read it.
struct Matrix {
  /// What an operation is expected to answer one role.
  enum Expected: Equatable {
    case single(String)
    case related([Relation: String])
  }

  private var lines: [String: Expected] = [:]
  /// The operations that the table knows.
  private(set) var operations: Set<String> = []
  /// What is wrong with the table itself.
  private(set) var faults: [String] = []

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("matrix.tsv")
    let text = try String(contentsOf: file, encoding: .utf8)
    for line in text.split(separator: "\n") where !line.hasPrefix("#") { read(String(line)) }
  }

  subscript(operation: String, role: TestCRM.Role) -> Expected? {
    lines["\(operation) \(role.rawValue)"]
  }

  private mutating func read(_ line: String) {
    let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 2, let expected = Self.expected(Array(parts.dropFirst(2))) else {
      faults.append("not 1 or 6 answers: \(line)")
      return
    }
    for operation in parts[0].split(separator: " ") {
      operations.insert(String(operation))
      for role in parts[1].split(separator: " ") {
        if TestCRM.Role(rawValue: String(role)) == nil { faults.append("no role \(role)") }
        if lines.updateValue(expected, forKey: "\(operation) \(role)") != nil {
          faults.append("\(operation) \(role) has two lines")
        }
      }
    }
  }

  private static func expected(_ answers: [String]) -> Expected? {
    switch answers.count {
    case 1: .single(answers[0])
    case Relation.allCases.count:
      .related(Dictionary(uniqueKeysWithValues: zip(Relation.allCases, answers)))
    default: nil
    }
  }
}
