import Postgres

/// The statements that answer a list, and how to read what they answer.
struct ListStatement: Sendable {
  /// The page itself; one row more than asked tells whether there is a next one.
  let page: SQL
  /// The number of records in all; nil where it is not asked for.
  let count: ListCount?
  let shape: Shape
  /// Where the values of the sort keys stand in a row.
  let keys: Range<Int>
  /// What the cursor is bound to.
  let question: String

  /// - Throws: a 400 for anything that cannot be asked.
  init(
    _ request: ListRequest, _ resource: Resource, _ model: Model, _ caller: Caller,
    _ seal: CursorSeal
  ) throws {
    var joins = Joins(model, resource, caller)
    var faults = request.faults
    let chosen = try faults.attempt {
      try Selection(resource, fields: request.fields, expand: request.expand, &joins)
    }
    let sorting = try faults.attempt { try Sorting(request.order(of: resource), &joins) }
    let conditions = try faults.attempt {
      try Self.conditions(request, resource, model, caller, &joins)
    }
    guard var selection = chosen, let sorting, let conditions, faults.isEmpty else {
      throw faults.problem
    }
    let question = Self.question(resource, "\(joins.source) where \(conditions)", sorting)
    let start = selection.count
    for key in sorting.keys { _ = selection.add(key.sql) }
    self.question = question
    keys = start..<selection.count
    shape = selection.shape
    let rows: SQL = "\(try joins.from()) where \(conditions)"
    let stretches = try request.cursor.map {
      let cursor = try PageCursor($0, question, seal, keys: sorting.keys.count)
      return Continuation(sorting, cursor.values).stretches
    }
    page = Self.page(
      "select \(selection.list) \(rows)", stretches, sorting, keys, limit: request.limit)
    count = try ListCount(
      request.count, rows, found: try request.search.map { try Self.candidates($0, resource) },
      of: resource, model, caller)
  }

  /// A page of all rows, or of the stretches of them behind a cursor.
  private static func page(
    _ all: SQL, _ stretches: [SQL]?, _ sorting: Sorting, _ keys: Range<Int>, limit: Int
  ) -> SQL {
    let end: SQL = "limit \(raw: "\(limit + 1)")"
    guard let stretches else { return "\(all) \(sorting.order) \(end)" }
    let parts = stretches.map { stretch -> SQL in "\(all) and \(stretch) \(sorting.order) \(end)" }
    if parts.count == 1 { return parts[0] }
    return "(\(parts.joined(") union all ("))) \(sorting.order(places: keys)) \(end)"
  }

  /// All that decides which records come in which order; fields and expansions do not.
  private static func question(
    _ resource: Resource, _ rows: SQL, _ sorting: Sorting
  ) -> String {
    var text = "\(resource.name)\n\(rows.text)\n\(sorting.order.text)"
    for bind in rows.binds { text += "\n\(bind.text?.utf8.count ?? -1):\(bind.text ?? "")" }
    return text
  }

  /// Filter, search, the archive, which is left out unless it is asked for, and what is the caller's own.
  static func conditions(
    _ request: ListRequest, _ resource: Resource, _ model: Model, _ caller: Caller,
    _ joins: inout Joins
  ) throws -> SQL {
    var parts: [SQL] = []
    let compiler = FilterStatement(caller: caller)
    var faults = QueryFaults()
    for node in request.filter {
      try faults.attempt {
        if try !joins.takes(node) {
          parts.append("(\(try compiler.condition(node, &joins)))")
        }
      }
    }
    if let text = request.search {
      try faults.attempt { parts.append("t.id = any (array (\(try candidates(text, resource))))") }
    }
    try faults.finish()
    let named = request.filter.contains { $0.fields.contains("archived_at") }
    if try model.table(of: resource).archives, !named, !request.withArchive {
      parts.append("t.archived_at is null")
    }
    if let own = resource.ownColumn, caller.scope(Permission(resource.key, "read")) < .all {
      parts.append(Self.own("t.\(identifier: own)", caller))
    }
    return parts.isEmpty ? "true" : parts.joined(" and ")
  }

  /// What is the caller's own. Said twice, since a prepared statement is planned for an average account: where few
  /// accounts have most rows the planner would walk all of them by their ids, but takes a stretch for small.
  static func own(_ column: SQL, _ caller: Caller) -> SQL {
    "\(column) = \(caller.account) and \(column) between \(caller.account) and \(caller.account)"
  }

  /// Candidates from the resource's own search; the row policies judge every one of them.
  private static func candidates(_ text: String, _ resource: Resource) throws -> SQL {
    guard let function = resource.searchFunction else {
      throw Problem.malformed(
        "no_search",
        Text("This list cannot be searched with q.", ru: "В этом списке нет поиска через q."),
        field: "q")
    }
    return "select \(identifier: function)(\(text))"
  }
}
