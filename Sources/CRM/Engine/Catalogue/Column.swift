/// A column as `pg_catalog` describes it to the service's own log-in.
public struct Column: Sendable {
  /// The table and column that a reference points at.
  public struct Reference: Sendable, Hashable {
    /// `schema.table`.
    public let table: String
    /// The column's name in that table.
    public let column: String
  }

  /// One value of an enumeration and what people call it.
  public struct Choice: Sendable, Hashable {
    /// As the database keeps it and the API shows it.
    public let value: String
    /// What people call the value.
    public let label: Text
  }

  /// The name in the table, which is the field's name in JSON.
  public let name: String
  /// How values are read and written as JSON.
  public let type: ValueType
  /// The type as SQL writes it, `numeric(19,4)`.
  public let sqlType: String
  /// The type's oid, for exact binds.
  public let oid: UInt32
  /// A record always has a value here.
  public let notNull: Bool
  /// PostgreSQL or a trigger fills it in when it is left out.
  public let hasDefault: Bool
  /// The service's log-in may read it.
  public let readable: Bool
  /// The service's log-in may set it in a new record.
  public let insertable: Bool
  /// The service's log-in may change it.
  public let updatable: Bool
  /// What people call it.
  public let label: Text
  /// What it means, from its comment.
  public let description: Text
  /// The values of an enumeration; empty for any other column.
  public internal(set) var choices: [Choice] = []
  /// Where a reference points; nil for any other column.
  public internal(set) var reference: Reference?
  /// What the rules of the column alone say of its size.
  var bounds: Constraint.Bounds?
  /// How large and how fine a number may be; nil where the type sets no limit.
  var digits: Digits?

  /// Whoever writes a record must see to a value here, though older ones may have none.
  public internal(set) var isDemanded = false

  /// Its type is one of PostgreSQL's texts, and no other that merely reads and writes as text.
  var isPlainText: Bool { oid == 25 || oid == 1042 || oid == 1043 }

  /// A client must send it when he creates a record.
  public var required: Bool { takesNoNull && !hasDefault && insertable }

  /// A client cannot empty it.
  var takesNoNull: Bool { notNull || isDemanded }
}
