import Postgres

/// Every field of a draft that PostgreSQL refuses: an error of its own names only the first.
///
/// The statements are tried again in a transaction that is rolled back, each time without the
/// fields that were refused before. A required field cannot be left out and ends the search.
struct RefusedFields: Sendable {
  let draft: Draft
  /// The record that the draft changes; nil for a new one.
  let id: Int?
  let model: Model

  /// How often one record is tried.
  private static let patience = 20

  private struct Attempt: Sendable {
    let draft: Draft
    let statement: @Sendable (Draft) -> SQL?
  }

  /// Ends the transaction, so that nothing of it stays.
  private struct Found: Error {
    let fields: [Problem.Field]
  }

  func all(_ call: Call, _ door: any Door) async throws -> [Problem.Field] {
    let attempts = try [own()] + owned()
    do {
      return try await door.transaction(call, retries: 0) { _, transaction in
        var fields: [Problem.Field] = []
        for attempt in attempts {
          guard try await run(attempt, transaction, &fields) || attempt.draft.pointer != "" else {
            break
          }
        }
        throw Found(fields: fields)
      }
    } catch let found as Found {
      return found.fields
    }
  }

  private func own() throws -> Attempt {
    let table = try model.table(of: draft.resource)
    return Attempt(draft: draft) { draft in
      guard let id else {
        return WriteStatement.insert(
          draft, more: [], "true", returning: WriteStatement.returningCreated)
      }
      return WriteStatement.update(draft, table, id: id, version: nil)
    }
  }

  private func owned() throws -> [Attempt] {
    let parent: SQL = id.map { "\($0)" } ?? WriteStatement.created
    return try draft.lists.flatMap { list in
      try list.rows.map { row in
        let table = try model.table(of: row.draft.resource)
        return Attempt(draft: row.draft) { draft in
          guard let id = row.id else {
            return WriteStatement.insert(
              draft, more: [(list.child.column, parent)], "true", returning: "")
          }
          return WriteStatement.update(draft, table, id: id, version: nil)
        }
      }
    }
  }

  /// - Returns: whether the record stands now, perhaps without some of its fields.
  private func run(
    _ attempt: Attempt, _ transaction: Transaction, _ fields: inout [Problem.Field]
  ) async throws -> Bool {
    var draft = attempt.draft
    for _ in 0..<Self.patience {
      guard let sql = attempt.statement(draft) else { return true }
      do {
        _ = try await transaction.batch(["savepoint attempt", sql])
        return true
      } catch let error as DatabaseError {
        _ = try await transaction.execute("rollback to savepoint attempt")
        guard
          let problem = Problem.refused(error, draft.resource, model, pointer: draft.pointer)
        else { throw error }
        let pointers = Set(problem.errors.map(\.pointer))
        // A rule on a field that is left out by now may be broken by just that.
        guard pointers.isDisjoint(with: fields.map(\.pointer)) else { return false }
        fields += problem.errors
        let rest = draft.without(pointers)
        guard rest.values.count < draft.values.count else { return false }
        draft = rest
      }
    }
    return false
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
    guard let first = Problem.refused(error, draft.resource, model, pointer: pointer) else {
      guard error.sqlState == "42501" else { return error }
      let unknown = try await UnknownReferences(draft: draft, model: model).all(call, door)
      return unknown.isEmpty ? error : Problem.validation(unknown)
    }
    let fields = try await RefusedFields(draft: draft, id: id, model: model).all(call, door)
    return fields.isEmpty ? first : Problem.validation(fields)
  }
}
