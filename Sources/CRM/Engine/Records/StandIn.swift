import Postgres

/// A value that a record cannot lack, so that its other fields can be judged.
enum StandIn {
  /// The required fields that the draft leaves out, each with some value that may do.
  static func missing(_ draft: Draft, _ fields: [Column]) -> [(column: String, value: SQL)] {
    let given = Set(draft.values.map(\.column.name))
    return fields.filter { $0.required && !given.contains($0.name) }.map { ($0.name, value($0)) }
  }

  private static func value(_ column: Column) -> SQL {
    if let reference = column.reference {
      return "(select \(identifier: reference.column) from \(identifier: reference.table) limit 1)"
    }
    if let choice = column.choices.first { return "\(choice.value)" }
    return switch column.type {
    case .integer, .decimal: "1"
    case .boolean: "false"
    case .date: "current_date"
    case .instant: "now()"
    case .text: "'x'"
    case .json, .textList, .integerList: "'{}'"
    }
  }
}
