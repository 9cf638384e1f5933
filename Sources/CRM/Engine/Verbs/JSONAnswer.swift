import NIOCore
import Postgres

/// An answer that one statement of the database writes whole, as JSON.
struct JSONAnswer: Sendable {
  let engine: Engine
  let permission: Permission
  /// Whose rules are meant where the database refuses something and names no table.
  let resource: Resource
  /// Milliseconds that the statement may take; what every statement may where it is nil.
  var patience: Int?

  /// - Parameter sql: An expression of type jsonb; null where the caller sees no such record.
  /// - Throws: ``Problem/notFound`` for null, the problems of its rules, and the client's own errors.
  func answer(_ call: Call, _ sql: @escaping @Sendable () throws -> SQL) async throws -> Answer {
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(permission)
      let question = try sql()
      let answer: SQL = "select (\(question))::text as answer"
      return limits + [answer]
    }
    if let error = passage.error { throw refusal(error) }
    guard let text = try passage.results.last?.single.stringIfPresent("answer") else {
      throw Problem.notFound
    }
    return Answer(
      200, headers: [("Content-Type", "application/json")], body: .bytes(ByteBuffer(string: text)))
  }

  private var limits: [SQL] {
    guard let patience else { return [] }
    let limit = String(patience)
    return ["select set_config('statement_timeout', \(limit), true)"]
  }

  private func refusal(_ error: DatabaseError) -> any Error {
    Problem.refused(error, resource, engine.model, pointer: "") ?? error
  }
}
