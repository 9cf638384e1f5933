import Postgres

/// Runs the statements of a chunk inside of its transaction.
struct ImportExecutor: Sendable {
  let transaction: Transaction

  /// Does a part of the work whole or not at all.
  ///
  /// - Returns: what came of it, or why the database undid it.
  /// - Throws: everything but what the database says of the data.
  func attempt<Value>(
    _ work: () async throws -> Value
  ) async throws -> Result<Value, ImportSetback> {
    _ = try await transaction.execute("savepoint part")
    do {
      let value = try await work()
      _ = try await transaction.execute("release savepoint part")
      return .success(value)
    } catch let setback as ImportSetback {
      _ = try await transaction.execute("rollback to savepoint part")
      return .failure(setback)
    }
  }

  /// Looks for something and leaves nothing of what that writes.
  ///
  /// - Returns: nil where the search itself fails on the data.
  func search<Value>(_ work: () async throws -> Value) async throws -> Value? {
    _ = try await transaction.execute("savepoint search")
    let found: Value?
    do {
      found = try await work()
    } catch is DatabaseError {
      found = nil
    }
    _ = try await transaction.execute("rollback to savepoint search")
    return found
  }

  /// - Parameter place: Which owned list the statement writes; nil for the records themselves.
  /// - Throws: ``ImportSetback`` with what the database says.
  func run(_ statement: SQL, for place: Int?) async throws -> Rows {
    do {
      return try await transaction.rows(statement)
    } catch let error as DatabaseError {
      throw ImportSetback(error: error, place: place)
    }
  }
}

/// Why rows could not be written.
struct ImportSetback: Error {
  /// What the database said.
  var error: DatabaseError?
  /// The owned list whose records were written; nil for the records themselves.
  var place: Int?
  /// What is wrong with one of the rows, where that is known.
  var reason: Text?
}
