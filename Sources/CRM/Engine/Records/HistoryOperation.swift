import NIOCore
import Postgres

/// `GET /x/{id}/history`: who changed what and when, newest first.
struct HistoryOperation: Sendable {
  let engine: Engine
  let resource: Resource

  func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let request = try HistoryRequest(call.query, question: question(id), engine.cursors)
    let permission = Permission(resource.key, "read")
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(permission)
      return [
        "select from \(identifier: resource.table) where id = \(id)", statement(id, request),
      ]
    }
    if let error = passage.error { throw error }
    let changes = passage.results[1]
    guard passage.results[0].count == 1 || changes.count > 0 else { throw Problem.notFound }
    return try page(changes, id, request)
  }

  private func question(_ id: Int) -> String { "\(resource.name)\n\(id)\nhistory" }

  private func statement(_ id: Int, _ request: HistoryRequest) -> SQL {
    """
    select c.id, to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
      c.action, c.account_id, a.name as account, c.request_id, c.old::text as old, c.new::text as new
    from \(identifier: engine.relations.changes) as c
    left join \(identifier: engine.relations.accounts) as a on a.id = c.account_id
    where c.table_name = \(resource.table) and c.record_id = \(id) and c.id < \(request.before)
    order by c.id desc limit \(raw: "\(request.limit + 1)")
    """
  }

  private func page(_ rows: Rows, _ id: Int, _ request: HistoryRequest) throws -> Answer {
    let difference = Difference(fields: try engine.model.value.fields(of: resource))
    let data = try rows.prefix(request.limit).map { try entry($0, difference) }
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
      "</api/v1/\(resource.name)/\(id)/history?limit=\(request.limit)&cursor=\($0)>; rel=\"next\""
    }
    return .json(200, body, headers: link.map { [("Link", $0)] } ?? [])
  }

  private func entry(_ row: Row, _ difference: Difference) throws -> JSON {
    let text = { (name: String) -> JSON in
      try row.stringIfPresent(name).map { .string($0) } ?? .null
    }
    return [
      "id": .number(String(try row.int("id"))), "at": try text("at"),
      "action": try text("action"),
      "account_id": try row.intIfPresent("account_id").map { .number(String($0)) } ?? .null,
      "account": try text("account"), "request_id": try text("request_id"),
      "changes": try difference.changes(
        from: row.stringIfPresent("old"), to: row.stringIfPresent("new")),
    ]
  }
}

/// What may be asked of a history.
struct HistoryRequest: Sendable {
  var limit = 50
  /// Changes with a smaller id.
  var before = Int.max

  /// - Throws: a 400 that names the parameter.
  init(
    _ query: [(name: String, value: String)], question: String, _ seal: CursorSeal
  ) throws {
    var faults = QueryFaults()
    for (name, value) in query { try faults.attempt { try take(name, value, question, seal) } }
    try faults.finish()
  }

  private mutating func take(
    _ name: String, _ value: String, _ question: String, _ seal: CursorSeal
  ) throws {
    switch name {
    case "limit": limit = try ListRequest.limit(value)
    case "cursor":
      let cursor = try PageCursor(value, question, seal, keys: 1)
      before = cursor.values[0].flatMap { Int($0) } ?? 0
    default:
      throw Problem.malformed(
        "unknown_parameter",
        Text(
          "There is no parameter '\(name)'; there are limit and cursor.",
          ru: "Параметра «\(name)» нет; есть limit и cursor."), field: name)
    }
  }
}
