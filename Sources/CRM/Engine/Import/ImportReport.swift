/// What an import has done so far.
public struct ImportReport: Sendable, Hashable {
  public var read = 0
  public var created = 0
  public var updated = 0
  public var unchanged = 0
  /// Rows that are none by the mapping, or whose key came before.
  public var skipped = 0
  public var refused = 0

  public init() {}

  /// The counts by their names in JSON.
  public var body: JSON {
    [
      "read": .number(String(read)), "created": .number(String(created)),
      "updated": .number(String(updated)), "unchanged": .number(String(unchanged)),
      "skipped": .number(String(skipped)), "refused": .number(String(refused)),
    ]
  }
}

/// A row that was not taken, as it was read, and why.
public struct ImportRefusal: Sendable {
  /// The line on which it begins, counted from 1.
  public let line: Int
  public let cells: [String]
  public let reason: Text
}
