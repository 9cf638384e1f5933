/// The bracket form of filters, `amount[gte]=100`, as OpenAPI describes it: one schema for each type of field.
enum FilterSchema {
  private static let types: [ValueType] = [
    .integer, .decimal, .boolean, .text, .date, .instant, .json, .textList, .integerList,
  ]

  static let all: [JSON.Member] = types.map { type in
    let operators = FilterOperator.all(for: type)
    return JSON.Member(
      name(type),
      [
        "type": "object", "additionalProperties": false,
        "properties": .object(operators.map { .init($0.rawValue, value($0, type)) }),
      ])
  }

  /// The parameters that a list of these fields takes; a field named like a parameter of every list or an argument of
  /// the resource has none.
  static func parameters(_ fields: [Column], of resource: Resource) -> [Operation.Parameter] {
    let taken = Self.taken.union(resource.arguments.map(\.name))
    return fields.filter { !taken.contains($0.name) }.map { field in
      Operation.Parameter(
        field.name, in: "query", references[field.type] ?? reference(field.type), field.label,
        form: .bracket)
    }
  }

  private static let taken = Set(Operation.listParameters.map(\.name))

  /// Made once: a service describes thousands of fields when it starts.
  private static let references = Dictionary(
    uniqueKeysWithValues: types.map { ($0, reference($0)) })

  private static func reference(_ type: ValueType) -> JSON {
    ["$ref": .string("#/components/schemas/\(name(type))")]
  }

  private static func name(_ type: ValueType) -> String {
    let word = "\(type)"
    return word.prefix(1).uppercased() + word.dropFirst() + "Filter"
  }

  private static func value(_ operation: FilterOperator, _ type: ValueType) -> JSON {
    switch operation {
    case .empty: ["type": "boolean"]
    case .within, .without:
      ["type": "string", "description": "Values between commas; \\, is a comma."]
    case .between: ["type": "string", "description": "from,to; both included."]
    case .during: ["type": "string", "description": .string(Period.words)]
    default: ["type": "string"]
    }
  }
}
