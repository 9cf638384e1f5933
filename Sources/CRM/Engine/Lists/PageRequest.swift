/// Which page is asked for, of a list in the order of its ids.
struct PageRequest: Sendable {
  var limit = 50
  /// Whether the limit is the client's.
  private(set) var isLimited = false
  /// The last id of the page before; nil on the first.
  private(set) var last: Int?

  /// - Parameter question: What the list was asked; a cursor of another one is refused.
  /// - Throws: a 400 that names the parameter.
  init(
    _ query: [(name: String, value: String)], question: String, _ seal: CursorSeal
  ) throws {
    var faults = QueryFaults()
    for (name, value) in query { try faults.attempt { try take(name, value, question, seal) } }
    try faults.finish()
  }

  private mutating func take(
    _ name: String, _ value: String, _ question: String, _ seal: CursorSeal
  ) throws {
    switch name {
    case "limit":
      limit = try ListRequest.limit(value)
      isLimited = true
    case "cursor":
      let cursor = try PageCursor(value, question, seal, keys: 1)
      guard let id = cursor.values[0].flatMap({ Int($0) }) else { throw PageCursor.invalid }
      last = id
    default:
      throw Problem.malformed(
        "unknown_parameter",
        Text(
          "There is no parameter '\(name)'; there are limit and cursor.",
          ru: "Параметра «\(name)» нет; есть limit и cursor."), field: name)
    }
  }
}
