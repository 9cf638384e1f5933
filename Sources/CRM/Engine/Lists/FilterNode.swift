/// A filter as the client wrote it: one grammar for lists, views, boards, reports and bulk work.
indirect enum FilterNode: Sendable, Hashable {
  case and([FilterNode])
  case or([FilterNode])
  case not(FilterNode)
  case leaf(Leaf)

  /// A condition on one field.
  struct Leaf: Sendable, Hashable {
    let field: String
    let operation: FilterOperator
    /// One value as text, or several for `in`, `nin` and `between`.
    let values: [String]
    /// Where the client wrote it, for his error.
    let parameter: String
  }

  /// Every field that is spoken of.
  var fields: Set<String> {
    switch self {
    case .and(let nodes), .or(let nodes): nodes.reduce(into: []) { $0.formUnion($1.fields) }
    case .not(let node): node.fields
    case .leaf(let leaf): [leaf.field]
    }
  }

  var leaves: Int {
    switch self {
    case .and(let nodes), .or(let nodes): nodes.reduce(0) { $0 + $1.leaves }
    case .not(let node): node.leaves
    case .leaf: 1
    }
  }
}

/// How a field is compared.
enum FilterOperator: String, Sendable, CaseIterable {
  case eq, ne, lt, lte, gt, gte, contains, starts, empty, between, during
  case within = "in"
  case without = "nin"

  /// Whether the value is a list.
  var takesList: Bool { self == .within || self == .without || self == .between }

  /// The operators that make sense for a type.
  static func all(for type: ValueType) -> [FilterOperator] {
    switch type {
    case .text:
      [.eq, .ne, .lt, .lte, .gt, .gte, .within, .without, .contains, .starts, .empty, .between]
    case .integer, .decimal: [.eq, .ne, .lt, .lte, .gt, .gte, .within, .without, .empty, .between]
    case .date, .instant:
      [.eq, .ne, .lt, .lte, .gt, .gte, .within, .without, .empty, .between, .during]
    case .boolean: [.eq, .ne, .empty]
    case .textList, .integerList: [.contains, .empty]
    case .json: [.empty]
    }
  }
}
