import Postgres

/// The statement that answers a summary: the records are reckoned up in one pass, then their groups are judged,
/// named and put in order.
struct SummaryStatement: Sendable {
  /// All rows; a limit is for its user to add.
  let sql: SQL
  let columns: SummaryColumns

  /// - Throws: a 400 for anything that cannot be asked.
  init(
    _ request: SummaryRequest, _ resource: Resource, _ model: Model, _ caller: Caller,
    units table: String
  ) throws {
    var joins = Joins(model, resource, caller)
    var faults = request.faults
    let keys = try request.groups.compactMap { name in
      try faults.attempt { try SummaryKey(name, &joins) }
    }
    let pinned = Self.pinned(request, &joins)
    let conditions = try faults.attempt {
      try ListStatement.conditions(request.list, resource, model, caller, &joins)
    }
    let unit = SummaryUnit(table, keys, pinned: pinned)
    var measures = SummaryMeasures(joins, unit)
    try faults.attempt { try Self.add(request.measures, to: &measures) }
    let shown = measures.all.count
    let having = try faults.attempt {
      try request.having.map { try FilterStatement(caller: caller).condition($0, &measures) }
    }
    let order = try faults.attempt { try SummaryOrder(request, keys, &measures) }
    guard let conditions, let having, let order, faults.isEmpty else {
      throw faults.problem
    }
    columns = SummaryColumns(keys, Array(measures.all[..<shown]), totals: request.totals)
    let inner = SummaryGrouping(keys, measures, totals: request.totals, zone: caller.timeZone)
    let rows: SQL = "\(try measures.joins.from()) where \(conditions)"
    sql =
      "select \(columns.list) from (\(inner.sql(rows))) as s\(columns.labels)\(Self.condition(having, request, keys))\(order.sql)"
  }

  /// What the filter says of a field that there is not is told when it becomes a condition.
  private static func pinned(_ request: SummaryRequest, _ joins: inout Joins) -> [FieldReference] {
    SummaryUnit.pinned(request.list.filter).compactMap {
      try? joins.field($0, parameter: "filter")
    }
  }

  private static func add(_ names: [String], to measures: inout SummaryMeasures) throws {
    var faults = QueryFaults()
    for name in names {
      try faults.attempt { _ = try measures.place(of: name, parameter: "measure") }
    }
    try faults.finish()
  }

  /// Groups are judged; totals are of all records, whatever becomes of their groups.
  private static func condition(
    _ having: SQL?, _ request: SummaryRequest, _ keys: [SummaryKey]
  ) -> SQL {
    guard let having else { return "" }
    guard request.totals, !keys.isEmpty else { return " where \(having)" }
    return " where s.level < \(raw: "\(keys.count)") or (\(having))"
  }
}
