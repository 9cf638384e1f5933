/// What a client asks of a list, as it was written; names are checked when the statement is built.
struct ListRequest: Sendable {
  var filter: [FilterNode] = []
  var search: String?
  var sort: [Order] = []
  /// Nil: every field.
  var fields: [String]?
  var expand: [Expansion] = []
  var limit = 50
  /// Whether the limit is the client's.
  private(set) var isLimited = false
  var cursor: String?
  var count = Count.none
  /// Whether what is in the archive comes too, where no filter asks for it.
  var withArchive = false
  /// What could not be read; to be told with what only the statement shows.
  private(set) var faults = QueryFaults()

  static let maximumLimit = 200

  /// One sort key.
  struct Order: Sendable, Hashable {
    let field: String
    let descending: Bool
  }

  enum Count: String, Sendable, CaseIterable {
    case none, estimate, exact
  }

  /// Reads what can be read; the rest is in ``faults``.
  ///
  /// - Parameter view: The parameters of a saved view: filters are added to them, anything else stands above them.
  init(
    query: [(name: String, value: String)], view: [(name: String, value: String)] = []
  ) throws {
    var faults = QueryFaults()
    for source in [view, query] {
      var seen: Set<String> = []
      for (name, value) in source {
        try faults.attempt {
          guard seen.insert(name).inserted else { throw Problem.repeated(name) }
          try take(name, value)
        }
      }
    }
    try faults.attempt {
      guard filter.reduce(0, { $0 + $1.leaves }) <= FilterParser.maximumLeaves else {
        throw Self.tooManyConditions
      }
    }
    self.faults = faults
  }

  private mutating func take(_ name: String, _ value: String) throws {
    switch name {
    case "filter": filter.append(try FilterParser.tree(value))
    case "q": search = value.isEmpty ? nil : value
    case "sort": sort = try Self.orders(value)
    case "fields": fields = Self.names(value)
    case "expand": expand = try Expansion.parse(value)
    case "limit":
      limit = try Self.limit(value)
      isLimited = true
    case "cursor": cursor = value
    case "view": break
    case "count": count = try Self.count(value)
    default: filter.append(try FilterParser.bracket(name, value))
    }
  }

  /// The sort keys that hold for a list of the resource.
  func order(of resource: Resource) -> [Order] { sort.isEmpty ? resource.order : sort }

  private static var tooManyConditions: Problem { tooManyConditions(in: "filter") }

  static func tooManyConditions(in parameter: String) -> Problem {
    let limit = FilterParser.maximumLeaves
    return .malformed(
      "filter_too_large",
      Text(
        "A filter has at most \(limit) conditions.", ru: "В фильтре не больше \(limit) условий."),
      field: parameter)
  }

  /// Names between commas, each once; nil when there are none.
  static func names(_ text: String) -> [String]? {
    var seen: Set<String> = []
    let names = text.utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0)) }
    let single = names.filter { seen.insert($0).inserted }
    return single.isEmpty ? nil : single
  }

  static func orders(_ text: String) throws -> [Order] {
    let orders = text.split(separator: ",").map {
      Order(field: String($0.drop { $0 == "-" }), descending: $0.hasPrefix("-"))
    }
    guard orders.count <= 5 else {
      throw Problem.malformed(
        "too_many_sorts", Text("At most 5 sort keys.", ru: "Не больше 5 ключей сортировки."),
        field: "sort")
    }
    return orders
  }

  static func limit(_ text: String) throws -> Int {
    guard let limit = Int(text), (1...maximumLimit).contains(limit) else {
      throw Problem.malformed(
        "limit_out_of_range",
        Text("The limit is 1 to \(maximumLimit).", ru: "Предел — от 1 до \(maximumLimit)."),
        field: "limit")
    }
    return limit
  }

  private static func count(_ text: String) throws -> Count {
    guard let count = Count(rawValue: text) else {
      throw Problem.malformed(
        "unknown_count",
        Text("count is none, estimate or exact.", ru: "count: none, estimate или exact."),
        field: "count")
    }
    return count
  }
}

extension Problem {
  /// 400: a parameter that stands twice in a query.
  static func repeated(_ parameter: String) -> Problem {
    .malformed(
      "repeated_parameter",
      Text("'\(parameter)' is given twice.", ru: "Параметр «\(parameter)» указан дважды."),
      field: parameter)
  }
}
