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
    let unchanged: SQL = version.map { " and version = \($0)" } ?? ""
    let archives = try model.table(of: resource).archives
    if resource.actions.contains("delete") {
      let outcome = try await run(
        "delete from \(identifier: resource.table) where id = \(id)\(unchanged) returning id", call,
        id, version, model)
      if outcome == .done { return Answer(204) }
    }
    guard archives else { throw Self.inUse }
    _ = try await run(archiving(id, unchanged), call, id, version, model)
    return Answer(204)
  }

  /// Finds the record where the caller may change it, and writes only where it is not in the archive yet.
  private func archiving(_ id: Int, _ unchanged: SQL) -> SQL {
    """
    with target as (
      select id from \(identifier: resource.table) where id = \(id)\(unchanged) for update
    ), archived as (
      update \(identifier: resource.table) as t set archived_at = now() from target
      where t.id = target.id and t.archived_at is null
    )
    select id from target
    """
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

  private static var inUse: Problem {
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
    let permission = Permission(resource.key, "update")
    let record = try RecordStatement(resource, model, id: "\(id)")
    let idempotency = try Idempotency(
      call, path: "/\(resource.name)/\(id)/restoration", table: engine.relations.idempotency)
    let once = try await engine.door.once(
      call, idempotency, status: 200,
      keeping: RecordSource.keeping(resource, resource.children, model, id: "\(id)")
    ) { caller, condition in
      try caller.require(permission)
      return [restoring(id, if: condition)] + record.statements
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

  /// Finds the record where the caller may change it, and writes only where it is in the archive.
  private func restoring(_ id: Int, if condition: SQL) -> SQL {
    """
    with target as (
      select id from \(identifier: resource.table) where id = \(id) and \(condition) for update
    ), restored as (
      update \(identifier: resource.table) as t set archived_at = null from target
      where t.id = target.id and t.archived_at is not null
    )
    select id, \(WriteStatement.keepingCreated) from target
    """
  }
}
