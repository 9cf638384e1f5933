import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A notification of many` {
  @Test func `records is one where one request did it, and tells how many`()
    async throws
  {
    try await withDepot { world in
      let owner = try await world.count(
        "insert into access.account (login, name) values ('owner', 'Owner') returning id")
      for (request, count) in [("few", 20), ("many", 300)] {
        _ = try await world.arranger.batch([
          "select set_config('crm.request', \(request), true)",
          """
          insert into depot.crate (name, owner_id)
          select 'crate', \(owner) from generate_series(1, \(count)::integer)
          """,
        ])
      }
      try await world.deliver()
      let told = try await world.arranger.rows(
        "select records from system.notification where account_id = \(owner) order by event_id")
      #expect(try told.map { try $0.int("records") } == Array(repeating: 1, count: 20) + [300])
    }
  }

  @Test func `events is made as fast where each has a parent of its own`() async throws {
    try await withDepot { world in
      let owner = try await world.count(
        "insert into access.account (login, name) values ('owner', 'Owner') returning id")
      _ = try await world.crates(1_000, owner: owner)
      _ = try await world.arranger.execute(
        "insert into depot.lid (crate_id, name) select id, 'lid' from depot.crate")
      try await world.deliver(by: 1_000)
      let start = ContinuousClock.now
      _ = try await world.arranger.execute("update depot.lid set name = 'other'")
      try await world.deliver(by: 1_000)
      #expect(start.duration(to: .now) < .seconds(120))
      let told: SQL = """
        select count(*) from system.notification where account_id = \(owner) and kind = 'changed'
        """
      #expect(try await world.count(told) == 2_000)
    }
  }
}
