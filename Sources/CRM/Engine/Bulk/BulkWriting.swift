import Postgres

/// Does a task to a stretch of records in a transaction of the caller's: one statement where nothing is refused, and
/// halves of it until each record that the database refuses stands alone.
struct BulkWriting {
  let task: BulkTask
  let model: Model
  let transaction: Transaction
  private(set) var changed = 0
  private(set) var unchanged = 0
  private(set) var refused: [(record: BulkStatement.Record, problem: Problem)] = []

  init(_ task: BulkTask, _ model: Model, _ transaction: Transaction) {
    self.task = task
    self.model = model
    self.transaction = transaction
  }

  private typealias Record = BulkStatement.Record

  mutating func write(_ records: [BulkStatement.Record]) async throws {
    try await write(records[...], archives: false)
  }

  private mutating func write(_ records: ArraySlice<Record>, archives: Bool) async throws {
    let statement = BulkStatement(task: task, archives: archives)
    let attempt = try await transaction.attempt([
      "savepoint bulk", statement.write(records), statement.look(records), "release savepoint bulk",
    ])
    guard let error = attempt.error else {
      return try count(records, written: attempt.results[1], seen: attempt.results[2])
    }
    _ = try await transaction.batch(["rollback to savepoint bulk", "release savepoint bulk"])
    let problem = try problem(error)
    if records.count > 1 {
      let middle = records.startIndex + records.count / 2
      try await write(records[..<middle], archives: archives)
      return try await write(records[middle...], archives: archives)
    }
    if error.sqlState == "23503", task.kind == .delete, task.table.archives, !archives {
      return try await write(records, archives: true)
    }
    for record in records { refused.append((record, try await naming(problem, error, record))) }
  }

  /// With the record that stands in the way, where a rule of exclusion has found one.
  private func naming(
    _ problem: Problem, _ error: DatabaseError, _ record: Record
  ) async throws -> Problem {
    guard error.sqlState == ConflictingRecord.state, let draft = task.draft else { return problem }
    var named = problem
    named.errors = try await ConflictingRecord(draft: draft, id: record.id, model: model)
      .naming(problem.errors, error, transaction)
    return named
  }

  /// - Throws: the error where it is not about the data of a record.
  private func problem(_ error: DatabaseError) throws -> Problem {
    if error.isConflict { throw error }
    if error.sqlState == "23503", task.kind == .delete { return .inUse }
    if let known = Problem.refused(error, task.resource, model, pointer: "/data") { return known }
    guard error.sqlState == "42501" else { throw error }
    return forbidden
  }

  private var forbidden: Problem { .forbidden(Permission(task.resource.key, task.kind.action)) }

  private mutating func count(_ records: ArraySlice<Record>, written: Rows, seen: Rows) throws {
    let done = Set(try written.map { try $0.int("id") })
    changed += done.count
    let states = try Dictionary(
      seen.map { (try $0.int("id"), try state($0)) }, uniquingKeysWith: { first, _ in first })
    for record in records where !done.contains(record.id) {
      if let problem = states[record.id] ?? nil {
        refused.append((record, problem))
      } else {
        unchanged += 1
      }
    }
  }

  /// Why a record was not written; nil where there was nothing to write.
  private func state(_ row: Row) throws -> Problem? {
    if try !row.bool("found") { return .notFound }
    if try row.bool("settled") { return nil }
    return try row.bool("stale") ? .staleInBulk : forbidden
  }
}

extension Problem {
  /// 412: the record is not the one that was chosen any more.
  static var staleInBulk: Problem {
    Problem(
      412, "stale_version", Text("Changed meanwhile", ru: "Запись уже изменена"),
      detail: Text(
        "The record was changed after it had been chosen.",
        ru: "Запись изменена после того, как была выбрана."))
  }
}
