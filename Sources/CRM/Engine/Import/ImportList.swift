import Postgres

/// `GET /imports`: what the caller has loaded, newest first.
struct ImportList: Sendable {
  let engine: Engine

  private static let question = "imports\nlist"

  func answer(_ call: Call) async throws -> Answer {
    let request = try PageRequest(call.query, question: Self.question, engine.cursors)
    let select = ImportRecord.select(engine.relations, call.language)
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      // The policy says the same, but with an "or", so that no index would find the few of one account.
      let all = caller.scope(Permission("imports", "read")) == .all
      let own: SQL = all ? "" : "and \(ListStatement.own("account_id", caller))"
      return [
        """
        \(select) where id < \(request.last ?? .max) \(own) order by id desc
        limit \(raw: "\(request.limit + 1)")
        """
      ]
    }
    if let error = passage.error { throw error }
    let rows = passage.results[0]
    let page = Page(rows: rows, request: request, question: Self.question, path: "/imports")
    return page.answer(engine.cursors) { ImportRecord.write(rows, $0, into: &$1) }
  }
}
