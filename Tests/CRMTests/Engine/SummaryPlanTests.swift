import Support
import Testing

@testable import CRM

@Suite struct `The plan of a summary, under row security` {
  static let questions: [Workshop.Query] = [
    [("owner_id", "me"), ("group", "kind")],
    [
      ("sold_at[gte]", "2025-12-31T00:00:00Z"), ("sold_at[lt]", "2026-01-01T00:00:00Z"),
      ("group", "owner_id"),
    ],
    [
      ("note[starts]", "Sale 12"), ("group", "sold_at:month,maker.city"), ("totals", "true"),
      ("measure", "count,sum(amount)"), ("currency", "RUB"),
    ],
    [("id[between]", "100,200"), ("group", "owner_id"), ("sort", "-count")],
  ]

  @Test func `reads an index, as it is planned for the values and for any values`() async throws {
    let many = """
      alter table workshop.sale disable trigger user;
      insert into workshop.sale (note, currency, amount, owner_id, department_id, sold_at)
      select 'Sale ' || n, 'RUB', n, 1 + (n % 50 > 0)::int, 1 + (n % 50 > 0)::int,
        timestamptz '2020-01-01' + n * interval '3 hours'
      from generate_series(1, 20000) n;
      """
    try await withSales(many) { shop in
      try await withClient(shop.database.migration) {
        _ = try await $0.execute("vacuum analyze workshop.sale")
      }
      for login in ["anna", "boris"] {
        // Nearly all is Boris's own.
        for question in Self.questions where login == "anna" || question[0].0 != "owner_id" {
          try await judge(shop, question, login)
        }
      }
    }
  }

  private func judge(_ shop: Workshop, _ question: Workshop.Query, _ login: String) async throws {
    let request = try SummaryRequest(query: question.map { (name: $0.0, value: $0.1) })
    let call = Call(method: .get, tokenHash: Digest.sha256(login.utf8), requestID: "test")
    let passage = try await shop.engine.door.pass(call, lane: .general, deadline: nil) { caller in
      let sql = try SummaryStatement(
        request, .sales, shop.engine.model, caller, units: CRM.relations.units
      ).sql
      let nulls = sql.binds.map { _ in "null" }.joined(separator: ", ")
      return [
        "explain (costs off) \(sql)",
        "select set_config('plan_cache_mode', 'force_generic_plan', true)",
        "prepare generic as \(raw: sql.text)",
        "explain (costs off) execute generic\(raw: nulls.isEmpty ? "" : "(\(nulls))")",
        "deallocate generic",
      ]
    }
    if let error = passage.error { throw error }
    for rows in [passage.results[0], passage.results[3]] {
      let lines = (0..<rows.count).compactMap { rows.string($0, 0) }
      #expect(!lines.contains { $0.contains("Seq Scan on sale") }, "\(question) \(login) \(lines)")
      #expect(lines.contains { $0.contains("Index Cond") }, "\(question) \(login) \(lines)")
    }
  }
}
