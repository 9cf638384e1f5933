import NIOCore
import Postgres

/// `GET /x/{id}/history`: who changed what and when, newest first, in the record and in its owned lists.
struct HistoryOperation: Sendable {
  let engine: Engine
  let resource: Resource

  func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let request = try PageRequest(call.query, question: question(id), engine.cursors)
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(reading: resource)
      return [
        "select from \(identifier: resource.table) where id = \(id)",
        statement(id, request, caller),
      ]
    }
    if let error = passage.error { throw error }
    let changes = passage.results[1]
    guard passage.results[0].count == 1 || changes.count > 0 else { throw Problem.notFound }
    return try page(changes, id, request)
  }

  private func question(_ id: Int) -> String { "\(resource.name)\n\(id)\nhistory" }

  /// Every part reads an index backwards and stops at the end of the page.
  private func statement(_ id: Int, _ request: PageRequest, _ caller: Caller) -> SQL {
    let end: SQL = "order by c.id desc limit \(raw: "\(request.limit + 1)")"
    let changes: SQL = "select c.* from \(identifier: engine.relations.changes) as c where "
    let own: SQL = "c.table_name = \(resource.table) and c.record_id = \(id)"
    let parts = [own] + owned(id, caller)
    let all = parts.map { part -> SQL in
      "(\(changes)\(part) and c.id < \(request.last ?? .max) \(end))"
    }
    return """
      select c.id, to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
        c.table_name, c.record_id, c.action, c.account_id, a.name as account, c.request_id,
        c.old::text as old, c.new::text as new
      from (\(all.joined(" union all "))) as c
      left join \(identifier: engine.relations.accounts) as a on a.id = c.account_id \(end)
      """
  }

  /// The changes of the lists that the caller may read.
  private func owned(_ id: Int, _ caller: Caller) -> [SQL] {
    let model = engine.model
    return resource.children.compactMap { model.resource($0.resource) }
      .filter { caller.reads($0) }
      .map { child in
        """
        c.parent_table = \(resource.table) and c.parent_id = \(id) and c.table_name = \(child.table)
        """
      }
  }

  private func page(_ rows: Rows, _ id: Int, _ request: PageRequest) throws -> Answer {
    let data = try rows.prefix(request.limit).map { try entry($0) }
    var next: String?
    if rows.count > request.limit {
      next = PageCursor(values: [rows.string(request.limit - 1, 0)])
        .text(question(id), engine.cursors)
    }
    let body: JSON = [
      "data": .array(data),
      "page": [
        "limit": .number(String(request.limit)), "next": next.map { .string($0) } ?? .null,
      ],
    ]
    let link = next.map {
      "<\(API.root)/\(resource.name)/\(id)/history?limit=\(request.limit)&cursor=\($0)>; rel=\"next\""
    }
    return .json(200, body, headers: link.map { [("Link", $0)] } ?? [])
  }

  private func entry(_ row: Row) throws -> JSON {
    let model = engine.model
    let changed = model.resource(serving: try row.string("table_name")) ?? resource
    let difference = Difference(fields: try model.fields(of: changed))
    let text = { (name: String) -> JSON in
      try row.stringIfPresent(name).map { .string($0) } ?? .null
    }
    return [
      "id": .number(String(try row.int("id"))), "at": try text("at"),
      "resource": .string(changed.name), "record_id": .number(String(try row.int("record_id"))),
      "action": try text("action"),
      "account_id": try row.intIfPresent("account_id").map { .number(String($0)) } ?? .null,
      "account": try text("account"), "request_id": try text("request_id"),
      "changes": try difference.changes(
        from: row.stringIfPresent("old"), to: row.stringIfPresent("new")),
    ]
  }
}
