import Postgres

/// Judges the query of a view before it is kept: what is saved can be asked.
struct ViewChecking: Sendable {
  let engine: Engine

  /// The operations, those that write views with the check before them.
  func over(_ operations: [Operation]) -> [Operation] {
    operations.map { operation in
      switch operation.id {
      case "views.create":
        operation.preceded { call in try await checkNew(call.json(), call, at: "") }
      case "views.update":
        operation.preceded { call in
          try await checkChange(call.json(), call, of: call.id(), at: "")
        }
      case "views.bulk": operation.preceded(by: checkBulk)
      default: operation
      }
    }
  }

  /// What cannot be read is told by who does the operations.
  private func checkBulk(_ call: Call) async throws {
    let operations = try call.json()["operations"]?.array ?? []
    for (place, operation) in operations.prefix(BulkRequest.maximum).enumerated() {
      guard let data = operation["data"] else { continue }
      let pointer = "/operations/\(place)/data"
      switch (operation["op"]?.string, operation["id"]?.int) {
      case ("create", _): try await checkNew(data, call, at: pointer)
      case ("update", let id?): try await checkChange(data, call, of: id, at: pointer)
      default: break
      }
    }
  }

  private func checkNew(_ body: JSON, _ call: Call, at pointer: String) async throws {
    try await check(
      body, call, of: body["resource"]?.string, as: body["kind"]?.string ?? "list", at: pointer)
  }

  private func checkChange(
    _ body: JSON, _ call: Call, of id: Int, at pointer: String
  ) async throws {
    guard body["query"]?.object != nil else { return }
    let passage = try await engine.door.pass(call, lane: .fast, deadline: nil) { _ in
      ["select resource, kind from system.view where id = \(id)"]
    }
    if let error = passage.error { throw error }
    guard let row = passage.results[0].first else { throw Problem.notFound }
    try await check(
      body, call, of: try row.string("resource"), as: try row.string("kind"), at: pointer)
  }

  /// What is wrong beside the query is told by who writes it.
  private func check(
    _ body: JSON, _ call: Call, of name: String?, as kind: String, at pointer: String
  ) async throws {
    guard let name, let kind = SavedView.Kind(rawValue: kind) else { return }
    guard let resource = engine.model.resource(name) else {
      throw Problem.validation([
        .init("\(pointer)/resource", "unknown_resource", engine.model.unknown(resource: name))
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
          .init("\(pointer)/query/\($0.pointer.pointerEscaped)", $0.code, $0.detail)
        })
    }
  }
}

extension Operation {
  /// The same, but that something may refuse a request first.
  func preceded(by check: @escaping @Sendable (Call) async throws -> Void) -> Operation {
    answered { call in
      try await check(call)
      return try await answer(call)
    }
  }
}
