import Postgres

/// A member of a verb's body: its name, what it holds, and what it is for.
struct VerbField: Sendable {
  /// What a member may hold.
  indirect enum Kind: Sendable {
    /// 1 to so many characters.
    case text(Int)
    /// One of these words.
    case choice([String])
    /// The number of a record.
    case id
    /// An integer, from the first to the second.
    case integer(Int, Int)
    case boolean
    /// Decimal text, `"1234.50"`.
    case decimal
    /// `YYYY-MM-DD`.
    case date
    /// RFC 3339 with an offset.
    case instant
    /// An object with these members.
    case object([VerbField])
    /// 1, or as many as are said, to ``Draft/maximumRows`` objects with these members.
    case rows([VerbField], atLeast: Int = 1)
    /// 1 to 1,000 numbers of records.
    case ids
  }

  let name: String
  let kind: Kind
  let meaning: String
  var isRequired = false

  /// A member that may be left out.
  static func optional(_ name: String, _ kind: Kind, _ meaning: String) -> VerbField {
    VerbField(name: name, kind: kind, meaning: meaning)
  }

  /// A member without which the verb is refused.
  static func required(_ name: String, _ kind: Kind, _ meaning: String) -> VerbField {
    VerbField(name: name, kind: kind, meaning: meaning, isRequired: true)
  }

  /// As OpenAPI describes it.
  var schema: JSON {
    let own = (kind.schema.object ?? []).map(offered)
    return .object(own + [.init("description", .string(meaning))])
  }

  /// What may be left out may be null as well.
  private func offered(_ member: JSON.Member) -> JSON.Member {
    switch (isRequired, member.name, member.value) {
    case (false, "type", .string(let type)): .init("type", [.string(type), "null"])
    case (false, "enum", .array(let words)): .init("enum", .array(words + [.null]))
    default: member
    }
  }

  /// The schema of an object of such members.
  static func schema(of fields: [VerbField]) -> JSON {
    let required = fields.filter(\.isRequired).map { JSON.string($0.name) }
    let members: [JSON.Member] = [
      .init("type", "object"), .init("additionalProperties", .bool(false)),
      .init("properties", .object(fields.map { .init($0.name, $0.schema) })),
    ]
    return .object(members + (required.isEmpty ? [] : [.init("required", .array(required))]))
  }
}

extension VerbField.Kind {
  /// The type in PostgreSQL as which the value is handed to the verb's function.
  var sqlType: String {
    switch self {
    case .text, .choice: "text"
    case .id: "bigint"
    case .integer: "integer"
    case .boolean: "boolean"
    case .decimal: "numeric"
    case .date: "date"
    case .instant: "timestamptz"
    case .rows, .object: "jsonb"
    case .ids: "bigint[]"
    }
  }

  fileprivate var schema: JSON {
    switch self {
    case .text(let most): ["type": "string", "minLength": 1, "maxLength": .number(String(most))]
    case .choice(let words): ["type": "string", "enum": .array(words.map { .string($0) })]
    case .id: ["type": "integer", "minimum": 1]
    case .integer(let least, let most):
      ["type": "integer", "minimum": .number(String(least)), "maximum": .number(String(most))]
    case .boolean: ["type": "boolean"]
    case .decimal: ["type": "string", "format": "decimal"]
    case .date: ["type": "string", "format": "date"]
    case .instant: ["type": "string", "format": "date-time"]
    case .object(let fields): VerbField.schema(of: fields)
    case .rows(let fields, let least):
      [
        "type": "array", "minItems": .number(String(least)),
        "maxItems": .number("\(Draft.maximumRows)"),
        "items": VerbField.schema(of: fields),
      ]
    case .ids:
      [
        "type": "array", "minItems": 1, "maxItems": 1000,
        "items": ["type": "integer", "minimum": 1],
      ]
    }
  }
}
