import NIOCore
import Postgres

/// `GET /x`: one page of a list, or all of it as a file.
struct ListOperation: Sendable {
  let engine: Engine
  let resource: Resource

  func answer(_ call: Call) async throws -> Answer {
    if let form = try Acceptance(call.headers["accept"], workbooks: true).file {
      return try await Export(engine: engine, resource: resource).answer(call, form)
    }
    let view = try await engine.view(of: call, .list, resource)
    let request = try ListRequest(query: call.query, view: view)
    let model = engine.model
    let box = Box<ListStatement>()
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(reading: resource)
      let statement = try ListStatement(request, resource, model, caller, engine.cursors)
      box.value = statement
      return [statement.page] + (statement.count.map { [$0.sql] } ?? [])
    }
    if let error = passage.error { throw error }
    guard let statement = box.value else { throw Problem.internalError }
    return try page(passage.results, statement, request, call)
  }

  private func page(
    _ results: [Rows], _ statement: ListStatement, _ request: ListRequest, _ call: Call
  ) throws -> Answer {
    let rows = results[0]
    let shown = min(rows.count, request.limit)
    var out = ByteBuffer()
    out.reserveCapacity(256 + shown * 400)
    out.writeStaticString("{\"data\":[")
    for row in 0..<shown {
      if row > 0 { out.writeInteger(UInt8(ascii: ",")) }
      statement.shape.write(rows, row, into: &out)
    }
    let next = rows.count > shown ? cursor(rows, shown - 1, statement) : nil
    var page: [JSON.Member] = [
      .init("limit", .number(String(request.limit))),
      .init("next", next.map { .string($0) } ?? .null),
    ]
    if let count = statement.count { page += try count.members(results[1]) }
    out.writeStaticString("],\"page\":")
    out.writeBytes(JSON.object(page).bytes)
    out.writeStaticString("}")
    var headers = [
      (name: "Content-Type", value: "application/json"), (name: "Vary", value: "Accept"),
    ]
    if let next { headers.append(("Link", "<\(Self.link(call, next, resource))>; rel=\"next\"")) }
    return Answer(200, headers: headers, body: .bytes(out))
  }

  private func cursor(_ rows: Rows, _ row: Int, _ statement: ListStatement) -> String {
    PageCursor(values: statement.keys.map { rows.string(row, $0) })
      .text(statement.question, engine.cursors)
  }

  private static func link(_ call: Call, _ next: String, _ resource: Resource) -> String {
    let others = call.query.filter { $0.name != "cursor" } + [(name: "cursor", value: next)]
    let query = others.map { "\(Percent.encode($0.name))=\(Percent.encode($0.value))" }
    return "\(API.root)/\(resource.name)?\(query.joined(separator: "&"))"
  }
}
