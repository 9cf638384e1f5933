/// A named rule of a table, as the database states it.
public struct Constraint: Sendable {
  public enum Kind: String, Sendable {
    case check = "c"
    case unique = "u"
    case primary = "p"
    case reference = "f"
    case exclusion = "x"
    case trigger = "t"
    /// A restrictive policy of row security, which tells what cannot be named.
    case policy = "y"
  }

  public let name: String
  public let table: String
  public let kind: Kind
  /// The columns it speaks of, in its order.
  public let columns: [String]
  /// The sentence that a person reads when it is broken; its comment.
  public let message: Text
  /// The rule as SQL.
  public let definition: String
  public let reference: Column.Reference?

  /// The values of a rule of the form `column in ('a', 'b')`, or none.
  var values: [String] {
    guard kind == .check, columns.count == 1, definition.contains("= ANY (ARRAY[") else {
      return []
    }
    let list = definition.matches(of: /'((?:[^']|'')*)'::/)
    return list.map { String($0.output.1).replacing("''", with: "'") }
  }
}
