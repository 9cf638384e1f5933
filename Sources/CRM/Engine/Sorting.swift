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
    for order in orders {
      let field = try joins.field(order.field, parameter: "sort")
      byID = byID || order.field == "id"
      guard field.column.type.isSortable else { throw Self.unsortable(order.field) }
      keys.append(
        Key(
          sql: field.compared, type: field.comparedType,
          notNull: field.alias == "t" && (field.column.notNull || order.field == "id"),
          descending: order.descending))
    }
    if !byID {
      let id = try joins.field("id", parameter: "sort")
      keys.append(
        Key(
          sql: id.sql, type: id.comparedType, notNull: true,
          descending: keys.last?.descending ?? false))
    }
    self.keys = keys
  }

  /// Ascending puts nulls last and descending first, as PostgreSQL's indexes have them.
  var order: SQL {
    let parts = keys.map { key -> SQL in key.descending ? "\(key.sql) desc" : key.sql }
    return "order by \(parts.joined(", "))"
  }

  /// What comes behind the record with these values.
  func after(_ values: [String?]) -> SQL {
    let simple =
      keys.allSatisfy(\.notNull) && Set(keys.map(\.descending)).count == 1 && !values.contains(nil)
    return simple ? row(values) : stepwise(values)
  }

  private func bind(_ place: Int, _ values: [String?]) -> SQL {
    "\(Bind(text: values[place], type: keys[place].type))"
  }

  /// One comparison of rows, which an index over the keys answers.
  private func row(_ values: [String?]) -> SQL {
    let left = keys.map(\.sql).joined(", ")
    let right = keys.indices.map { bind($0, values) }.joined(", ")
    return keys[0].descending ? "(\(left)) < (\(right))" : "(\(left)) > (\(right))"
  }

  private func stepwise(_ values: [String?]) -> SQL {
    let branches = keys.indices.compactMap { place -> SQL? in
      guard let beyond = beyond(place, values) else { return nil }
      let equal = keys[..<place].indices.map { self.equal($0, values) }
      return "(\((equal + [beyond]).joined(" and ")))"
    }
    let all: SQL = "(\(branches.joined(" or ")))"
    return bound(values).map { "\($0) and \(all)" } ?? all
  }

  /// What the first key alone tells, so that an index over it is entered where the page begins.
  private func bound(_ values: [String?]) -> SQL? {
    guard values[0] != nil, keys[0].descending || keys[0].notNull else { return nil }
    return "\(keys[0].sql) \(raw: keys[0].descending ? "<=" : ">=") \(bind(0, values))"
  }

  private func equal(_ place: Int, _ values: [String?]) -> SQL {
    values[place] == nil
      ? "\(keys[place].sql) is null" : "\(keys[place].sql) = \(bind(place, values))"
  }

  private func beyond(_ place: Int, _ values: [String?]) -> SQL? {
    let key = keys[place]
    switch (values[place] == nil, key.descending) {
    case (true, false): return nil
    case (true, true): return "\(key.sql) is not null"
    case (false, true): return "\(key.sql) < \(bind(place, values))"
    case (false, false):
      return key.notNull
        ? "\(key.sql) > \(bind(place, values))"
        : "(\(key.sql) > \(bind(place, values)) or \(key.sql) is null)"
    }
  }
}
