import Postgres

/// Sees to it that amounts are added up and compared only where all of them are counted in the same.
struct SummaryUnit {
  /// The table of what amounts are counted in.
  private let table: String
  /// The fields that say so, and are one in every group or in the whole filter.
  private let single: Set<String>
  /// How an amount is kept, and how a view reckons one exactly.
  private static let amounts: Set = ["numeric(19,4)", "numeric"]

  /// A field that says in what amounts are counted, and how a client names it.
  private struct Unit {
    let path: String
    let field: FieldReference
  }

  init(_ table: String, _ keys: [SummaryKey], pinned: [FieldReference]) {
    self.table = table
    single = Set((keys.map(\.field) + pinned).map(\.place))
  }

  /// The fields that say in what the amounts of a measure are counted; none where it is of no amounts.
  ///
  /// - Throws: a 400 when they may have several values in one group.
  func judge(
    _ measure: SummaryMeasure, _ joins: inout Joins, parameter: String
  ) throws -> [FieldReference] {
    guard [.sum, .avg, .median, .min, .max].contains(measure.function), let field = measure.field,
      Self.amounts.contains(field.column.sqlType)
    else { return [] }
    var units = try units(of: field, field.resource, field.alias, measure.hops, joins.model)
    if units.isEmpty { units = try parental(field.resource, measure.hops, &joins, parameter) }
    let mixed = units.filter { !single.contains($0.field.place) }
    guard mixed.isEmpty else { throw Self.mixed(measure, mixed, parameter) }
    return units.map(\.field)
  }

  /// An amount with a unit of its own, `price` with `price_unit`, is counted in that; others in what is no other's own.
  private func units(
    of amount: FieldReference?, _ resource: Resource, _ alias: String, _ hops: [String],
    _ model: Model
  ) throws -> [Unit] {
    let table = try model.table(of: resource)
    let own = amount.flatMap { table["\($0.column.name)_\(noun)"] }
    let shared = table.columns.filter { column in
      saysUnit(column) && table[String(column.name.dropLast(noun.count + 1))] == nil
    }
    return (own.map { [$0] } ?? shared).map { column in
      Unit(
        path: (hops + [column.name]).joined(separator: "."),
        field: FieldReference(column: column, resource: resource, alias: alias))
    }
  }

  private var noun: String { table.split(separator: ".").last.map(String.init) ?? "" }

  private func saysUnit(_ column: Column) -> Bool {
    column.reference?.table == table || column.name == noun
  }

  /// An entry of an owned list is counted in what its parent is.
  private func parental(
    _ resource: Resource, _ hops: [String], _ joins: inout Joins, _ parameter: String
  ) throws -> [Unit] {
    var all: [Unit] = []
    for parent in joins.model.resources {
      for child in parent.children where child.resource == resource.name {
        guard try joins.model.table(of: parent).columns.contains(where: saysUnit) else { continue }
        let step = child.column.hasSuffix("_id") ? String(child.column.dropLast(3)) : child.column
        let (found, alias) = try joins.table(hops + [step], parameter: parameter)
        all += try units(of: nil, found, alias, hops + [step], joins.model)
      }
    }
    return all
  }

  private static func mixed(
    _ measure: SummaryMeasure, _ units: [Unit], _ parameter: String
  ) -> Problem {
    let names = units.map(\.path).joined(separator: ", ")
    return .malformed(
      "mixed_units",
      Text(
        "'\(measure.name)' would mix amounts of different '\(names)': name it in 'group', or filter it to one value.",
        ru:
          "«\(measure.name)» смешает суммы с разными значениями «\(names)»: укажите это поле в group или одно его значение в фильтре."
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
