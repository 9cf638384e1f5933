import NIOCore
import Postgres

/// The columns of a summary, what they are called in a file and how they become JSON.
struct SummaryColumns: Sendable {
  /// Between commas, out of the groups `s` and their labels `l0`, `l1` and so on.
  private(set) var list: SQL = "s.level"
  /// The joins that find the labels.
  private(set) var labels = SQL()
  private(set) var names: [String] = []
  private(set) var types: [ValueType] = []
  private let keys: [SummaryKey]
  private let measures: [SummaryMeasure]
  private let totals: Bool
  private var keyParts: [Shape.Part] = []
  private var measureParts: [Shape.Part] = []

  init(_ keys: [SummaryKey], _ measures: [SummaryMeasure], totals: Bool) {
    self.keys = keys
    self.measures = measures
    self.totals = totals
    names = ["level"]
    types = [.integer]
    for place in keys.indices { keyParts.append(add(key: place)) }
    for (place, measure) in measures.enumerated() {
      let column = add("s.m\(raw: "\(place)")", measure.name, measure.type)
      measureParts.append(Self.cell(measure.name, column, measure.type))
    }
  }

  private mutating func add(_ sql: SQL, _ name: String, _ type: ValueType) -> Int {
    list += ", \(sql)"
    names.append(name)
    types.append(type)
    return names.count - 1
  }

  private static func cell(_ name: String, _ column: Int, _ type: ValueType) -> Shape.Part {
    .cell(name: Shape.name(name), column: column, style: Shape.Style(type))
  }

  /// A value, or the id of a reference with its label beside it.
  private mutating func add(key place: Int) -> Shape.Part {
    let key = keys[place]
    let value = add("s.g\(raw: "\(place)")", key.name, key.type)
    guard let label = key.label else { return Self.cell(key.name, value, key.type) }
    let shown = FieldReference(column: label.column, resource: label.target, alias: "l\(place)")
    labels += """
       left join \(identifier: label.target.table) as l\(raw: "\(place)") \
      on l\(raw: "\(place)").\(identifier: label.identity) = s.g\(raw: "\(place)")\
      \(raw: label.isSeen ? "" : " and false")
      """
    let text = add(shown.output, label.path, label.column.type)
    return .object(
      name: Shape.name(key.name), presence: value,
      [
        Self.cell("id", value, key.type), Self.cell(label.column.name, text, label.column.type),
      ])
  }

  /// One for each level: a total has only those of its groups over which it does not run.
  var shapes: [Shape] {
    (0...keys.count).map { level in
      Shape(parts: [
        .object(name: Shape.name("group"), presence: 0, Array(keyParts[..<level])),
        .object(name: Shape.name("measures"), presence: 0, measureParts),
        Self.cell("level", 0, .integer),
      ])
    }
  }

  /// The columns of a file: the level only where there is more than one.
  var file: Range<Int> { (totals ? 0 : 1)..<names.count }
}
