import NIOCore
import Postgres

/// An answer that one statement of the database writes whole.
enum WorkAnswer {
  /// - Parameter sql: An expression of type jsonb; null where the caller sees no such record.
  /// - Throws: ``Problem/notFound`` for null, ``Problem/forbidden(_:)``, and the client's own errors.
  static func read(
    _ sql: SQL, _ permission: Permission, _ call: Call, _ engine: Engine
  ) async throws -> Answer {
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(permission)
      return ["select (\(sql: sql))::text as answer"]
    }
    if let error = passage.error { throw error }
    guard let text = try passage.results[0].single.stringIfPresent("answer") else {
      throw Problem.notFound
    }
    return Answer(
      200, headers: [("Content-Type", "application/json")], body: .bytes(ByteBuffer(string: text)))
  }
}
