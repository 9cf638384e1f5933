/// The table lock a statement takes, told from its first words.
struct StatementLock: Hashable {
  let table: String
  let mode: String
  /// What others cannot do meanwhile.
  let blocks: String

  private static let exclusive = ("ACCESS EXCLUSIVE", "reads and writes")
  private static let row = ("SHARE ROW EXCLUSIVE", "writes")
  private static let share = ("SHARE", "writes")
  private static let update = ("SHARE UPDATE EXCLUSIVE", "other DDL")
  private static let write = ("ROW EXCLUSIVE", "nothing but DDL")

  private init(_ table: String, _ mode: (String, String)) {
    self.table = table
    self.mode = mode.0
    blocks = mode.1
  }

  /// The locks of a statement; empty when it takes none that a table knows of.
  static func all(in statement: String) -> [StatementLock] {
    let words = statement.split { " \n\t(),;'".contains($0) }.map { $0.lowercased() }
    guard let first = words.first else { return [] }
    let locks = (main(first, words).map { [$0] } ?? []) + references(words)
    return locks.filter { $0.table.wholeMatch(of: /\w+(\.\w+)?/) != nil }
  }

  private static func main(_ first: String, _ words: [String]) -> StatementLock? {
    switch first {
    case "alter" where words.dropFirst().first == "table": alterTable(words)
    case "create": create(words)
    case "drop" where words.contains("concurrently"): nil
    case "drop": words.last.map { StatementLock($0, exclusive) }
    case "truncate": name(after: ["truncate", "table", "only"], words).map { .init($0, exclusive) }
    case "comment" where words.dropFirst(2).first == "column":
      words.dropFirst(3).first.map { column in
        .init(column.split(separator: ".").dropLast().joined(separator: "."), update)
      }
    case "comment": name(after: ["comment", "on", "table"], words).map { .init($0, update) }
    case "update", "insert", "delete":
      name(after: ["update", "insert", "delete", "into", "from", "only"], words)
        .map { .init($0, write) }
    default: nil
    }
  }

  private static func alterTable(_ words: [String]) -> StatementLock? {
    guard let table = name(after: ["alter", "table", "if", "exists", "only"], words) else {
      return nil
    }
    if words.contains("validate") || words.contains("statistics") { return .init(table, update) }
    if words.contains("foreign") { return .init(table, row) }
    return .init(table, exclusive)
  }

  private static func create(_ words: [String]) -> StatementLock? {
    guard let on = words.firstIndex(of: "on"), on + 1 < words.count else { return nil }
    let table = words[on + 1] == "only" ? words[min(on + 2, words.count - 1)] : words[on + 1]
    if words.contains("trigger") { return .init(last(after: "on", words) ?? table, row) }
    if words.prefix(2).contains("policy") { return .init(table, exclusive) }
    guard words.prefix(3).contains("index") else { return nil }
    return .init(table, words.contains("concurrently") ? update : share)
  }

  private static func references(_ words: [String]) -> [StatementLock] {
    guard words.contains("table") else { return [] }
    return zip(words, words.dropFirst()).filter { $0.0 == "references" }
      .map { StatementLock($0.1, row) }
  }

  private static func name(after skipped: Set<String>, _ words: [String]) -> String? {
    words.first { !skipped.contains($0) }
  }

  private static func last(after word: String, _ words: [String]) -> String? {
    zip(words, words.dropFirst()).first { $0.0 == word }?.1
  }
}
