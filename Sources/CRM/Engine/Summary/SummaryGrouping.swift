import Postgres

/// The inner part of a summary: one row for each group, with its measures.
struct SummaryGrouping {
  private let keys: [SummaryKey]
  private let measures: SummaryMeasures
  private let totals: Bool
  private let zone: String

  init(_ keys: [SummaryKey], _ measures: SummaryMeasures, totals: Bool, zone: String) {
    self.keys = keys
    self.measures = measures
    self.totals = totals
    self.zone = zone
  }

  /// - Parameter rows: `from` and `where` of the list.
  ///
  /// What is grouped by stands in a subquery of its own, since an expression with a bind is another one wherever
  /// it is repeated.
  func sql(_ rows: SQL) -> SQL {
    let values = keys.enumerated().map { place, key -> SQL in
      "\(key.value(zone: zone)) as g\(raw: "\(place)")"
    }
    let arguments = measures.all.enumerated().compactMap { place, measure -> SQL? in
      measure.argument.map { "\($0) as a\(raw: "\(place)")" }
    }
    let list = names + [level] + measures.all.indices.map(aggregate)
    return
      "select \(list.joined(", ")) from (select \((values + arguments).joined(", ")) \(rows)) as r\(groups)"
  }

  private var names: [SQL] { keys.indices.map { "r.g\(raw: "\($0)")" } }

  private var groups: SQL {
    guard !keys.isEmpty else { return "" }
    let list = names.joined(", ")
    return totals ? " group by rollup (\(list))" : " group by \(list)"
  }

  /// By how many of the keys a row is grouped.
  private var level: SQL {
    let all: SQL = "\(raw: "\(keys.count)")"
    guard totals, !keys.isEmpty else { return "\(all) as level" }
    return "\(all) - (\(names.map { "grouping(\($0))" }.joined(" + "))) as level"
  }

  private func aggregate(_ place: Int) -> SQL {
    let measure = measures.all[place]
    let sum = measure.aggregate(measure.argument == nil ? nil : "r.a\(raw: "\(place)")")
    let name: SQL = " as m\(raw: "\(place)")"
    let loose = totals ? measures.units[place].compactMap(key) : []
    guard !loose.isEmpty else { return sum + name }
    // A total over several units would be a number of nothing.
    return "case when \(loose.joined(" and ")) then \(sum) end" + name
  }

  /// Where a row is grouped by the field; nil where the filter has left one value of it.
  private func key(_ field: FieldReference) -> SQL? {
    keys.firstIndex { $0.field.place == field.place }.map { "grouping(r.g\(raw: "\($0)")) = 0" }
  }
}
