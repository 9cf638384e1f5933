import Postgres

/// `POST /x`: a record with its owned lists, whole or not at all, in one round trip.
struct CreateOperation: Sendable {
  let engine: Engine
  let resource: Resource

  func answer(_ call: Call) async throws -> Answer {
    let model = engine.model
    let (draft, faults) = try Draft.read(call.json(), resource, model, .create)
    guard faults.count == 0 else {
      throw try await engine.refusal(faults, of: draft, id: nil, call, model)
    }
    let idempotency = try Idempotency(
      call, path: "/\(resource.name)", table: engine.relations.idempotency,
      isDemanded: resource.movesMoney)
    let record = try RecordStatement(resource, model, id: WriteStatement.created)
    let permission = Permission(resource.key, "create")
    let lists = draft.lists.filter { !$0.rows.isEmpty }.map(\.child)
    let once = try await engine.door.once(
      call, idempotency, status: 201,
      keeping: RecordSource.keeping(resource, lists, model, id: WriteStatement.created)
    ) { caller, condition in
      try caller.require(permission)
      return WriteStatement.insert(draft, if: condition).map(\.sql) + record.statements
    }
    if let error = once.passage.error {
      let steps = WriteStatement.insert(draft, if: "true")
      // What fails behind the last statement, at COMMIT, is told of the whole.
      let place = error.statement ?? steps.count
      let pointer = steps.indices.contains(place) ? steps[place].pointer : ""
      throw try await engine.refusal(error, of: draft, id: nil, pointer: pointer, call, model)
    }
    if let idempotency, once.isReplayed {
      let (record, results) = try await engine.kept(idempotency, resource, model, call)
      return try answer(once, record, results)
    }
    return try answer(once, record, Array(once.passage.results.suffix(record.statements.count)))
  }

  private func answer(
    _ once: OncePassage, _ record: RecordStatement, _ results: [Rows]
  ) throws -> Answer {
    guard let (body, etag) = record.read(results), let id = try results.first?.first?.int("id")
    else {
      // The rights to create reached the record, the rights to read do not.
      return Answer(201, headers: once.headers)
    }
    let headers = [
      (name: "Content-Type", value: "application/json"), (name: "ETag", value: etag),
      (name: "Location", value: "\(API.root)/\(resource.name)/\(id)"),
    ]
    return Answer(201, headers: headers + once.headers, body: .bytes(body))
  }
}
