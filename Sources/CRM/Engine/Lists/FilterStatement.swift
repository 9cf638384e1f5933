import Postgres

/// Where the fields come from that a filter speaks of.
protocol FilterFields {
  /// - Throws: a 400 that names the parameter when there is no such field.
  mutating func field(_ name: String, parameter: String) throws -> FieldReference
}

extension Joins: FilterFields {}

/// Turns a filter into a condition of SQL, for one caller.
struct FilterStatement {
  let caller: Caller

  func condition(_ node: FilterNode, _ fields: inout some FilterFields) throws -> SQL {
    switch node {
    case .and(let nodes): return try join(nodes, " and ", &fields)
    case .or(let nodes): return try join(nodes, " or ", &fields)
    case .not(let node): return "(\(try condition(node, &fields))) is not true"
    case .leaf(let leaf): return try condition(leaf, &fields)
    }
  }

  private func join(_ nodes: [FilterNode], _ word: String, _ fields: inout some FilterFields) throws
    -> SQL
  {
    var parts: [SQL] = []
    var faults = QueryFaults()
    for node in nodes {
      if let part = try faults.attempt({ try condition(node, &fields) }) {
        parts.append("(\(part))")
      }
    }
    try faults.finish()
    return parts.joined(word)
  }

  private func condition(_ leaf: FilterNode.Leaf, _ fields: inout some FilterFields) throws -> SQL {
    let field = try fields.field(leaf.field, parameter: leaf.parameter)
    guard FilterOperator.all(for: field.column.type).contains(leaf.operation) else {
      throw Self.wrongOperator(leaf, field)
    }
    do {
      return try compare(leaf, FilterOperand(field: field, caller: caller))
    } catch let mismatch as FieldValue.Mismatch {
      throw Problem.malformed(
        "wrong_value",
        Text(
          "'\(leaf.field)' takes: \(mismatch.detail.en)",
          ru: "«\(leaf.field)»: \(mismatch.detail.ru)"), field: leaf.parameter)
    }
  }

  private static func wrongOperator(_ leaf: FilterNode.Leaf, _ field: FieldReference) -> Problem {
    let list = FilterOperator.all(for: field.column.type).map(\.rawValue).joined(separator: " ")
    return .malformed(
      "wrong_operator",
      Text(
        "The field '\(leaf.field)' takes: \(list).", ru: "Для поля «\(leaf.field)» есть: \(list)."),
      field: leaf.parameter)
  }

  private func compare(_ leaf: FilterNode.Leaf, _ operand: FilterOperand) throws -> SQL {
    let (left, value) = (operand.left, leaf.values.first ?? "")
    switch leaf.operation {
    case .empty: return try operand.empty(value)
    case .during: return try Period(value).condition(operand.field, zone: caller.timeZone)
    case .contains: return try operand.contains(value)
    case .starts: return operand.starts(value)
    case .within: return try operand.list(leaf.values)
    case .without: return "(\(try operand.list(leaf.values))) is not true"
    case .between: return try operand.between(leaf.values)
    case .eq: return "\(left) = \(try operand.choice(value))"
    case .ne: return "\(left) is distinct from \(try operand.choice(value))"
    case .lt: return "\(left) < \(try operand.right(value))"
    case .lte: return "\(left) <= \(try operand.right(value))"
    case .gt: return "\(left) > \(try operand.right(value))"
    case .gte: return "\(left) >= \(try operand.right(value))"
    }
  }
}
