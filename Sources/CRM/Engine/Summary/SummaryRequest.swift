/// What a client asks of a summary, as it was written; names are checked when the statement is built.
struct SummaryRequest: Sendable {
  /// Which records are summed up: the filter of the list, its search and its archive.
  let list: ListRequest
  private(set) var groups: [String] = []
  private(set) var measures = ["count"]
  private(set) var having: FilterNode?
  private(set) var sort: [ListRequest.Order] = []
  private(set) var limit = 200
  /// Whether the limit is the client's.
  private(set) var isLimited = false
  /// Whether subtotals and the grand total are answered too.
  private(set) var totals = false
  /// What could not be read; to be told with what only the statement shows.
  private(set) var faults = QueryFaults()

  static let maximumLimit = 5000
  static let maximumGroups = 4
  static let maximumMeasures = 20
  /// The parameters beside those of the list's filter.
  static let own = ["group", "measure", "having", "sort", "limit", "totals"]
  /// Parameters of a list that choose and page records, of which a summary shows none.
  private static let foreign: Set = ["fields", "expand", "cursor", "count"]

  /// Reads what can be read; the rest is in ``faults``.
  ///
  /// - Parameter view: The parameters of a saved view: filters are added to them, anything else stands above them.
  init(
    query: [(name: String, value: String)], view: [(name: String, value: String)] = []
  ) throws {
    var faults = QueryFaults()
    list = try ListRequest(
      query: query.filter { !Self.takes($0.name) }, view: view.filter { !Self.takes($0.name) })
    for source in [view, query] {
      var seen: Set<String> = []
      for (name, value) in source where Self.takes(name) {
        try faults.attempt {
          guard seen.insert(name).inserted else { throw Problem.repeated(name) }
          try take(name, value)
        }
      }
    }
    try faults.attempt { try list.faults.finish() }
    self.faults = faults
  }

  private static func takes(_ name: String) -> Bool { own.contains(name) || foreign.contains(name) }

  private mutating func take(_ name: String, _ value: String) throws {
    switch name {
    case "group":
      groups = try Self.names(value, name, Self.maximumGroups, "too_many_groups")
    case "measure":
      let names = try Self.names(value, name, Self.maximumMeasures, "too_many_measures")
      if !names.isEmpty { measures = names }
    case "having": having = try Self.having(value)
    case "sort": sort = try ListRequest.orders(value)
    case "limit":
      limit = try Self.limit(value)
      isLimited = true
    case "totals": totals = try Self.flag(value)
    default: throw Self.notHere(name)
    }
  }

  private static func names(
    _ text: String, _ parameter: String, _ most: Int, _ code: String
  ) throws -> [String] {
    let names = ListRequest.names(text) ?? []
    guard names.count <= most else {
      throw Problem.malformed(
        code,
        Text("'\(parameter)' takes at most \(most).", ru: "«\(parameter)»: не больше \(most)."),
        field: parameter)
    }
    return names
  }

  private static func having(_ text: String) throws -> FilterNode {
    let tree = try FilterParser.tree(text, parameter: "having")
    guard tree.leaves <= FilterParser.maximumLeaves else {
      throw ListRequest.tooManyConditions(in: "having")
    }
    return tree
  }

  private static func limit(_ text: String) throws -> Int {
    guard let limit = Int(text), (1...maximumLimit).contains(limit) else {
      throw Problem.malformed(
        "limit_out_of_range",
        Text("The limit is 1 to \(maximumLimit).", ru: "Предел — от 1 до \(maximumLimit)."),
        field: "limit")
    }
    return limit
  }

  private static func flag(_ text: String) throws -> Bool {
    guard text == "true" || text == "false" else {
      throw Problem.malformed(
        "wrong_value",
        Text("'totals' takes: true or false.", ru: "«totals»: true или false."), field: "totals")
    }
    return text == "true"
  }

  private static func notHere(_ name: String) -> Problem {
    .malformed(
      "not_in_summary",
      Text(
        "A summary shows no records: leave '\(name)' out; it takes \(own.joined(separator: ", ")) and the filter of the list.",
        ru:
          "В сводке нет записей: уберите «\(name)»; есть \(own.joined(separator: ", ")) и условия списка."
      ), field: name)
  }
}
