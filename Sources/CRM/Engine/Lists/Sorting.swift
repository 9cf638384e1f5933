import Postgres

/// The order of a list: the client's keys and `id` last, so that no two records tie.
struct Sorting {
  /// A key, how it is compared and which way it runs.
  struct Key: Sendable {
    let sql: SQL
    let type: UInt32
    let notNull: Bool
    let descending: Bool
  }

  let keys: [Key]

  private static func unsortable(_ field: String) -> Problem {
    .malformed(
      "not_sortable",
      Text("'\(field)' has no order.", ru: "Поле «\(field)» нельзя упорядочить."), field: "sort")
  }

  init(_ orders: [ListRequest.Order], _ joins: inout Joins) throws {
    var keys: [Key] = []
    var byID = false
    var faults = QueryFaults()
    for order in orders {
      byID = byID || order.field == "id"
      if let key = try faults.attempt({ try Self.key(order, &joins) }) { keys.append(key) }
    }
    try faults.finish()
    if !byID {
      let id = try joins.field("id", parameter: "sort")
      keys.append(
        Key(
          sql: id.sql, type: id.comparedType, notNull: true,
          descending: keys.last?.descending ?? false))
    }
    self.keys = keys
  }

  private static func key(_ order: ListRequest.Order, _ joins: inout Joins) throws -> Key {
    let field = try joins.field(order.field, parameter: "sort")
    guard field.column.type.isSortable else { throw unsortable(order.field) }
    return Key(
      sql: field.compared, type: field.comparedType,
      notNull: field.alias == "t" && (field.column.notNull || order.field == "id"),
      descending: order.descending)
  }

  /// Ascending puts nulls last and descending first, as PostgreSQL's indexes have them.
  var order: SQL { order(keys.map(\.sql)) }

  /// The same order over the columns of a result that stand at these places, counted from 0.
  func order(places: Range<Int>) -> SQL { order(places.map { "\(raw: "\($0 + 1)")" }) }

  private func order(_ names: [SQL]) -> SQL {
    let parts = zip(keys, names).map { key, name -> SQL in key.descending ? "\(name) desc" : name }
    return "order by \(parts.joined(", "))"
  }
}
