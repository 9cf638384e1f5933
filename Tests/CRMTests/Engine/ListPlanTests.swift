import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `The plan of a list, under row security` {
  static let questions: [[(name: String, value: String)]] = [
    [("name[starts]", "Thing 12"), ("sort", "name")], [("sort", "name")], [("sort", "-name")],
    [("name", "thing 777"), ("sort", "name")], [("owner_id", "me"), ("sort", "name")],
    [("sort", "due_on")], [("sort", "-due_on")], [("q", "ing 777")], [("sort", "-id")],
    [("due_on[during]", "this_week"), ("sort", "due_on")],
  ]

  @Test func `reads an index, as it is planned for the values and for any values`() async throws {
    try await withWorkshop("") { shop in
      try await fill(shop.database)
      for login in ["anna", "boris"] {
        for question in Self.questions { try await explain(shop, question, login) }
      }
    }
  }

  /// The first page and the one behind it.
  private func explain(
    _ shop: Workshop, _ question: [(name: String, value: String)], _ login: String
  ) async throws {
    try await plan(shop, question, login)
    let page = try await shop.ask(
      "things.list", question + [(name: "limit", value: "3")], as: login)
    if let next = page.next { try await plan(shop, question + [("cursor", next)], login) }
  }

  private func plan(
    _ shop: Workshop, _ question: [(name: String, value: String)], _ login: String
  ) async throws {
    let request = try ListRequest(query: question)
    let call = Call(method: .get, tokenHash: Digest.sha256(login.utf8), requestID: "test")
    let passage = try await shop.engine.door.pass(call, lane: .general, deadline: nil) { caller in
      let page = try ListStatement(
        request, .things, shop.engine.model, caller, shop.engine.cursors
      ).page
      let nulls = page.binds.map { _ in "null" }.joined(separator: ", ")
      let values = nulls.isEmpty ? "" : "(\(nulls))"
      return [
        "explain (costs off) \(page)",
        "select set_config('plan_cache_mode', 'force_generic_plan', true)",
        "prepare generic as \(raw: page.text)", "explain (costs off) execute generic\(raw: values)",
        "deallocate generic",
      ]
    }
    if let error = passage.error { throw error }
    for rows in [passage.results[0], passage.results[3]] {
      let lines = (0..<rows.count).compactMap { rows.string($0, 0) }
      #expect(
        !lines.contains { $0.contains("Seq Scan on thing") }, "\(question) \(login) \(lines)")
      let deep = question.contains { $0.name == "cursor" }
      #expect(!deep || lines.contains { $0.contains("Index Cond") }, "\(question) \(lines)")
    }
  }

  private func fill(_ database: TestDatabase) async throws {
    try await withClient(database.migration) { arranger in
      _ = try await arranger.batch([
        "alter table workshop.thing disable trigger user",
        """
        insert into workshop.thing (name, due_on, owner_id, department_id)
        select 'Thing ' || n, case when n % 5 > 0 then current_date - n % 3000 end,
          n % 2 + 1, n % 2 + 1
        from generate_series(1, 20000) as n
        """,
        "alter table workshop.thing enable trigger user",
      ])
      _ = try await arranger.execute("vacuum analyze workshop.thing")
    }
  }
}
