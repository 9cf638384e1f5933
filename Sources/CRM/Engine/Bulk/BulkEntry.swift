import Postgres

/// One operation of a bulk request, as far as it can be read.
struct BulkEntry: Sendable {
  /// What is done to a record.
  enum Kind: String, CaseIterable, Sendable {
    case create, update, delete, restore

    /// What the caller must be permitted.
    var action: String { self == .restore ? "update" : rawValue }

    /// Of the answer that the same request would get alone.
    var status: Int {
      switch self {
      case .create: 201
      case .delete: 204
      case .update, .restore: 200
      }
    }
  }

  let kind: Kind
  /// The record; nil for a new one.
  let id: Int?
  /// The version that the client has read; nil for any.
  let version: Int?
  /// What is written; nil where nothing is.
  let draft: Draft?
  /// Where in the body it stands.
  let pointer: String
  /// What is wrong with it before the database is asked.
  let faults: Faults
  /// It could not be deleted, since others refer to it, and is put into the archive.
  var archives = false

  /// Its statements; the first tells the record's id, or finds none.
  ///
  /// Rules that are judged at the end of a transaction are judged behind each entry, but not between a record and its
  /// lists.
  func steps(_ table: Table) -> [WriteStatement.Step] {
    let own = "\(pointer)/data"
    switch (kind, draft, id) {
    case (.create, let draft?, _):
      let all = WriteStatement.insert(draft, if: "true")
      guard all.count > 1 else { return all }
      return all.prefix(1) + [.init(sql: "set constraints all deferred", pointer: own)]
        + all.dropFirst() + [.init(sql: "set constraints all immediate", pointer: own)]
    case (.update, let draft?, let id?):
      let sql = WriteStatement.update(draft, table, id: id, version: version)
      return [.init(sql: sql ?? Self.nothing, pointer: own)]
    case (.delete, _, let id?):
      let sql =
        archives
        ? WriteStatement.archive(table, id: id, version: version)
        : WriteStatement.delete(table, id: id, version: version)
      return [.init(sql: sql, pointer: pointer)]
    case (.restore, _, let id?):
      return [.init(sql: WriteStatement.restore(table, id: id, if: "true"), pointer: pointer)]
    default:
      return []
    }
  }

  /// What to tell of what the database refused of it; nil for other trouble.
  func refused(
    _ error: DatabaseError, _ resource: Resource, _ model: Model, pointer: String
  ) -> Problem? {
    guard let draft else { return Problem.refused(error, resource, model, pointer: pointer) }
    return Problem.refused(error, draft, model, pointer: pointer)
  }

  /// What a request alone would be told where the entry found nothing.
  func lack(of resource: Resource, _ record: RecordStatement, _ results: [Rows]) throws -> Problem {
    do {
      _ = try PatchOperation.answer(
        updated: false, record, results, version, Permission(resource.key, kind.action))
    } catch let problem as Problem {
      return problem
    }
    return .notFound
  }

  /// Finds no record: the caller may write none of the columns.
  private static let nothing: SQL = "select null::bigint as id where false"
}
