import Postgres

/// `PATCH /x/{id}`: an RFC 7396 merge patch of the version that the client has read.
struct PatchOperation: Sendable {
  let engine: Engine
  let resource: Resource

  func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let version = try call.expectedVersion()
    let model = engine.model
    let (draft, faults) = try Draft.read(call.json(), resource, model, .change)
    guard faults.count == 0 else {
      throw try await engine.refusal(faults, of: draft, id: id, call, model)
    }
    let table = try model.table(of: resource)
    // Lists change without their record, whose version then tells of it.
    let more = draft.lists.isEmpty ? WriteStatement.differing(draft) : ""
    guard
      let update = WriteStatement.update(draft, table, id: id, version: version, more: more)
    else { throw Problem.forbidden(permission) }
    let change = Change(
      id: id, version: version, draft: draft, update: update,
      unchanged: WriteStatement.unchanged(draft, table, id: id, version: version), model: model)
    return draft.lists.isEmpty
      ? try await once(call, change) : try await withLists(call, change)
  }

  private struct Change: Sendable {
    let id: Int
    let version: Int?
    let draft: Draft
    let update: SQL
    /// Finds the record where there is nothing to write.
    let unchanged: SQL
    let model: Model
  }

  private var permission: Permission { Permission(resource.key, "update") }

  /// The record's own fields: one round trip, and a second where that wrote nothing.
  private func once(_ call: Call, _ change: Change) async throws -> Answer {
    let record = try RecordStatement(resource, change.model, id: "\(change.id)")
    var results = try await pass(change.update, record, call, change)
    // Of any version: what was the same a moment ago may be another by now.
    let more = change.version == nil ? [change.unchanged, change.update] : [change.unchanged]
    for statement in more where results[0].count == 0 {
      results = try await pass(statement, record, call, change)
    }
    return try Self.answer(
      updated: results[0].count == 1, record, Array(results.dropFirst()), change.version,
      permission)
  }

  private func pass(
    _ statement: SQL, _ record: RecordStatement, _ call: Call, _ change: Change
  ) async throws -> [Rows] {
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(permission)
      return [statement] + record.statements
    }
    guard let error = passage.error else { return passage.results }
    throw try await engine.refusal(
      error, of: change.draft, id: change.id, pointer: "", call, change.model)
  }

  /// With owned lists, which are replaced by id: whole or not at all.
  private func withLists(_ call: Call, _ change: Change) async throws -> Answer {
    let record = try RecordStatement(resource, change.model, id: "\(change.id)")
    guard change.version == nil || call.expectedLists != nil else {
      throw Problem.preconditionOfLists
    }
    do {
      return try await engine.door.transaction(call, retries: 2) { caller, transaction in
        try caller.require(permission)
        if let expected = call.expectedLists {
          try await Self.refuse(otherThan: expected, record, transaction)
        }
        let updated = try await run(change.update, "", transaction).count == 1
        if updated {
          for list in change.draft.lists { try await replace(list, change, transaction) }
        }
        let results = try await transaction.batch(record.statements)
        return try Self.answer(updated: updated, record, results, change.version, permission)
      }
    } catch let refused as Refused {
      throw try await engine.refusal(
        refused.error, of: change.draft, id: change.id, pointer: refused.pointer, call,
        change.model)
    } catch let error as DatabaseError {
      // At COMMIT, where the lists are judged as a whole.
      throw try await engine.refusal(
        error, of: change.draft, id: change.id, pointer: "", call, change.model)
    }
  }

  /// Lists can change without the record's version; what is replaced must be what was read.
  ///
  /// - Throws: a 412 with the record as it is.
  private static func refuse(
    otherThan expected: String, _ record: RecordStatement, _ transaction: Transaction
  ) async throws {
    let results = try await transaction.batch(record.statements)
    guard let (body, etag) = record.read(results), etag != expected else { return }
    throw Problem.stale(current: try JSONParser.parse(body.readableBytesView), etag: etag)
  }

  /// The database refused the data that stand at a place of the body.
  private struct Refused: Error {
    let error: DatabaseError
    let pointer: String
  }

  private func run(
    _ sql: SQL, _ pointer: String, _ transaction: Transaction
  ) async throws -> Rows {
    do {
      return try await transaction.rows(sql)
    } catch let error as DatabaseError {
      throw Refused(error: error, pointer: pointer)
    }
  }

  private func replace(
    _ list: (child: Resource.Child, rows: [Draft.Owned]), _ change: Change,
    _ transaction: Transaction
  ) async throws {
    guard let owned = change.model.resource(list.child.resource) else { return }
    let rest = WriteStatement.deleteRest(of: list, owned, id: change.id)
    _ = try await run(rest, "/\(list.child.member)", transaction)
    for row in list.rows { try await write(row, list.child, owned, change, transaction) }
  }

  private func write(
    _ row: Draft.Owned, _ child: Resource.Child, _ owned: Resource, _ change: Change,
    _ transaction: Transaction
  ) async throws {
    let pointer = row.draft.pointer
    guard let id = row.id else {
      let sql = WriteStatement.insert(
        row.draft, more: [(child.column, "\(change.id)")], "true", returning: "")
      _ = try await run(sql, pointer, transaction)
      return
    }
    let table = try change.model.table(of: owned)
    let same: SQL = " and \(identifier: child.column) = \(change.id)"
    let sql: SQL? =
      row.draft.values.isEmpty
      ? "select id from \(identifier: owned.table) where id = \(id)\(same)"
      : WriteStatement.update(row.draft, table, id: id, version: nil, more: same)
    guard let sql, try await run(sql, pointer, transaction).count == 1 else {
      throw Problem.validation([
        .init(
          "\(pointer)/id", "unknown_record",
          Text("This list has no such record.", ru: "В этом списке такой записи нет."))
      ])
    }
  }

  /// 200 with the record; 404, 412 or 403 when the update found nothing to change.
  static func answer(
    updated: Bool, _ record: RecordStatement, _ results: [Rows], _ version: Int?,
    _ permission: Permission
  ) throws -> Answer {
    guard let (body, etag) = record.read(results) else { throw Problem.notFound }
    guard updated else {
      let current = try JSONParser.parse(body.readableBytesView)
      guard let version, !etag.hasPrefix("\"v\(version)\""), !etag.hasPrefix("\"v\(version)-")
      else {
        throw Problem.forbidden(permission)
      }
      throw Problem.stale(current: current, etag: etag)
    }
    return Answer(
      200, headers: [("Content-Type", "application/json"), ("ETag", etag)], body: .bytes(body))
  }
}
