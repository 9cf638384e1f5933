import Postgres

/// The measures of a summary: those that are shown, and behind them those that only its conditions or its order
/// speak of.
struct SummaryMeasures: FilterFields {
  /// The tables from which the records come.
  var joins: Joins
  private(set) var all: [SummaryMeasure] = []
  /// In what the amounts of a measure are counted, by the measure's place.
  private(set) var units: [[FieldReference]] = []
  private let unit: SummaryUnit

  init(_ joins: Joins, _ unit: SummaryUnit) {
    self.joins = joins
    self.unit = unit
  }

  /// Where a measure stands; it is added where it is new.
  ///
  /// - Throws: a 400 for what is no measure, or one that would add up what does not add up.
  mutating func place(of name: String, parameter: String) throws -> Int {
    if let known = all.firstIndex(where: { $0.name == name }) { return known }
    let measure = try SummaryMeasure(name, &joins, parameter: parameter)
    units.append(try unit.judge(measure, &joins, parameter: parameter))
    all.append(measure)
    return all.count - 1
  }

  /// A measure as a filter compares it.
  mutating func field(_ name: String, parameter: String) throws -> FieldReference {
    let place = try place(of: name, parameter: parameter)
    let measure = all[place]
    var column = Column(
      name: "m\(place)", type: measure.type, sqlType: "", oid: Self.oid(measure.type),
      notNull: false, hasDefault: false, readable: true, insertable: false, updatable: false,
      label: Text(name, ru: name), description: Text(name, ru: name))
    if measure.function == .min || measure.function == .max {
      column.choices = measure.field?.column.choices ?? []
    }
    return FieldReference(column: column, resource: joins.root, alias: "s")
  }

  /// The types of PostgreSQL that the results of aggregates have, or are compared as.
  private static func oid(_ type: ValueType) -> UInt32 {
    switch type {
    case .integer: Int.type
    case .decimal: 1700
    case .date: 1082
    case .instant: 1184
    default: String.type
    }
  }
}
