import Postgres

/// `POST /x`: a record with its owned lists, whole or not at all, in one round trip.
struct CreateOperation: Sendable {
  let engine: Engine
  let resource: Resource

  func answer(_ call: Call) async throws -> Answer {
    let model = engine.model.value
    let (draft, faults) = try Draft.read(call.json(), resource, model, .create)
    guard faults.count == 0 else {
      throw try await engine.refusal(faults, of: draft, id: nil, call, model)
    }
    let idempotency = try Idempotency(
      call, path: "/\(resource.name)", table: engine.relations.idempotency)
    let record = try RecordStatement(resource, model, id: WriteStatement.created)
    let permission = Permission(resource.key, "create")
    let once = try await engine.door.once(call, idempotency, resource.name, status: 201) {
      caller, condition in
      try caller.require(permission)
      return WriteStatement.insert(draft, if: condition).map(\.sql) + record.statements
    }
    if let error = once.passage.error {
      let steps = WriteStatement.insert(draft, if: "true")
      let place = error.statement ?? 0
      let pointer = steps.indices.contains(place) ? steps[place].pointer : ""
      throw try await engine.refusal(error, of: draft, id: nil, pointer: pointer, call, model)
    }
    return try answer(once, record)
  }

  private func answer(_ once: OncePassage, _ record: RecordStatement) throws -> Answer {
    let results = once.passage.results.suffix(record.statements.count)
    guard let (body, etag) = record.read(results) else {
      // The rights to create reached the record, the rights to read do not.
      return Answer(201, headers: once.headers)
    }
    let id = try results.first?.first?.int("id") ?? 0
    let headers = [
      (name: "Content-Type", value: "application/json"), (name: "ETag", value: etag),
      (name: "Location", value: "/api/v1/\(resource.name)/\(id)"),
    ]
    return Answer(201, headers: headers + once.headers, body: .bytes(body))
  }
}
