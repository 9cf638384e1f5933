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

  init(_ orders: [ListRequest.Order], _ joins: inout Joins) throws {
    var keys: [Key] = []
    var byID = false
    for order in orders {
      let field = try joins.field(order.field, parameter: "sort")
      byID = byID || order.field == "id"
      keys.append(
        Key(
          sql: field.key ?? field.sql, type: field.key == nil ? field.column.oid : 25,
          notNull: field.column.notNull && field.alias == "t", descending: order.descending))
    }
    if !byID {
      let id = try joins.field("id", parameter: "sort")
      keys.append(
        Key(
          sql: id.sql, type: id.column.oid, notNull: true,
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
    let right = keys.indices.map { place -> SQL in
      keys[place].type == 25
        ? "\(bind(place, values)) collate \"C\"" : bind(place, values)
    }.joined(", ")
    return keys[0].descending ? "(\(left)) < (\(right))" : "(\(left)) > (\(right))"
  }

  private func stepwise(_ values: [String?]) -> SQL {
    let branches = keys.indices.compactMap { place -> SQL? in
      guard let beyond = beyond(place, values) else { return nil }
      let equal = keys[..<place].indices.map { self.equal($0, values) }
      return "(\((equal + [beyond]).joined(" and ")))"
    }
    return "(\(branches.joined(" or ")))"
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
