import Postgres

/// Every field of a draft that PostgreSQL refuses: an error of its own names only the first.
///
/// The statements are tried again in a transaction that is rolled back, each time without the
/// fields that were refused before; stand-ins take the place of those that a record cannot lack.
struct RefusedFields: Sendable {
  let draft: Draft
  /// The record that the draft changes; nil for a new one.
  let id: Int?
  let model: Model
  /// Where faults are known already; what depends on such a field is not judged.
  let known: Set<String>

  /// How often one record is tried.
  private static let patience = 20

  private struct Attempt: Sendable {
    let draft: Draft
    /// The fields that can be sent.
    let sendable: [Column]
    let statement: @Sendable (Draft) -> SQL?

    /// The places of a broken rule that can be sent; all of them where none can.
    func told(_ fields: [Problem.Field]) -> [Problem.Field] {
      let places = Set(sendable.map { "\(draft.pointer)/\($0.name)" })
      let sent = fields.filter { places.contains($0.pointer) }
      return sent.isEmpty ? fields : sent
    }
  }

  /// What was found so far, and the places that nothing more is to be said of.
  private struct Findings {
    var fields: [Problem.Field] = []
    var settled: Set<String>
  }

  /// Ends the transaction, so that nothing of it stays.
  private struct Found: Error {
    let fields: [Problem.Field]
  }

  /// - Throws: a 403 for who may not write such records at all.
  func all(_ call: Call, _ door: any Door) async throws -> [Problem.Field] {
    let permission = Permission(draft.resource.key, id == nil ? "create" : "update")
    do {
      return try await door.transaction(call, retries: 0) { caller, transaction in
        try caller.require(permission)
        throw Found(fields: try await all(transaction))
      }
    } catch let found as Found {
      return found.fields
    }
  }

  /// The same in a transaction of the caller's, who rolls back what it leaves.
  func all(_ transaction: Transaction) async throws -> [Problem.Field] {
    var findings = Findings(settled: known)
    guard try await run(own(), transaction, &findings) else { return findings.fields }
    try await clear(transaction)
    for attempt in try owned() { _ = try await run(attempt, transaction, &findings) }
    return findings.fields
  }

  /// Takes away what a change leaves out of its lists, as far as that may go, so that nothing is held against it.
  private func clear(_ transaction: Transaction) async throws {
    guard let id else { return }
    for list in draft.lists {
      guard let owned = model.resource(list.child.resource) else { continue }
      let rest = WriteStatement.deleteRest(of: list, owned, id: id)
      do {
        _ = try await transaction.batch(["savepoint attempt", rest])
      } catch is DatabaseError {
        _ = try await transaction.execute("rollback to savepoint attempt")
      }
    }
  }

  private func own() throws -> Attempt {
    let table = try model.table(of: draft.resource)
    let fields = try model.fields(of: draft.resource)
    return Attempt(draft: draft, sendable: Self.sendable(fields, isNew: id == nil)) { draft in
      guard let id else {
        return WriteStatement.insert(
          draft, more: StandIn.missing(draft, fields), "true",
          returning: WriteStatement.returningCreated)
      }
      return WriteStatement.update(draft, table, id: id, version: nil)
    }
  }

  private func owned() throws -> [Attempt] {
    let parent: SQL = id.map { "\($0)" } ?? WriteStatement.created
    return try draft.lists.flatMap { list in
      try list.rows.map { row in
        let table = try model.table(of: row.draft.resource)
        let fields = try model.fields(of: row.draft.resource)
          .filter { $0.name != list.child.column }
        let sendable = Self.sendable(fields, isNew: row.id == nil)
        return Attempt(draft: row.draft, sendable: sendable) { draft in
          guard let id = row.id else {
            return WriteStatement.insert(
              draft, more: [(list.child.column, parent)] + StandIn.missing(draft, fields), "true",
              returning: "")
          }
          return WriteStatement.update(draft, table, id: id, version: nil)
        }
      }
    }
  }

  private static func sendable(_ fields: [Column], isNew: Bool) -> [Column] {
    fields.filter { isNew ? $0.insertable : $0.updatable }
  }

  /// - Returns: whether the record stands now, perhaps without some of its fields.
  private func run(
    _ attempt: Attempt, _ transaction: Transaction, _ findings: inout Findings
  ) async throws -> Bool {
    var draft = attempt.draft
    for _ in 0..<Self.patience {
      guard let sql = attempt.statement(draft) else { return true }
      do {
        _ = try await transaction.batch(["savepoint attempt", sql])
        return true
      } catch let error as DatabaseError {
        _ = try await transaction.execute("rollback to savepoint attempt")
        guard let refused = try await refused(error, draft, transaction) else { throw error }
        let pointers = Set(refused.map(\.pointer))
        // A rule on a field that is left out by now may be broken by just that.
        if pointers.isDisjoint(with: findings.settled) {
          findings.fields += attempt.told(refused)
        }
        findings.settled.formUnion(pointers)
        let rest = draft.without(pointers)
        guard rest.values.count < draft.values.count else { return false }
        draft = rest
      }
    }
    return false
  }

  /// The fields that the error speaks of, none where it is about no field; nil for trouble of another kind.
  private func refused(
    _ error: DatabaseError, _ draft: Draft, _ transaction: Transaction
  ) async throws -> [Problem.Field]? {
    if let problem = Problem.refused(error, draft.resource, model, pointer: draft.pointer) {
      let other = ConflictingRecord(
        draft: draft, id: draft.pointer.isEmpty ? id : nil, model: model)
      return try await other.naming(problem.errors, error, transaction)
    }
    guard error.sqlState == "42501" else { return nil }
    return try await UnknownReferences(draft: draft, model: model).all(transaction)
  }
}

extension Engine {
  /// What to tell the client of a draft that the database refused: all that is wrong with it.
  ///
  /// - Parameters:
  ///   - id: The record that the draft changes; nil for a new one.
  ///   - pointer: Where the data of the failed statement stand in the body.
  func refusal(
    _ error: DatabaseError, of draft: Draft, id: Int?, pointer: String, _ call: Call, _ model: Model
  ) async throws -> any Error {
    let first = Problem.refused(error, draft, model, pointer: pointer)
    guard first != nil || error.sqlState == "42501" else { return error }
    // Its state keeps the record as it is, whatever was sent.
    if let first, first.status == 409 { return first }
    let search = RefusedFields(draft: draft, id: id, model: model, known: [])
    let fields = try await search.all(call, door)
    guard fields.isEmpty else { return Problem.validation(fields) }
    if let first { return first }
    return error
  }

  /// What to tell the client of a draft with faults that show in the body itself, and perhaps more that only the
  /// database knows of.
  ///
  /// - Parameter id: The record that the draft changes; nil for a new one.
  func refusal(
    _ faults: Faults, of draft: Draft, id: Int?, _ call: Call, _ model: Model
  ) async throws -> any Error {
    guard faults.count < Faults.maximum else {
      return Problem.validation(faults.told, of: faults.count)
    }
    let search = RefusedFields(
      draft: draft, id: id, model: model, known: Set(faults.told.map(\.pointer)))
    return Problem.validation(faults.told + (try await search.all(call, door)))
  }
}
