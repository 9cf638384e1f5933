/// The operations by path and method.
struct RouteTable: Sendable {
  private struct Node: Sendable {
    var children: [String: Int] = [:]
    var placeholder: Int?
    var names: [String] = []
    var routes: [Call.Method: Route] = [:]
  }

  /// What a path and method lead to.
  enum Match: Sendable {
    case route(Route, path: [String: String])
    /// The path exists, but not with this method.
    case methods([Call.Method])
    case none
  }

  private var nodes = [Node()]
  /// Whether this is all there is; until then an unknown path may yet come to exist.
  let isComplete: Bool

  /// - Parameter prefix: Stands before every operation's path.
  init(_ operations: [Operation] = [], prefix: String = "", isComplete: Bool = true) {
    self.isComplete = isComplete
    insert(operations, prefix: prefix)
  }

  /// The same with more operations, whose paths stand alone.
  func adding(_ operations: [Operation]) -> RouteTable {
    var copy = self
    copy.insert(operations, prefix: "")
    return copy
  }

  private mutating func insert(_ operations: [Operation], prefix: String) {
    for operation in operations {
      var place = 0
      var names: [String] = []
      for segment in (prefix + operation.path).split(separator: "/") {
        if segment.hasPrefix("{") { names.append(String(segment.dropFirst().dropLast())) }
        place = step(from: place, segment)
      }
      nodes[place].names = names
      nodes[place].routes[operation.method] = Route(operation, template: prefix + operation.path)
    }
  }

  /// The node behind a segment, made where it is missing.
  private mutating func step(from place: Int, _ segment: Substring) -> Int {
    let isPlaceholder = segment.hasPrefix("{")
    let known = isPlaceholder ? nodes[place].placeholder : nodes[place].children[String(segment)]
    if let known { return known }
    nodes.append(Node())
    let new = nodes.count - 1
    if isPlaceholder {
      nodes[place].placeholder = new
    } else {
      nodes[place].children[String(segment)] = new
    }
    return new
  }

  /// - Parameter segments: Of the path, decoded; an empty one, as `//` makes it, leads nowhere.
  func match(_ method: Call.Method?, _ segments: [String]) -> Match {
    var place = 0
    var values: [String] = []
    for segment in segments {
      if let child = nodes[place].children[segment] {
        place = child
      } else if let child = nodes[place].placeholder, !segment.isEmpty {
        place = child
        values.append(segment)
      } else {
        return .none
      }
    }
    guard !nodes[place].routes.isEmpty else { return .none }
    guard let method, let route = nodes[place].routes[method] else {
      return .methods(nodes[place].routes.keys.sorted { $0.rawValue < $1.rawValue })
    }
    let path = Dictionary(zip(nodes[place].names, values)) { first, _ in first }
    return .route(route, path: path)
  }
}

/// An operation with what every request of it is measured by.
final class Route: Sendable {
  let operation: Operation
  /// The whole path with its placeholders.
  let template: String
  /// The media types of its good answers; empty when they have no body.
  let offers: [String]
  /// Whether a repeated request with the same `Idempotency-Key` is answered like the first.
  let takesKey: Bool

  init(_ operation: Operation, template: String) {
    self.operation = operation
    self.template = template
    let good = operation.responses.filter { $0.key < 300 }.values
    offers = Set(good.flatMap(\.keys)).sorted()
    takesKey = operation.parameters.contains {
      $0.name == Operation.Parameter.idempotencyKey.name
    }
  }
}
