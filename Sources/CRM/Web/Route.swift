/// The operations by path and method.
struct RouteTable: Sendable {
  private struct Node: Sendable {
    var children: [String: Node] = [:]
    var names: [String] = []
    var placeholder: [Node] = []
    var operations: [Call.Method: Operation] = [:]
  }

  /// What a path and method lead to.
  enum Match: Sendable {
    case operation(Operation, path: [String: String])
    /// The path exists, but not with this method.
    case methods([Call.Method])
    case none
  }

  private var root = Node()

  /// - Parameter prefix: Stands before every operation's path.
  init(_ operations: [Operation], prefix: String) { insert(operations, prefix: prefix) }

  /// The same with more operations, whose paths stand alone.
  func adding(_ operations: [Operation]) -> RouteTable {
    var copy = self
    copy.insert(operations, prefix: "")
    return copy
  }

  private mutating func insert(_ operations: [Operation], prefix: String) {
    for operation in operations {
      let segments = (prefix + operation.path).split(separator: "/").map(String.init)
      Self.insert(operation, segments[...], [], into: &root)
    }
  }

  private static func insert(
    _ operation: Operation, _ segments: ArraySlice<String>, _ names: [String], into node: inout Node
  ) {
    guard let first = segments.first else {
      node.operations[operation.method] = operation
      node.names = names
      return
    }
    guard first.hasPrefix("{") else {
      insert(operation, segments.dropFirst(), names, into: &node.children[first, default: Node()])
      return
    }
    if node.placeholder.isEmpty { node.placeholder = [Node()] }
    let name = String(first.dropFirst().dropLast())
    insert(operation, segments.dropFirst(), names + [name], into: &node.placeholder[0])
  }

  /// - Parameter segments: Of the path, decoded.
  func match(_ method: Call.Method?, _ segments: [String]) -> Match {
    var node = root
    var values: [String] = []
    for segment in segments {
      if let child = node.children[segment] {
        node = child
      } else if let child = node.placeholder.first {
        node = child
        values.append(segment)
      } else {
        return .none
      }
    }
    guard !node.operations.isEmpty else { return .none }
    guard let method, let operation = node.operations[method] else {
      return .methods(node.operations.keys.sorted { $0.rawValue < $1.rawValue })
    }
    let path = Dictionary(zip(node.names, values)) { first, _ in first }
    return .operation(operation, path: path)
  }
}
