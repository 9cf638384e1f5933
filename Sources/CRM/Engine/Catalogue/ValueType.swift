/// What a column holds, as the API writes and reads it.
public enum ValueType: Sendable, Hashable {
  case integer
  /// Exact; a decimal string in JSON.
  case decimal
  case boolean
  case text
  /// `YYYY-MM-DD`.
  case date
  /// RFC 3339 in UTC with `Z`.
  case instant
  /// Any JSON, written as it is stored.
  case json
  case textList
  case integerList

  /// The type by its name in `pg_type`; text for all that PostgreSQL reads from and writes to plain text.
  public init(typeName: String) {
    self =
      switch typeName {
      case "int2", "int4", "int8": .integer
      case "numeric": .decimal
      case "bool": .boolean
      case "date": .date
      case "timestamptz": .instant
      case "json", "jsonb": .json
      case "_text": .textList
      case "_int8": .integerList
      default: .text
      }
  }

  /// Whether lists can be sorted by it.
  public var isSortable: Bool {
    switch self {
    case .json, .textList, .integerList: false
    default: true
    }
  }

  /// Its JSON Schema, without null.
  public var schema: JSON {
    switch self {
    case .integer: ["type": "integer", "format": "int64"]
    case .decimal: ["type": "string", "pattern": #"^-?\d+(\.\d+)?$"#]
    case .boolean: ["type": "boolean"]
    case .text: ["type": "string"]
    case .date: ["type": "string", "format": "date"]
    case .instant: ["type": "string", "format": "date-time"]
    case .json: ["type": "object"]
    case .textList: ["type": "array", "items": ["type": "string"]]
    case .integerList: ["type": "array", "items": ["type": "integer", "format": "int64"]]
    }
  }
}
