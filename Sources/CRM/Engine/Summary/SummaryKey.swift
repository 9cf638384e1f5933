import Postgres

/// A field by which records are grouped, or the stretch of time in which its value lies.
struct SummaryKey: Sendable {
  /// A stretch of time that is named by its first day; weeks begin on Monday (ISO 8601).
  enum Bucket: String, Sendable, CaseIterable {
    case day, week, month, quarter, year

    static let words = allCases.map(\.rawValue).joined(separator: " ")
  }

  /// The record that a reference means, as people know it.
  struct Label: Sendable {
    let target: Resource
    let column: Column
    /// The column that the reference holds.
    let identity: String
    /// As paths name it, `owner.name`.
    let path: String
    /// Whether the caller may read the resource at all.
    let isSeen: Bool
  }

  /// As the client wrote it, `created_at:month`; its name in the answer.
  let name: String
  let field: FieldReference
  let bucket: Bucket?
  /// Nil for what is no reference, or one that says itself what it means.
  let label: Label?

  /// - Throws: a 400 for a field that there is not or by which nothing can be grouped.
  init(_ name: String, _ joins: inout Joins) throws {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    let field = try joins.field(parts[0], parameter: "group")
    self.name = name
    self.field = field
    bucket = try Self.bucket(parts.count > 1 ? parts[1] : nil, field.column, name)
    guard field.column.type.isSortable else {
      throw Problem.malformed(
        "not_groupable",
        Text("Nothing is grouped by '\(name)'.", ru: "По полю «\(name)» не группируют."),
        field: "group")
    }
    label = try Self.label(parts[0], field.column, joins)
  }

  /// What stands in the answer.
  var type: ValueType { bucket == nil ? field.column.type : .date }

  /// The value of a record, in the zone in which its day is judged.
  func value(zone: String) -> SQL {
    guard let bucket else { return field.sql }
    let moment: SQL =
      field.column.type == .instant
      ? "(\(field.sql) at time zone \(zone))" : "\(field.sql)::timestamp"
    return "date_trunc('\(raw: bucket.rawValue)', \(moment))::date"
  }

  private static func bucket(
    _ word: String?, _ column: Column, _ name: String
  ) throws -> Bucket? {
    guard column.type == .instant || column.type == .date else {
      guard word == nil else { throw wrongBucket(name) }
      return nil
    }
    guard let word else {
      // A date is its own day; an instant would be a group for itself.
      guard column.type == .date else { throw unknownBucket(name) }
      return nil
    }
    guard let bucket = Bucket(rawValue: word) else { throw unknownBucket(name) }
    return bucket
  }

  private static func wrongBucket(_ name: String) -> Problem {
    .malformed(
      "wrong_bucket",
      Text(
        "'\(name)' is no date and has no \(Bucket.words).",
        ru: "«\(name)» — не дата, у неё нет \(Bucket.words)."), field: "group")
  }

  private static func unknownBucket(_ name: String) -> Problem {
    let field = name.prefix { $0 != ":" }
    return .malformed(
      "unknown_bucket",
      Text(
        "Say by what '\(field)' is grouped, as in '\(field):month'; there are: \(Bucket.words).",
        ru:
          "Укажите, как группировать «\(field)», например «\(field):month»; есть: \(Bucket.words)."
      ), field: "group")
  }

  /// Only of a reference by id: what refers to a code says itself what it means.
  private static func label(_ path: String, _ column: Column, _ joins: Joins) throws -> Label? {
    guard let reference = column.reference, reference.column == "id",
      let target = joins.model.target(of: column), target.label != "id",
      let shown = try joins.model.field(target.label, of: target)
    else { return nil }
    let step = path.hasSuffix("_id") ? String(path.dropLast(3)) : path
    return Label(
      target: target, column: shown, identity: reference.column,
      path: "\(step).\(target.label)", isSeen: joins.isSeen(target))
  }
}
