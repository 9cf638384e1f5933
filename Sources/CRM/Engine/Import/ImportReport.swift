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
  var members: [JSON.Member] {
    [
      ("read", read), ("created", created), ("updated", updated), ("unchanged", unchanged),
      ("skipped", skipped), ("refused", refused),
    ].map { .init($0, .number(String($1))) }
  }

  /// What is left of an import that broke off.
  func kept(dryRun: Bool) -> Text {
    guard !dryRun, created + updated > 0 else {
      return Text("Nothing was kept.", ru: "Ничего не сохранено.")
    }
    return Text(
      "What was loaded before stays: \(created) created, \(updated) updated.",
      ru: "Загруженное до этого осталось: создано \(created), изменено \(updated).")
  }
}

/// A row that was not taken, as it was read, and why.
public struct ImportRefusal: Sendable {
  /// The line on which it begins, counted from 1.
  public let line: Int
  public let cells: [String]
  public let reason: Text
}
