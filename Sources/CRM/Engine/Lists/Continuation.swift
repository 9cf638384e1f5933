import Postgres

/// What comes behind a record, by its values of the keys.
struct Continuation {
  private let keys: [Sorting.Key]
  private let values: [String?]

  init(_ sorting: Sorting, _ values: [String?]) {
    keys = sorting.keys
    self.values = values
  }

  /// Conditions of which each is a stretch of an index, in this order: where a first key that can be null
  /// passes from values to nulls, or back, there are two.
  var stretches: [SQL] {
    if keys.allSatisfy(\.notNull), Set(keys.map(\.descending)).count == 1 { return [row] }
    let first = keys[0]
    switch (values[0] == nil, first.descending) {
    case (false, false):
      let further: SQL = "\(first.sql) >= \(bind(0)) and \(steps)"
      return first.notNull ? [further] : [further, "\(first.sql) is null"]
    case (false, true): return ["\(first.sql) <= \(bind(0)) and \(steps)"]
    case (true, false): return ["\(first.sql) is null and \(steps)"]
    case (true, true):
      return ["\(first.sql) is null and \(steps)", "\(first.sql) is not null"]
    }
  }

  private func bind(_ place: Int) -> SQL {
    "\(Bind(text: values[place], type: keys[place].type))"
  }

  /// One comparison of rows, which an index over the keys answers.
  private var row: SQL {
    let left = keys.map(\.sql).joined(", ")
    let right = keys.indices.map(bind).joined(", ")
    return keys[0].descending ? "(\(left)) < (\(right))" : "(\(left)) > (\(right))"
  }

  /// Equal in the first keys and beyond in the next one, for each of them.
  private var steps: SQL {
    let branches = keys.indices.compactMap { place -> SQL? in
      guard let beyond = beyond(place) else { return nil }
      let equal = keys[..<place].indices.map(equal)
      return "(\((equal + [beyond]).joined(" and ")))"
    }
    return "(\(branches.joined(" or ")))"
  }

  private func equal(_ place: Int) -> SQL {
    values[place] == nil
      ? "\(keys[place].sql) is null" : "\(keys[place].sql) = \(bind(place))"
  }

  private func beyond(_ place: Int) -> SQL? {
    let key = keys[place]
    switch (values[place] == nil, key.descending) {
    case (true, false): return nil
    // The nulls of the first key are a stretch of their own.
    case (true, true): return place == 0 ? nil : "\(key.sql) is not null"
    case (false, true): return "\(key.sql) < \(bind(place))"
    case (false, false):
      let above: SQL = "\(key.sql) > \(bind(place))"
      return key.notNull || place == 0 ? above : "(\(above) or \(key.sql) is null)"
    }
  }
}
