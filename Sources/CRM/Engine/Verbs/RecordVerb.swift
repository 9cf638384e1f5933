import Postgres

/// A change of a record that a function of the database does: its route, right, body and call, said once.
///
/// The function judges licence, right and state under a lock (`begin_verb`). It answers null for a record that the
/// caller's right does not reach, which is told like one that does not exist; else the number of the record that it has
/// made, where the verb makes one, or anything but null. What breaks a rule it raises: 422 speaks of what was sent, and
/// 409 `record_state` of the record as it is.
struct RecordVerb: Sendable {
  /// Unique and stable, `RESOURCE.ACTION`.
  let id: String
  let method: Call.Method
  /// Whose record stands in the path.
  let resource: Resource
  /// What the verb is called in the path, behind the record.
  let noun: String
  let summary: Text
  let permission: Permission
  /// The resource of which it makes a record; nil where it changes the one in the path.
  var makes: Resource?
  /// Whether money moves or is settled: an `Idempotency-Key` is demanded, so that a repeat after a lost answer does
  /// nothing, whatever others have done in between.
  var movesMoney = false
  /// What may be sent.
  var body: [VerbField] = []
  /// What is told where one of these rules is broken, instead of a 422 at its field.
  var rules: [String: Problem] = [:]
  /// The members of the body, or of the record, that columns of other records come from, where those are called otherwise.
  var members: [String: String] = [:]
  /// The call of the function, an expression.
  let call: @Sendable (_ id: Int, _ body: VerbBody) -> SQL

  /// The operation that does it: 200 with the record, or 201 with the one that was made.
  func operation(_ engine: Engine) -> Operation {
    let answering = makes ?? resource
    return Operation(
      id, method, "/\(resource.name)/{id}/\(noun)", summary, access: .permission(permission),
      parameters: takesKey
        ? [.recordID, movesMoney ? .demandedKey : .idempotencyKey] : [.recordID],
      request: body.isEmpty ? [:] : Operation.json(VerbField.schema(of: body)),
      responses: [status: Operation.json(answering.schema())],
      headers: [status: makes == nil ? ["ETag"] : ["ETag", "Location"]], problems: [409]
    ) { call in
      try await answer(call, engine)
    }.withBody(demanded: body.contains(where: \.isRequired))
  }

  private var status: Int { makes == nil ? 200 : 201 }
  private var takesKey: Bool { method == .post || movesMoney }

  private func answer(_ call: Call, _ engine: Engine) async throws -> Answer {
    let id = try call.id()
    let sent = try VerbBody(call, body)
    let work = self.call(id, sent)
    let answering = makes ?? resource
    let idempotency =
      takesKey
      ? try Idempotency(
        call, path: "/\(resource.name)/\(id)/\(noun)", table: engine.relations.idempotency,
        isDemanded: movesMoney) : nil
    let record = try RecordStatement(answering, engine.model, id: WriteStatement.created)
    let lists = answering.children.filter { engine.model.resource($0.resource) != nil }
    let once = try await engine.door.once(
      call, idempotency, status: status,
      keeping: RecordSource.keeping(answering, lists, engine.model, id: WriteStatement.created)
    ) { caller, condition in
      try caller.require(permission)
      return [statement(id, work, condition)] + record.statements
    }
    if let error = once.passage.error {
      throw try await refusal(
        error, RefusedRows(verb: self, id: id, body: sent, model: engine.model), call, engine)
    }
    if let idempotency, once.isReplayed {
      let (kept, results) = try await engine.kept(idempotency, answering, engine.model, call)
      return try answer(kept, results, once)
    }
    guard once.passage.results[0].string(0, 0) != nil else { throw Problem.notFound }
    return try answer(record, Array(once.passage.results.dropFirst()), once)
  }

  /// Runs the function, and remembers the record that is to be answered.
  private func statement(_ id: Int, _ work: SQL, _ condition: SQL) -> SQL {
    let number: SQL = makes == nil ? "\(String(id))" : "done.value::text"
    return """
      select set_config('crm.created', \(number), true)
      from (select \(work) as value where \(condition)) as done where done.value is not null
      """
  }

  private func answer(
    _ record: RecordStatement, _ results: [Rows], _ once: OncePassage
  ) throws -> Answer {
    guard let (body, etag) = record.read(results) else {
      // The right to do it reached the record, the right to read what came of it does not.
      return Answer(status, headers: once.headers)
    }
    var headers = [(name: "Content-Type", value: "application/json"), (name: "ETag", value: etag)]
    if let makes, let id = try results.first?.first?.int("id") {
      headers.append((name: "Location", value: "\(API.root)/\(makes.name)/\(id)"))
    }
    return Answer(status, headers: headers + once.headers, body: .bytes(body))
  }

  private func refusal(
    _ error: DatabaseError, _ rows: RefusedRows, _ call: Call, _ engine: Engine
  ) async throws -> any Error {
    guard let problem = self.problem(error, engine.model) else { return error }
    return try await rows.placing(problem, error, call, engine.door)
  }

  /// What to tell of what the database refused, its columns taken for members of the body; nil for other trouble.
  func problem(_ error: DatabaseError, _ model: Model) -> Problem? {
    if let rule = error.constraint, let problem = rules[rule] { return problem }
    guard var problem = Problem.refused(error, makes ?? resource, model, pointer: "") else {
      return nil
    }
    problem.errors = problem.errors.map { field in
      guard let member = members[String(field.pointer.dropFirst())] else { return field }
      return .init("/\(member)", field.code, field.detail)
    }
    return problem
  }
}
