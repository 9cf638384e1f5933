/// A column as `pg_catalog` describes it to the service's own log-in.
public struct Column: Sendable {
  /// The table and column that a reference points at.
  public struct Reference: Sendable, Hashable {
    public let table: String
    public let column: String
  }

  /// One value of an enumeration and what people call it.
  public struct Choice: Sendable, Hashable {
    public let value: String
    public let label: Text
  }

  public let name: String
  public let type: ValueType
  /// The type as SQL writes it, `numeric(19,4)`.
  public let sqlType: String
  /// The type's oid, for exact binds.
  public let oid: UInt32
  public let notNull: Bool
  /// PostgreSQL or a trigger fills it in when it is left out.
  public let hasDefault: Bool
  public let readable: Bool
  public let insertable: Bool
  public let updatable: Bool
  public let label: Text
  public let description: Text
  public internal(set) var choices: [Choice] = []
  public internal(set) var reference: Reference?
  /// What the rules of the column alone say of its size.
  var bounds: Constraint.Bounds?

  /// Its type is one of PostgreSQL's texts, and no other that merely reads and writes as text.
  var isPlainText: Bool { oid == 25 || oid == 1042 || oid == 1043 }

  /// A client must send it when he creates a record.
  public var required: Bool { notNull && !hasDefault && insertable }
}
