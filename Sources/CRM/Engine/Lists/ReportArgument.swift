import Postgres

/// What a report is asked beside filters, such as the day to which it is drawn up: an argument of its function.
struct ReportArgument: Sendable {
  /// The parameter of the query; the function calls it `p_` and this.
  let name: String
  let type: ValueType
  let meaning: Text
  /// The argument that may not be later than this one.
  private(set) var first: String?

  /// `YYYY-MM-DD`.
  ///
  /// - Parameter first: The argument of the first day, where this one is the last.
  static func date(_ name: String, _ meaning: Text, notBefore first: String? = nil) -> Self {
    .init(name: name, type: .date, meaning: meaning, first: first)
  }

  /// RFC 3339 with an offset.
  static func instant(_ name: String, _ meaning: Text) -> Self {
    .init(name: name, type: .instant, meaning: meaning)
  }

  /// The number of a record.
  static func id(_ name: String, _ meaning: Text) -> Self {
    .init(name: name, type: .integer, meaning: meaning)
  }

  /// As OpenAPI describes it.
  var parameter: Operation.Parameter { .init(name, in: "query", type.schema, meaning) }

  /// As the function takes it.
  fileprivate var sqlType: String {
    switch type {
    case .date: "date"
    case .instant: "timestamptz"
    case .integer: "bigint"
    default: "text"
    }
  }
}

/// The arguments that a request gives to a report.
struct ReportArguments: Sendable {
  private var values: [(argument: ReportArgument, text: String)] = []

  /// Between commas, by their names; what is not given has its default.
  var list: SQL {
    values.map { value -> SQL in
      "p_\(raw: value.argument.name) => \(value.text)::\(raw: value.argument.sqlType)"
    }.joined(", ")
  }

  /// Whether a condition is an argument of the resource.
  ///
  /// - Throws: a 400 for one that cannot be read or is given twice.
  mutating func take(_ node: FilterNode, of resource: Resource) throws -> Bool {
    guard case .leaf(let leaf) = node,
      let argument = resource.arguments.first(where: { $0.name == leaf.field })
    else { return false }
    guard leaf.operation == .eq, let text = leaf.values.first else {
      throw Problem.malformed(
        "wrong_operator",
        Text("'\(leaf.field)' takes a value alone.", ru: "Для «\(leaf.field)» — одно значение."),
        field: leaf.parameter)
    }
    guard !values.contains(where: { $0.argument.name == argument.name }) else {
      throw Problem.repeated(argument.name)
    }
    values.append((argument, try Self.checked(text, argument, leaf)))
    try demandOrder()
    return true
  }

  private func demandOrder() throws {
    for (last, end) in values {
      // Days are written so that their texts have their order.
      guard let first = values.first(where: { $0.argument.name == last.first }), end < first.text
      else { continue }
      throw Problem.malformed(
        "wrong_value",
        Text(
          "'\(last.name)' is before '\(first.argument.name)': \(end), \(first.text).",
          ru: "«\(last.name)» раньше, чем «\(first.argument.name)»: \(end), \(first.text)."),
        field: last.name)
    }
  }

  private static func checked(
    _ text: String, _ argument: ReportArgument, _ leaf: FilterNode.Leaf
  ) throws -> String {
    do throws(FieldValue.Mismatch) {
      return try FieldValue.checked(text, argument.type)
    } catch {
      throw Problem.malformed(
        "wrong_value",
        Text(
          "'\(leaf.field)' takes: \(error.detail.en)", ru: "«\(leaf.field)»: \(error.detail.ru)"),
        field: leaf.parameter)
    }
  }
}
