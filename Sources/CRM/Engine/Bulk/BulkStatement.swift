import Postgres

/// The statements of a task for a stretch of records, which are two binds, so that their text never changes.
struct BulkStatement {
  let task: BulkTask
  /// Records that others refer to are put into the archive rather than deleted.
  var archives = false

  /// A record as it was chosen.
  struct Record: Sendable {
    let place: Int
    let id: Int
    /// Nil where records have none.
    let version: Int?
  }

  private var table: SQL { "\(identifier: task.table.name) as t" }

  /// A version of 0 stands for any.
  private func rows(_ records: some Collection<Record>) -> SQL {
    "unnest(\(records.map(\.id)), \(records.map { $0.version ?? 0 })) as i (id, version)"
  }

  private var fresh: SQL { task.table.versioned ? "i.version in (0, t.version)" : "true" }

  private var values: [SQL] { (task.draft?.values ?? []).map { "\($0.bind)" } }

  private var columns: [SQL] {
    (task.draft?.values ?? []).map { "t.\(identifier: $0.column.name)" }
  }

  /// Whether a record is as the task wants it.
  private var settled: SQL {
    switch task.kind {
    case .update:
      "(\(columns.joined(", "))) is not distinct from (\(values.joined(", ")))"
    case .restore: "t.\(identifier: Table.archive) is null"
    case .delete where task.table.archives && archives:
      "t.\(identifier: Table.archive) is not null"
    case .delete, .create: "false"
    }
  }

  /// Does it to those that are still as they were chosen and not yet as they shall be; answers their ids.
  func write(_ records: some Collection<Record>) -> SQL {
    let found: SQL = "t.id = i.id and \(fresh)"
    switch task.kind {
    case .delete where !archives:
      return "delete from \(table) using \(rows(records)) where \(found) returning t.id"
    case .delete: return set("\(identifier: Table.archive) = now()", records, found)
    case .restore: return set("\(identifier: Table.archive) = null", records, found)
    case .update, .create:
      let values = (task.draft?.values ?? []).map { value -> SQL in
        "\(identifier: value.column.name) = \(value.bind)"
      }
      return set(values.joined(", "), records, found)
    }
  }

  private func set(_ values: SQL, _ records: some Collection<Record>, _ found: SQL) -> SQL {
    """
    update \(table) set \(values) from \(rows(records))
    where \(found) and not (\(settled)) returning t.id
    """
  }

  /// Answers how each record is now.
  func look(_ records: some Collection<Record>) -> SQL {
    """
    select i.id, t.id is not null as found, not coalesce(\(fresh), false) as stale,
      coalesce(\(settled), false) as settled
    from \(rows(records)) left join \(table) on t.id = i.id
    """
  }
}
