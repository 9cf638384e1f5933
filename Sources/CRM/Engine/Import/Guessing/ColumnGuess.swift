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
  /// Whether all that is there are whole numbers, be they dates as well.
  let isWhole: Bool
  /// The time zone in which times without one are taken to be.
  let zone: String
  /// Whether the values are times that do not say their zone.
  private let isLocal: Bool
  /// Whether no two records have the same, and none has nothing.
  let isUnique: Bool

  /// - Parameter zone: Of who asks.
  init(_ name: String, _ place: Int, _ records: ArraySlice<FileRecord>, zone: String) {
    let cells = records.map { $0.cells.indices.contains(place) ? $0.cells[place].trimmed : "" }
    let isTyped = records.map { $0.typed.contains(place) }
    let typed = zip(cells, isTyped).compactMap { $1 && !$0.isEmpty ? $0 : nil }
    let texts = zip(cells, isTyped).compactMap { !$1 && !$0.isEmpty ? $0 : nil }
    let values = cells.filter { !$0.isEmpty }
    var seen: Set<String> = []
    samples = values.reduce(into: []) { samples, value in
      if samples.count < 5, seen.insert(value).inserted { samples.append(value) }
    }
    (self.name, self.place, empty) = (name, place, cells.count - values.count)
    isUnique = !values.isEmpty && empty == 0 && Set(values).count == values.count
    isWhole = !values.isEmpty && values.allSatisfy { Int($0) != nil }
    let found = ValueForms.judge(typed: typed, texts: texts)
    let isLocal = found.kind == .instant && found.formats.contains { !$0.isEmpty }
    (self.zone, self.isLocal) = (zone, isLocal)
    let formats = found.formats.map { Self.placed($0, isLocal ? zone : nil) }
    (kind, format, alternatives) = (
      found.kind, formats.first ?? [], Array(formats.dropFirst())
    )
    let base = found.formats.count > 1 ? 0.5 : found.certainty
    confidence = values.count < 3 ? min(base, 0.6) : base
  }

  var json: JSON {
    [
      "name": .string(name), "kind": .string(kind.rawValue), "format": .object(format),
      "confidence": .share(confidence), "ambiguous": .bool(!alternatives.isEmpty || isLocal),
      "alternatives": .array(alternatives.map(JSON.object)),
      "empty": .number(String(empty)), "samples": .array(samples.map(JSON.string)),
    ]
  }

  private static func placed(_ format: [JSON.Member], _ zone: String?) -> [JSON.Member] {
    guard let zone, format.contains(where: { $0.name == "date" }) else { return format }
    return format + [.init("zone", .string(zone))]
  }

  /// The format for a field of that type: an instant takes the zone along, a date has none.
  func format(for type: ValueType) -> [JSON.Member] {
    let plain = format.filter { $0.name != "zone" }
    return type == .instant ? Self.placed(plain, zone) : plain
  }

  /// Whether a field of that type can take what it holds.
  func suits(_ column: Column) -> Bool {
    switch column.type {
    case .text: true
    case .integer: isWhole || kind == .empty || column.reference != nil
    case .decimal: [.integer, .decimal, .empty].contains(kind)
    case .boolean: [.boolean, .empty].contains(kind)
    case .date: [.date, .instant, .empty].contains(kind)
    case .instant: [.date, .instant, .empty].contains(kind)
    case .json, .textList, .integerList: kind == .empty || samples.allSatisfy { isMade($0, column) }
    }
  }
}

extension ColumnGuess {
  private func isMade(_ cell: String, _ column: Column) -> Bool {
    let isOpen = cell.hasPrefix("[") || cell.hasPrefix("{")
    return isOpen && (try? ImportListValue.stored(cell, column.type)) != nil
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
