import Postgres

/// `DELETE /x/{id}`: gone where nothing refers to it, put into the archive where something does.
struct DeleteOperation: Sendable {
  let engine: Engine
  let resource: Resource

  private var permission: Permission { Permission(resource.key, "delete") }

  func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let version = try call.expectedVersion()
    let model = engine.model
    let table = try model.table(of: resource)
    if resource.actions.contains("delete") {
      let outcome = try await run(
        WriteStatement.delete(table, id: id, version: version), call, id, version, model)
      if outcome == .done { return Answer(204) }
    }
    guard table.archives else { throw Problem.inUse }
    _ = try await run(
      WriteStatement.archive(table, id: id, version: version), call, id, version, model)
    return Answer(204)
  }

  private enum Outcome {
    case done
    /// Other records refer to this one.
    case inUse
  }

  private func run(
    _ sql: SQL, _ call: Call, _ id: Int, _ version: Int?, _ model: Model
  ) async throws -> Outcome {
    let record = try RecordStatement(resource, model, id: "\(id)")
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(permission)
      return [sql] + record.statements
    }
    if let error = passage.error {
      if error.sqlState == "23503" { return .inUse }
      throw Problem.refused(error, resource, model, pointer: "") ?? error
    }
    if passage.results[0].count == 1 { return .done }
    _ = try PatchOperation.answer(
      updated: false, record, Array(passage.results.dropFirst()), version, permission)
    return .done
  }
}

extension Problem {
  /// 409: the record cannot be deleted, and there is no archive to put it into.
  static var inUse: Problem {
    .conflict(
      "in_use",
      Text(
        "Other records refer to this one, so it cannot go.",
        ru: "На эту запись ссылаются другие, удалить её нельзя."))
  }
}

/// `POST /x/{id}/restoration`: back from the archive.
struct RestorationOperation: Sendable {
  let engine: Engine
  let resource: Resource

  func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let model = engine.model
    let table = try model.table(of: resource)
    let permission = Permission(resource.key, "update")
    let record = try RecordStatement(resource, model, id: "\(id)")
    let idempotency = try Idempotency(
      call, path: "/\(resource.name)/\(id)/restoration", table: engine.relations.idempotency)
    let once = try await engine.door.once(
      call, idempotency, status: 200,
      keeping: RecordSource.keeping(resource, resource.children, model, id: "\(id)")
    ) { caller, condition in
      try caller.require(permission)
      return [WriteStatement.restore(table, id: id, if: condition)] + record.statements
    }
    let passage = once.passage
    if let error = passage.error {
      throw Problem.refused(error, resource, model, pointer: "") ?? error
    }
    guard let idempotency, once.isReplayed else {
      return try PatchOperation.answer(
        updated: passage.results[0].count == 1, record, Array(passage.results.dropFirst()), nil,
        permission)
    }
    let (kept, results) = try await engine.kept(idempotency, resource, model, call)
    var answer = try PatchOperation.answer(updated: true, kept, results, nil, permission)
    answer.headers += once.headers
    return answer
  }
}
