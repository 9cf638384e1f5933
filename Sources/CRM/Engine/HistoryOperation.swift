import NIOCore
import Postgres

/// `GET /x/{id}/history`: who changed what and when, newest first; differences are computed here.
struct HistoryOperation: Sendable {
  let engine: Engine
  let resource: Resource

  func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let limit = try limit(call)
    let before = try before(call)
    let sql = statement(id, before: before, limit: limit)
    let permission = Permission(resource.key, "read")
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(permission)
      return ["select id from \(identifier: resource.table) where id = \(id)", sql]
    }
    if let error = passage.error { throw error }
    let rows = passage.results[1]
    guard passage.results[0].count == 1 || rows.count > 0 else { throw Problem.notFound }
    return .json(200, try body(rows, limit: limit))
  }

  private func statement(_ id: Int, before: Int?, limit: Int) -> SQL {
    """
    select c.id, to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
      c.action, c.account_id, a.name as account, c.request_id, c.old::text as old, c.new::text as new
    from \(identifier: engine.relations.changes) as c
    left join \(identifier: engine.relations.accounts) as a on a.id = c.account_id
    where c.table_name = \(resource.table) and c.record_id = \(id)
      and c.id < \(before ?? Int.max)
    order by c.id desc limit \(limit + 1)
    """
  }

  private func limit(_ call: Call) throws -> Int {
    for (name, _) in call.query where name != "limit" && name != "cursor" {
      throw Problem.malformed(
        "unknown_parameter",
        Text("There are limit and cursor.", ru: "Есть параметры limit и cursor."), field: name)
    }
    return try ListRequest(query: call.query.filter { $0.name == "limit" }).limit
  }

  private func before(_ call: Call) throws -> Int? {
    guard let text = call.query.first(where: { $0.name == "cursor" })?.value else { return nil }
    let question = "history|\(resource.name)|\(call.path["id"] ?? "")"
    return try PageCursor(text, question, engine.cursors, keys: 1).values[0].flatMap { Int($0) }
  }

  private func body(_ rows: Rows, limit: Int) throws -> JSON {
    let fields = Set(try engine.model.value.fields(of: resource).map(\.name))
    let data = try rows.prefix(limit).map { try entry($0, fields) }
    var next = JSON.null
    if rows.count > limit, let last = rows.prefix(limit).last {
      let question = "history|\(resource.name)|\(try record(last))"
      let id = String(try last.int("id"))
      next = .string(PageCursor(values: [id]).text(question, engine.cursors))
    }
    return ["data": .array(data), "page": ["limit": .number(String(limit)), "next": next]]
  }

  private func record(_ row: Row) throws -> String {
    let text = try row.stringIfPresent("new") ?? row.stringIfPresent("old") ?? "{}"
    return try JSONParser.parse(Array(text.utf8))["id"]?.int.map(String.init) ?? ""
  }

  private func entry(_ row: Row, _ fields: Set<String>) throws -> JSON {
    let old = try object(row.stringIfPresent("old"))
    let new = try object(row.stringIfPresent("new"))
    let changed = Set(old.keys).union(new.keys).filter { fields.contains($0) && old[$0] != new[$0] }
    let bookkeeping: Set = ["version", "updated_at", "updated_by"]
    let differences = changed.subtracting(bookkeeping).sorted().map { name -> JSON in
      ["field": .string(name), "old": old[name] ?? .null, "new": new[name] ?? .null]
    }
    return [
      "id": .number(String(try row.int("id"))), "at": .string(try row.string("at")),
      "action": .string(try row.string("action")),
      "account_id": try row.intIfPresent("account_id").map { .number(String($0)) } ?? .null,
      "account": try row.stringIfPresent("account").map { .string($0) } ?? .null,
      "request_id": try row.stringIfPresent("request_id").map { .string($0) } ?? .null,
      "changes": .array(differences),
    ]
  }

  private func object(_ text: String?) throws -> [String: JSON] {
    let members = try text.map { try JSONParser.parse(Array($0.utf8)).object ?? [] } ?? []
    return Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
  }
}
