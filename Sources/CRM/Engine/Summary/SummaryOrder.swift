import Postgres

/// The order of a summary: totals before what they are of, then the client's keys, then the groups.
struct SummaryOrder {
  private let parts: [SQL]

  /// - Throws: a 400 for what is neither one of the groups nor a measure.
  init(
    _ request: SummaryRequest, _ keys: [SummaryKey], _ measures: inout SummaryMeasures
  ) throws {
    var parts: [SQL] = request.totals ? ["s.level"] : []
    var faults = QueryFaults()
    // A group that could not be read is told of once.
    let unread = Set(request.groups).subtracting(keys.map(\.name))
    for order in request.sort where !unread.contains(order.field) {
      if let value = try faults.attempt({ try Self.value(order.field, keys, &measures) }) {
        parts.append(order.descending ? "\(value) desc nulls last" : "\(value) nulls last")
      }
    }
    try faults.finish()
    self.parts = parts + keys.indices.map { "s.g\(raw: "\($0)") nulls last" }
  }

  private static func value(
    _ name: String, _ keys: [SummaryKey], _ measures: inout SummaryMeasures
  ) throws -> SQL {
    if let place = keys.firstIndex(where: { $0.name == name }) {
      let key = keys[place]
      // As lists have it: without regard to case where a key says so.
      return key.field.key != nil && key.bucket == nil
        ? "lower(s.g\(raw: "\(place)"))" : "s.g\(raw: "\(place)")"
    }
    if let place = keys.firstIndex(where: { $0.label?.path == name }), let label = keys[place].label
    {
      let field = FieldReference(column: label.column, resource: label.target, alias: "l\(place)")
      return field.compared
    }
    guard name == "count" || name.contains("(") else { throw unsortable(name, keys) }
    return "s.m\(raw: "\(try measures.place(of: name, parameter: "sort"))")"
  }

  private static func unsortable(_ name: String, _ keys: [SummaryKey]) -> Problem {
    let list = keys.flatMap { [$0.name] + ($0.label.map { [$0.path] } ?? []) }
    let words = list.isEmpty ? "" : list.joined(separator: ", ")
    return .malformed(
      "not_sortable",
      Text(
        "'\(name)' is no measure and none of the groups (\(words)).",
        ru: "«\(name)» — не показатель и не одна из групп (\(words))."), field: "sort")
  }

  /// `order by` and its keys; nothing where there is one row.
  var sql: SQL { parts.isEmpty ? "" : " order by \(parts.joined(", "))" }
}
