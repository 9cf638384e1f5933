import Postgres

/// `GET /x/{id}/files` and `GET /files/{id}/versions`: lists in the grammar of all, of what belongs to one record.
struct RecordFiles: Sendable {
  let engine: Engine

  /// The links of a record, with the files themselves.
  func links(of resource: Resource, _ call: Call) async throws -> Answer {
    let id = try call.id()
    var query = [(name: "resource", value: resource.name), (name: "record_id", value: String(id))]
    if !call.query.contains(where: { $0.name == "expand" }),
      !call.query.contains(where: { $0.name == "fields" })
    {
      query.append(("expand", "file(name,type,size,sha256,content_version)"))
    }
    return try await list(.fileLinks, query, of: resource, id, call)
  }

  func versions(_ call: Call) async throws -> Answer {
    let id = try call.id()
    return try await list(
      .fileVersions, [(name: "file_id", value: String(id))], of: .files, id, call)
  }

  /// What is wrong with the question is told first, as of any list.
  private func list(
    _ listed: Resource, _ query: [(name: String, value: String)], of resource: Resource, _ id: Int,
    _ call: Call
  ) async throws -> Answer {
    let answer = try await ListOperation(engine: engine, resource: listed)
      .answer(call.asking(query + call.query))
    try await check(resource, id, call)
    return answer
  }

  /// - Throws: ``Problem/notFound`` for a record that the caller does not see.
  private func check(_ resource: Resource, _ id: Int, _ call: Call) async throws {
    let passage = try await engine.door.pass(call, lane: .fast, deadline: nil) { caller in
      try caller.require(reading: resource)
      return ["select from \(identifier: resource.table) where id = \(id)"]
    }
    if let error = passage.error { throw error }
    guard passage.results[0].count == 1 else { throw Problem.notFound }
  }
}
