/// Reads filters from query parameters and from JSON.
enum FilterParser {
  static let maximumDepth = 5
  static let maximumLeaves = 50

  /// `amount[gte]=100`, or `name=value` for `name[eq]=value`.
  static func bracket(_ name: String, _ value: String) throws -> FilterNode {
    guard let open = name.firstIndex(of: "[") else {
      return .leaf(.init(field: name, operation: .eq, values: [value], parameter: name))
    }
    let field = String(name[..<open])
    let word = name[name.index(after: open)...].dropLast()
    guard name.hasSuffix("]"), let operation = FilterOperator(rawValue: String(word)) else {
      throw unknownOperator(String(word), parameter: name)
    }
    let values = operation.takesList ? split(value) : [value]
    return .leaf(.init(field: field, operation: operation, values: values, parameter: name))
  }

  /// Values between commas; `\,` stands for a comma.
  private static func split(_ text: String) -> [String] {
    var (all, current, escaped) = ([String](), "", false)
    for character in text {
      if escaped {
        current.append(character)
        escaped = false
      } else if character == "\\" {
        escaped = true
      } else if character == "," {
        all.append(current)
        current = ""
      } else {
        current.append(character)
      }
    }
    return all + [current]
  }

  fileprivate static func unknownOperator(_ word: String, parameter: String) -> Problem {
    let list = FilterOperator.allCases.map(\.rawValue).joined(separator: " ")
    return .malformed(
      "unknown_operator",
      Text(
        "There is no operator '\(word)'; there are: \(list).",
        ru: "Оператора «\(word)» нет; есть: \(list)."), field: parameter)
  }

  /// The tree of `filter=`, or of another parameter that takes one.
  ///
  /// - Throws: a 400 for text that is no tree, or one too deep or too large.
  static func tree(_ text: String, parameter: String = "filter") throws -> FilterNode {
    let reader = TreeReader(parameter: parameter)
    do {
      return try reader.node(try JSONParser.parse(Array(text.utf8)), depth: 1)
    } catch let failure as JSONParser.Failure {
      throw reader.malformed(
        "Byte \(failure.offset): \(failure.reason.en)",
        "Байт \(failure.offset): \(failure.reason.ru)")
    }
  }
}

/// Reads the nodes of a tree; what is wrong is told of the parameter in which it came.
private struct TreeReader {
  let parameter: String

  func malformed(_ en: String, _ ru: String) -> Problem {
    .malformed("malformed_filter", Text(en, ru: ru), field: parameter)
  }

  func node(_ json: JSON, depth: Int) throws -> FilterNode {
    guard depth <= FilterParser.maximumDepth else {
      throw Problem.malformed(
        "filter_too_deep",
        Text(
          "A filter is nested at most \(FilterParser.maximumDepth) deep.",
          ru: "Вложенность фильтра не больше \(FilterParser.maximumDepth)."), field: parameter)
    }
    guard let members = json.object else { throw shape }
    if members.count == 1, let member = members.first {
      switch member.name {
      case "and": return .and(try list(member.value, depth))
      case "or": return .or(try list(member.value, depth))
      case "not": return .not(try node(member.value, depth: depth + 1))
      default: break
      }
    }
    return .leaf(try leaf(json))
  }

  private var shape: Problem {
    malformed(
      "A node is {\"and\":[…]}, {\"or\":[…]}, {\"not\":…} or {\"field\",\"op\",\"value\"}.",
      "Узел — это {\"and\":[…]}, {\"or\":[…]}, {\"not\":…} или {\"field\",\"op\",\"value\"}.")
  }

  private func list(_ json: JSON, _ depth: Int) throws -> [FilterNode] {
    guard let nodes = json.array, !nodes.isEmpty else { throw shape }
    return try nodes.map { try node($0, depth: depth + 1) }
  }

  private func leaf(_ json: JSON) throws -> FilterNode.Leaf {
    guard let field = json["field"]?.string, let word = json["op"]?.string,
      json.object?.allSatisfy({ ["field", "op", "value"].contains($0.name) }) == true
    else { throw shape }
    guard let operation = FilterOperator(rawValue: word) else {
      throw FilterParser.unknownOperator(word, parameter: parameter)
    }
    let value = json["value"] ?? (operation == .empty ? .bool(true) : .null)
    let values = operation.takesList ? value.array?.map(text) : [text(value)]
    guard let values, !values.contains(nil) else {
      throw malformed(
        "The value of '\(field)' is of the wrong form for '\(word)'.",
        "Значение для «\(field)» не подходит к оператору «\(word)».")
    }
    return .init(
      field: field, operation: operation, values: values.compactMap { $0 }, parameter: parameter)
  }

  private func text(_ json: JSON) -> String? {
    switch json {
    case .string(let text): text
    case .number(let digits): digits
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}
