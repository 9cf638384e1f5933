import Postgres

/// A change of a record's state by a function of the database, which answers the state that the record was in, or null
/// for one that the caller's right does not reach.
struct StaffTransition: Sendable {
  let engine: Engine
  let resource: Resource
  let permission: Permission
  /// What the change is called in the path, behind the record.
  let noun: String
  /// The states in which it is possible.
  let from: Set<String>
  /// What is told in any other.
  let otherwise: Problem
  /// What is told where one of these rules is broken, instead of its field.
  let rules: [String: Problem]

  /// - Parameter state: The call of the function.
  /// - Returns: 200 with the record.
  func answer(_ call: Call, _ id: Int, _ state: SQL) async throws -> Answer {
    let record = try RecordStatement(resource, engine.model, id: "\(id)")
    let idempotency =
      call.method == .post
      ? try Idempotency(
        call, path: "/\(resource.name)/\(id)/\(noun)", table: engine.relations.idempotency) : nil
    let once = try await engine.door.once(call, idempotency, status: 200) { caller, condition in
      try caller.require(permission)
      return [
        """
        select was, case when was = any (\(from.sorted()))
          then set_config('crm.created', \(String(id)), true) end
        from (select \(state) as was where \(condition)) as change
        """
      ] + record.statements
    }
    if let error = once.passage.error { throw refusal(error) }
    if !once.isReplayed {
      guard let was = once.passage.results[0].string(0, 0) else { throw Problem.notFound }
      guard from.contains(was) else { throw otherwise }
    }
    guard let (body, etag) = record.read(Array(once.passage.results.dropFirst())) else {
      throw Problem.notFound
    }
    return Answer(
      200, headers: [("Content-Type", "application/json"), ("ETag", etag)] + once.headers,
      body: .bytes(body))
  }

  private func refusal(_ error: DatabaseError) -> any Error {
    if let rule = error.constraint, let problem = rules[rule] { return problem }
    return Problem.refused(error, resource, engine.model, pointer: "") ?? error
  }

  /// The operation of such a change.
  static func operation(
    _ id: String, _ method: Call.Method, _ path: String, _ summary: Text, _ permission: Permission,
    of resource: Resource, request: [String: JSON] = [:],
    answer: @escaping @Sendable (Call) async throws -> Answer
  ) -> Operation {
    Operation(
      id, method, path, summary, access: .permission(permission),
      parameters: method == .post ? [.recordID, .idempotencyKey] : [.recordID], request: request,
      responses: [200: Operation.json(resource.schema())], headers: [200: ["ETag"]],
      problems: [409], answer: answer)
  }
}
