import Postgres

/// Judges the query of a view before it is kept: what is saved can be asked.
struct ViewChecking: Sendable {
  let engine: Engine

  /// The operations, those that write views with the check before them.
  func over(_ operations: [Operation]) -> [Operation] {
    operations.map { operation in
      switch operation.id {
      case "views.create":
        operation.preceded { call in
          let body = try call.json()
          try await check(
            body, call, of: body["resource"]?.string, as: body["kind"]?.string ?? "list")
        }
      case "views.update": operation.preceded(by: checkChange)
      default: operation
      }
    }
  }

  private func checkChange(_ call: Call) async throws {
    let body = try call.json()
    guard body["query"]?.object != nil else { return }
    let id = try call.id()
    let passage = try await engine.door.pass(call, lane: .fast, deadline: nil) { _ in
      ["select resource, kind from system.view where id = \(id)"]
    }
    if let error = passage.error { throw error }
    guard let row = passage.results[0].first else { throw Problem.notFound }
    try await check(body, call, of: try row.string("resource"), as: try row.string("kind"))
  }

  /// What is wrong beside the query is told by who writes it.
  private func check(
    _ body: JSON, _ call: Call, of name: String?, as kind: String
  ) async throws {
    guard let name, let kind = SavedView.Kind(rawValue: kind) else { return }
    guard let resource = engine.model.resource(name) else {
      throw Problem.validation([
        .init("/resource", "unknown_resource", engine.model.unknown(resource: name))
      ])
    }
    guard let query = body["query"], query.object != nil else { return }
    do {
      let view = try SavedView(query)
      _ = try await engine.door.pass(call, lane: .fast, deadline: nil) { caller in
        try caller.require(reading: resource)
        try engine.check(view, kind, resource, caller)
        return []
      }
    } catch let problem as Problem where problem.status == 400 {
      throw Problem.validation(
        problem.errors.map {
          .init("/query/\($0.pointer.pointerEscaped)", $0.code, $0.detail)
        })
    }
  }
}

extension Operation {
  /// The same, but that something may refuse a request first.
  func preceded(by check: @escaping @Sendable (Call) async throws -> Void) -> Operation {
    Operation(
      id, method, path, summary, access: access, parameters: parameters, request: request,
      responses: responses, headers: headers, problems: problems, maximumBody: maximumBody,
      streams: streams
    ) { call in
      try await check(call)
      return try await answer(call)
    }
  }
}
