/// What a column of a file seems to hold.
struct ColumnGuess: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    case empty, text, integer, decimal, boolean, date, instant, email, phone, url, inn
  }

  let name: String
  let place: Int
  let kind: Kind
  /// The members of a mapping's column that declare how its values are written.
  let format: [JSON.Member]
  /// Other formats that every value fits; with any of them the format is not decided.
  let alternatives: [[JSON.Member]]
  /// From 0 to 1.
  let confidence: Double
  /// How many of the records have nothing there.
  let empty: Int
  /// Different values, the first of them.
  let samples: [String]
  /// Whether no two records have the same, and none has nothing.
  let isUnique: Bool

  init(_ name: String, _ place: Int, _ records: ArraySlice<FileRecord>) {
    let cells = records.map { $0.cells.indices.contains(place) ? $0.cells[place].trimmed : "" }
    let values = cells.filter { !$0.isEmpty }
    var seen: Set<String> = []
    samples = values.reduce(into: []) { samples, value in
      if samples.count < 5, seen.insert(value).inserted { samples.append(value) }
    }
    (self.name, self.place, empty) = (name, place, cells.count - values.count)
    isUnique = !values.isEmpty && empty == 0 && Set(values).count == values.count
    let found = ValueForms.judge(values)
    (kind, format, alternatives) = (
      found.kind, found.formats.first ?? [], Array(found.formats.dropFirst())
    )
    let base = found.formats.count > 1 ? 0.5 : found.certainty
    confidence = values.count < 3 ? min(base, 0.6) : base
  }

  var json: JSON {
    [
      "name": .string(name), "kind": .string(kind.rawValue), "format": .object(format),
      "confidence": .share(confidence), "ambiguous": .bool(!alternatives.isEmpty),
      "alternatives": .array(alternatives.map(JSON.object)),
      "empty": .number(String(empty)), "samples": .array(samples.map(JSON.string)),
    ]
  }

  /// Whether a field of that type can take what it holds.
  func suits(_ column: Column) -> Bool {
    switch column.type {
    case .text: true
    case .integer: kind == .integer || kind == .empty || column.reference != nil
    case .decimal: [.integer, .decimal, .empty].contains(kind)
    case .boolean: [.boolean, .empty].contains(kind)
    case .date: [.date, .instant, .empty].contains(kind)
    case .instant: [.date, .instant, .empty].contains(kind)
    case .json, .textList, .integerList: kind == .empty
    }
  }
}

extension JSON {
  /// A share from 0 to 1 with two decimals, as a number.
  static func share(_ value: Double) -> JSON {
    let hundredths = Int((value * 100).rounded())
    return hundredths >= 100
      ? .number("1") : .number("0." + (hundredths < 10 ? "0" : "") + String(hundredths))
  }
}
