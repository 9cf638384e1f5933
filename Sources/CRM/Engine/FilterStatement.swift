import Postgres

/// Turns a filter into a condition of SQL, for one caller.
struct FilterStatement {
  let caller: Caller

  func condition(_ node: FilterNode, _ joins: inout Joins) throws -> SQL {
    switch node {
    case .and(let nodes): return try join(nodes, " and ", &joins)
    case .or(let nodes): return try join(nodes, " or ", &joins)
    case .not(let node): return "(\(try condition(node, &joins))) is not true"
    case .leaf(let leaf): return try condition(leaf, &joins)
    }
  }

  private func join(_ nodes: [FilterNode], _ word: String, _ joins: inout Joins) throws -> SQL {
    var parts: [SQL] = []
    for node in nodes { parts.append("(\(try condition(node, &joins)))") }
    return parts.joined(word)
  }

  private func condition(_ leaf: FilterNode.Leaf, _ joins: inout Joins) throws -> SQL {
    let field = try joins.field(leaf.field, parameter: leaf.parameter)
    let allowed = FilterOperator.all(for: field.column.type)
    guard allowed.contains(leaf.operation) else {
      let list = allowed.map(\.rawValue).joined(separator: " ")
      throw Problem.malformed(
        "wrong_operator",
        Text(
          "The field '\(leaf.field)' takes: \(list).", ru: "Для поля «\(leaf.field)» есть: \(list)."
        ),
        field: leaf.parameter)
    }
    do {
      return try compare(leaf, field)
    } catch let mismatch as FieldValue.Mismatch {
      throw Problem.malformed(
        "wrong_value",
        Text(
          "'\(leaf.field)' takes: \(mismatch.detail.en)",
          ru: "«\(leaf.field)»: \(mismatch.detail.ru)"),
        field: leaf.parameter)
    }
  }

  private func compare(_ leaf: FilterNode.Leaf, _ field: FieldReference) throws -> SQL {
    switch leaf.operation {
    case .empty: return try empty(leaf.values[0], field)
    case .during: return try Period(leaf.values[0]).condition(field, zone: caller.timeZone)
    case .contains: return try contains(leaf.values[0], field)
    case .starts: return starts(leaf.values[0], field)
    case .within: return try list(leaf.values, field)
    case .without: return "(\(try list(leaf.values, field))) is not true"
    case .between: return try between(leaf.values, field)
    case .eq: return "\(left(field)) = \(try right(leaf.values[0], field))"
    case .ne: return "\(left(field)) is distinct from \(try right(leaf.values[0], field))"
    case .lt: return "\(left(field)) < \(try right(leaf.values[0], field))"
    case .lte: return "\(left(field)) <= \(try right(leaf.values[0], field))"
    case .gt: return "\(left(field)) > \(try right(leaf.values[0], field))"
    case .gte: return "\(left(field)) >= \(try right(leaf.values[0], field))"
    }
  }

  private func left(_ field: FieldReference) -> SQL { field.key ?? field.sql }

  private func right(_ text: String, _ field: FieldReference) throws -> SQL {
    let bind = try value(text, field)
    return field.key == nil ? "\(bind)" : "lower(\(bind)) collate \"C\""
  }

  /// `me` and `my_department` stand for the caller's own where a reference is asked for.
  private func value(_ text: String, _ field: FieldReference) throws -> Bind {
    guard field.column.reference != nil, field.column.type == .integer else {
      return try FieldValue.bind(text: text, field.column)
    }
    switch text {
    case "me": return caller.account.bind
    case "my_department": return caller.department.bind
    default: return try FieldValue.bind(text: text, field.column)
    }
  }

  private func list(_ texts: [String], _ field: FieldReference) throws -> SQL {
    let values = try texts.map { try right($0, field) }
    return "\(left(field)) in (\(values.joined(", ")))"
  }

  private func between(_ texts: [String], _ field: FieldReference) throws -> SQL {
    guard texts.count == 2 else {
      throw FieldValue.Mismatch("two values, \"from,to\".", ru: "два значения, «от,до».")
    }
    return
      "\(left(field)) >= \(try right(texts[0], field)) and \(left(field)) <= \(try right(texts[1], field))"
  }

  private func empty(_ text: String, _ field: FieldReference) throws -> SQL {
    guard text == "true" || text == "false" else {
      throw FieldValue.Mismatch("true or false.", ru: "true или false.")
    }
    return text == "true" ? "\(field.sql) is null" : "\(field.sql) is not null"
  }

  private func contains(_ text: String, _ field: FieldReference) throws -> SQL {
    switch field.column.type {
    case .textList: return "\(field.sql) @> array[\(text)]"
    case .integerList:
      guard let number = Int(text) else { throw FieldValue.Mismatch("a number.", ru: "число.") }
      return "\(field.sql) @> array[\(number)]"
    default:
      return "position(lower(\(text)) in \(field.key ?? "lower(\(field.sql))")) > 0"
    }
  }

  /// Both bounds are bound, since only then a generic plan uses the index.
  private func starts(_ text: String, _ field: FieldReference) -> SQL {
    let last = text + "\u{10FFFF}"
    guard let key = field.key else {
      return "\(field.sql) collate \"C\" >= \(text) and \(field.sql) collate \"C\" < \(last)"
    }
    return "\(key) >= lower(\(text)) collate \"C\" and \(key) < lower(\(last)) collate \"C\""
  }
}
