import Postgres
import Support
import Testing

@Suite struct `Under row security, with twenty thousand parties` {
  @Test(arguments: [
    "select id, name from clients.party where id = 77",
    """
    select id, name from clients.party where name_key >= 'ромашка 1' and name_key < 'ромашка 2'
    order by name_key, id limit 50
    """,
    """
    select id, name from clients.party where (name_key, id) > ('ромашка 5', 0)
    order by name_key, id limit 50
    """,
    "select id, name from clients.party order by created_at, id limit 50",
    "select id, name from clients.party where owner_id = 2 order by name_key, id limit 50",
    """
    select id, name from clients.party
    where id = any (array(select clients.search_party('омашка 777'))) order by name_key, id limit 50
    """,
    "select id, at, kind from clients.timeline where party_id = 77 order by at desc, id desc limit 50",
  ])
  func `a list reads an index`(question: String) async throws {
    try await withDatabase { database in
      try await Office.make(database)
      try await Self.fill(database)
      try await withClient(database.service) { client in
        let office = Office(client: client)
        for level in [1, 3, 5] {
          let plan = try await office.work(
            Office.anna, level: level, "explain (costs off) \(raw: question)")
          let lines = (0..<plan.count).compactMap { plan.string($0, 0) }
          #expect(lines.filter { $0.contains("Seq Scan on party") } == [], "\(lines)")
        }
      }
    }
  }

  /// Twenty thousand parties of all three people.
  private static func fill(_ database: TestDatabase) async throws {
    try await withClient(database.owner) { owner in
      _ = try await owner.batch([
        "alter table clients.party disable trigger user",
        """
        insert into clients.party (name, owner_id, department_id, created_at)
        select 'Ромашка ' || n, n % 3 + 1, n % 3 / 2 + 1, now() - n * interval '1 minute'
        from generate_series(1, 20000) as n
        """,
        "alter table clients.party enable trigger user",
      ])
      _ = try await owner.execute("vacuum analyze clients.party")
    }
  }
}
