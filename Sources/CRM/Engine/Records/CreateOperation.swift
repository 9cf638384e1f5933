import Postgres

/// `POST /x`: a record with its owned lists, whole or not at all, in one round trip.
struct CreateOperation: Sendable {
  let engine: Engine
  let resource: Resource

  func answer(_ call: Call) async throws -> Answer {
    let model = engine.model.value
    let draft = try Draft(try call.json(), resource, model, .create)
    let idempotency = try Idempotency(
      call, path: "/\(resource.name)", table: engine.relations.idempotency)
    let steps = WriteStatement.insert(
      draft, if: idempotency == nil ? "true" : Idempotency.condition)
    let record = try RecordStatement(resource, model, id: WriteStatement.created)
    let permission = Permission(resource.key, "create")
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(permission)
      return (idempotency?.before(caller) ?? []) + steps.map(\.sql)
        + (idempotency.map { [$0.after(resource, status: 201)] } ?? []) + record.statements
    }
    let start = idempotency == nil ? 0 : Idempotency.steps
    let replayed = try replayed(passage, idempotency)
    if let error = passage.error {
      let place = (error.statement ?? start) - start
      let pointer = steps.indices.contains(place) ? steps[place].pointer : ""
      throw try await engine.refusal(error, of: draft, id: nil, pointer: pointer, call, model)
    }
    return try answer(passage, record, replayed: replayed)
  }

  private func replayed(_ passage: Passage, _ idempotency: Idempotency?) throws -> Bool {
    guard let idempotency, passage.results.count >= Idempotency.steps else { return false }
    return try idempotency.replayed(passage.results[Idempotency.steps - 1])
  }

  private func answer(
    _ passage: Passage, _ record: RecordStatement, replayed: Bool
  ) throws -> Answer {
    let results = passage.results.suffix(record.statements.count)
    guard let (body, etag) = record.read(results) else {
      // The rights to create reached the record, the rights to read do not.
      return Answer(201)
    }
    let id = try results.first?.first?.int("id") ?? 0
    var headers = [
      (name: "Content-Type", value: "application/json"), (name: "ETag", value: etag),
      (name: "Location", value: "/api/v1/\(resource.name)/\(id)"),
    ]
    if replayed { headers.append(("Idempotency-Replayed", "true")) }
    return Answer(201, headers: headers, body: .bytes(body))
  }
}
