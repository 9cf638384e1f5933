/// A table with all that the engine needs to serve it.
public struct Table: Sendable {
  /// `schema.table`.
  public let name: String
  /// What people call one record.
  public let label: Text
  /// What a record is, from the table's comment.
  public let description: Text
  /// In the order of the table.
  public let columns: [Column]
  /// Every named rule of the table.
  public let constraints: [Constraint]
  /// Whether its rows are reckoned from those of others, so that none has a history or files of its own.
  public let isView: Bool
  private let places: [String: Int]

  init(
    name: String, label: Text, description: Text, columns: [Column], constraints: [Constraint],
    isView: Bool = false
  ) {
    self.name = name
    self.label = label
    self.description = description
    self.columns = columns
    self.constraints = constraints
    self.isView = isView
    places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })
  }

  /// The column of that name, or nil.
  public subscript(_ column: String) -> Column? { places[column].map { columns[$0] } }

  /// The column sets of which no two records share the values.
  public var uniqueKeys: [[String]] {
    constraints.filter { $0.kind == .unique || $0.kind == .primary }.map(\.columns)
  }

  /// The column that says when a record was put away; no draft and no file writes it.
  static let archive = "archived_at"

  /// Records are put away rather than deleted.
  public var archives: Bool { self[Self.archive] != nil }

  /// Records carry a version, so that a stale write can be refused.
  public var versioned: Bool { self["version"] != nil }
}
