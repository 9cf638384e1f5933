import Postgres

/// Sees to it that amounts are added up only where all of them are counted in the same.
struct SummaryUnit {
  /// The table of what amounts are counted in.
  private let table: String
  /// The fields that say so, and are one in every group or in the whole filter.
  private let single: Set<String>
  /// How an amount is kept.
  private static let amount = "numeric(19,4)"

  init(_ table: String, _ keys: [SummaryKey], pinned: [FieldReference]) {
    self.table = table
    single = Set((keys.map(\.field) + pinned).map(\.place))
  }

  /// The fields that say in what the amounts of a measure are counted; none where it adds up no amounts.
  ///
  /// - Throws: a 400 when they may have several values in one sum.
  func judge(
    _ measure: SummaryMeasure, _ joins: inout Joins, parameter: String
  ) throws -> [FieldReference] {
    guard measure.function == .sum || measure.function == .avg, let field = measure.field,
      field.column.sqlType == Self.amount
    else { return [] }
    let units = try joins.model.table(of: field.resource).columns.filter(saysUnit).map {
      FieldReference(column: $0, resource: field.resource, alias: field.alias)
    }
    let mixed = units.filter { !single.contains($0.place) }
    guard mixed.isEmpty else { throw Self.mixed(measure, mixed, parameter) }
    return units
  }

  private func saysUnit(_ column: Column) -> Bool {
    column.reference?.table == table || column.name == table.split(separator: ".").last ?? ""
  }

  private static func mixed(
    _ measure: SummaryMeasure, _ units: [FieldReference], _ parameter: String
  ) -> Problem {
    let path = measure.name.dropLast().split(separator: "(").last ?? ""
    let hops = path.split(separator: ".").dropLast().map { "\($0)." }.joined()
    let names = units.map { "'\(hops)\($0.column.name)'" }.joined(separator: ", ")
    let bare = names.replacing("'", with: "")
    return .malformed(
      "mixed_units",
      Text(
        "'\(measure.name)' would add up amounts of different \(names): name it in 'group', or filter it to one value.",
        ru:
          "«\(measure.name)» сложит суммы с разными значениями \(bare): укажите это поле в group или одно его значение в фильтре."
      ), field: parameter)
  }

  /// The fields for which a filter leaves one value.
  static func pinned(_ nodes: [FilterNode]) -> [String] {
    nodes.flatMap { node -> [String] in
      switch node {
      case .and(let nodes): return pinned(nodes)
      case .or(let nodes): return nodes.count == 1 ? pinned(nodes) : []
      case .not: return []
      case .leaf(let leaf):
        guard leaf.operation == .eq || leaf.operation == .within else { return [] }
        return Set(leaf.values).count == 1 ? [leaf.field] : []
      }
    }
  }
}

extension FieldReference {
  /// Which column of which table of the statement it is.
  var place: String { "\(alias).\(column.name)" }
}
