import Postgres

/// The statements that a draft becomes.
struct WriteStatement {
  /// A statement and where in the body the data stand that it writes.
  struct Step: Sendable {
    let sql: SQL
    let pointer: String
  }

  /// The id of the record that an earlier statement of the same transaction made.
  static let created: SQL = "nullif(current_setting('crm.created', true), '')::bigint"

  /// Keeps the id for ``created``.
  static let returningCreated: SQL = " returning id, \(keepingCreated)"

  /// The expression that keeps an id for ``created``.
  static let keepingCreated: SQL = "set_config('crm.created', id::text, true)"

  /// Inserts the draft and its lists; every statement does nothing unless `condition` holds.
  static func insert(_ draft: Draft, if condition: SQL) -> [Step] {
    let own = insert(draft, more: [], condition, returning: returningCreated)
    let owned = draft.lists.flatMap { list in
      list.rows.map { row in
        Step(
          sql: insert(row.draft, more: [(list.child.column, created)], condition, returning: ""),
          pointer: row.draft.pointer)
      }
    }
    return [Step(sql: own, pointer: draft.pointer)] + owned
  }

  /// One row.
  static func insert(
    _ draft: Draft, more: [(column: String, value: SQL)], _ condition: SQL, returning: SQL
  ) -> SQL {
    let names =
      draft.values.map { value -> SQL in "\(identifier: value.column.name)" }
      + more.map { extra -> SQL in "\(identifier: extra.column)" }
    let values = draft.values.map { value -> SQL in "\(value.bind)" } + more.map(\.value)
    guard !names.isEmpty else {
      return
        "insert into \(identifier: draft.resource.table) select where \(condition)\(returning)"
    }
    return
      "insert into \(identifier: draft.resource.table) (\(names.joined(", "))) select \(values.joined(", ")) where \(condition)\(returning)"
  }

  /// Changes the record's own columns where its version is still `version`; nil where there is nothing to write.
  static func update(
    _ draft: Draft, _ table: Table, id: Int, version: Int?, more: SQL = ""
  ) -> SQL? {
    var parts = draft.values.map { value -> SQL in
      "\(identifier: value.column.name) = \(value.bind)"
    }
    if parts.isEmpty {
      guard let any = table.columns.first(where: \.updatable) else { return nil }
      parts = ["\(identifier: any.name) = \(identifier: any.name)"]
    }
    return """
      update \(identifier: table.name) set \(parts.joined(", "))
      where id = \(id)\(unchanged(version))\(more) returning id
      """
  }

  /// The condition that the draft's own values are not those of the record.
  static func differing(_ draft: Draft) -> SQL { " and not \(same(draft))" }

  /// Finds the record where the caller may change it and it has the draft's own values already.
  static func unchanged(_ draft: Draft, _ table: Table, id: Int, version: Int?) -> SQL {
    """
    select id from \(identifier: table.name)
    where id = \(id)\(unchanged(version)) and \(same(draft)) for update
    """
  }

  private static func same(_ draft: Draft) -> SQL {
    guard !draft.values.isEmpty else { return "true" }
    let columns = draft.values.map { value -> SQL in "\(identifier: value.column.name)" }
    let values = draft.values.map { value -> SQL in "\(value.bind)" }
    return "((\(columns.joined(", "))) is not distinct from (\(values.joined(", "))))"
  }

  /// Deletes the record where its version is still `version`.
  static func delete(_ table: Table, id: Int, version: Int?) -> SQL {
    "delete from \(identifier: table.name) where id = \(id)\(unchanged(version)) returning id"
  }

  /// Deletes of a list what it holds no more.
  ///
  /// - Parameter id: The record whose list it is.
  static func deleteRest(
    of list: (child: Resource.Child, rows: [Draft.Owned]), _ owned: Resource, id: Int
  ) -> SQL {
    let kept = list.rows.compactMap(\.id)
    return """
      delete from \(identifier: owned.table)
      where \(identifier: list.child.column) = \(id) and id <> all (\(kept))
      """
  }

  /// Finds the record where the caller may change it, and writes only where it is not in the archive yet.
  static func archive(_ table: Table, id: Int, version: Int?) -> SQL {
    """
    with target as (
      select id from \(identifier: table.name) where id = \(id)\(unchanged(version)) for update
    ), archived as (
      update \(identifier: table.name) as t set archived_at = now() from target
      where t.id = target.id and t.archived_at is null
    )
    select id from target
    """
  }

  /// Finds the record where the caller may change it, and writes only where it is in the archive.
  static func restore(_ table: Table, id: Int, if condition: SQL) -> SQL {
    """
    with target as (
      select id from \(identifier: table.name) where id = \(id) and \(condition) for update
    ), restored as (
      update \(identifier: table.name) as t set archived_at = null from target
      where t.id = target.id and t.archived_at is not null
    )
    select id, \(keepingCreated) from target
    """
  }

  private static func unchanged(_ version: Int?) -> SQL {
    version.map { " and version = \($0)" } ?? ""
  }
}
