/// What an import has done so far.
public struct ImportReport: Sendable, Hashable {
  /// Rows that were read, the header not counted.
  public var read = 0
  /// Rows that became new records.
  public var created = 0
  /// Rows that changed a record.
  public var updated = 0
  /// Rows whose record was as they say already.
  public var unchanged = 0
  /// Rows that are none by the mapping, or whose key came before.
  public var skipped = 0
  /// Rows that were not taken; each is told with its reason.
  public var refused = 0

  /// Nothing done yet.
  public init() {}

  /// The counts as a checkpoint keeps them.
  init(_ json: JSON) {
    read = json["read"]?.int ?? 0
    created = json["created"]?.int ?? 0
    updated = json["updated"]?.int ?? 0
    unchanged = json["unchanged"]?.int ?? 0
    skipped = json["skipped"]?.int ?? 0
    refused = json["refused"]?.int ?? 0
  }

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
  /// The row's cells as they were read.
  public let cells: [String]
  /// Why it was not taken.
  public let reason: Text
}
