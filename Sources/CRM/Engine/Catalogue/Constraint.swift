/// A named rule of a table, as the database states it.
public struct Constraint: Sendable {
  /// What a rule judges, by the letter that the catalogue query gives it.
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

  /// Its name, the stable code of the problem that a breach makes.
  public let name: String
  /// `schema.table`.
  public let table: String
  /// What it judges.
  public let kind: Kind
  /// The columns it speaks of, in its order.
  public let columns: [String]
  /// The sentence that a person reads when it is broken; its comment.
  public let message: Text
  /// A check as SQL, whether or not old records were ever held to it; empty for any other rule.
  public let definition: String
  /// Where a foreign key points; nil for any other rule.
  public let reference: Column.Reference?

  /// Whether it is a rule that its one column has a value.
  var demandsValue: Bool {
    kind == .check && columns.count == 1 && definition == "CHECK ((\(columns[0]) IS NOT NULL))"
  }

  /// The least and the greatest number, or length of a text, that a rule of one column allows.
  struct Bounds: Sendable, Hashable {
    var least: Int?
    var greatest: Int?
    var ofLength = false
  }

  /// The bounds of a rule of the form `length(column) >= 1 and length(column) <= 300`; nil for any other.
  var bounds: Bounds? {
    guard kind == .check, columns.count == 1, definition.hasPrefix("CHECK ") else { return nil }
    let bare = definition.dropFirst(6).replacing("(", with: " ").replacing(")", with: " ")
    let words = bare.split(separator: " ").map(String.init)
    var bounds = Bounds()
    for part in words.split(separator: "AND") {
      var part = Array(part)
      if part.first == "length" {
        bounds.ofLength = true
        part.removeFirst()
      }
      guard part.count == 3, part[0] == columns[0], let number = Int(part[2]) else { return nil }
      switch part[1] {
      case ">=": bounds.least = number
      case "<=": bounds.greatest = number
      default: return nil
      }
    }
    return bounds
  }

  /// The values of a rule of the form `column in ('a', 'b')`, or none.
  var values: [String] {
    guard kind == .check, columns.count == 1, definition.contains("= ANY (ARRAY[") else {
      return []
    }
    let list = definition.matches(of: /'((?:[^']|'')*)'::/)
    return list.map { String($0.output.1).replacing("''", with: "'") }
  }
}
