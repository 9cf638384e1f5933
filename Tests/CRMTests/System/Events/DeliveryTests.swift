import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `An event that a consumer cannot take` {
  private static let states: SQL = "select state from system.delivery order by event_id"

  private static func states(_ world: DepotWorld) async throws -> [String] {
    try await world.arranger.rows(states).map { try $0.string("state") }
  }

  /// Lets the time of the next try come.
  private static func hurry(_ world: DepotWorld) async throws {
    _ = try await world.arranger.execute(
      "update system.delivery set next_at = now() where state = 'failing'")
    try await world.deliver()
  }

  @Test func `keeps the later ones of its record back, and no others`() async throws {
    try await withDepot { world in
      let crates = try await world.crates(30)
      _ = try await world.arranger.execute("insert into depot.trouble values (\(crates[7]), 0)")
      _ = try await world.arranger.execute("update depot.crate set name = 'second'")
      try await world.deliver(by: 17)
      #expect(try await Self.states(world) == ["failing", "waiting"])
      for crate in crates where crate != crates[7] {
        #expect(try await world.versions(of: crate) == [1, 2])
      }
      #expect(try await world.versions(of: crates[7]) == [])
      _ = try await world.arranger.execute("delete from depot.trouble")
      _ = try await world.arranger.execute(
        "update system.delivery set next_at = now() + interval '1 hour' where state = 'failing'")
      _ = try await world.arranger.execute("update depot.crate set name = 'third'")
      try await world.deliver()
      #expect(try await Self.states(world) == ["failing", "waiting", "waiting"])
      try await Self.hurry(world)
      #expect(try await world.versions(of: crates[7]) == [1, 2, 3])
      #expect(try await world.count("select count(*) from system.delivery") == 0)
    }
  }

  @Test func `is tried later and later and is parked at last; other consumers have it once`()
    async throws
  {
    try await withDepot { world in
      let owner = try await world.count(
        "insert into access.account (login, name) values ('owner', 'Owner') returning id")
      let crate = try await world.crates(1, owner: owner)[0]
      _ = try await world.arranger.execute("insert into depot.trouble values (\(crate), 0)")
      try await world.deliver()
      let pauses = try await world.arranger.rows(
        "select next_at - created_at > interval '1 second' as later from system.delivery")
      #expect(try pauses.single.bool("later"))
      try await Self.hurry(world)
      #expect(try await Self.states(world) == ["failing"])
      try await Self.hurry(world)
      #expect(try await Self.states(world) == ["parked"])
      let figures = try await world.arranger.rows("select * from system.event_figures()").single
      #expect(try figures.int("parked") == 1 && figures.int("waiting") == 0)
      let told: SQL = "select count(*) from system.notification where account_id = \(owner)"
      #expect(try await world.count(told) == 1)
    }
  }

  @Test func `is given up by who runs the database, and what is behind it follows`() async throws {
    try await withDepot { world in
      let crate = try await world.crates(1)[0]
      _ = try await world.arranger.execute("insert into depot.trouble values (\(crate), 0)")
      _ = try await world.arranger.execute("update depot.crate set name = 'second'")
      try await world.deliver()
      _ = try await world.arranger.execute(
        "update system.delivery set next_at = now() + interval '1 hour' where state = 'failing'")
      _ = try await world.arranger.execute("delete from depot.trouble")
      _ = try await world.arranger.rows(
        "select system.skip_delivery(id) from system.delivery where state = 'failing'")
      try await world.deliver()
      #expect(try await world.versions(of: crate) == [2])
      #expect(try await world.count("select count(*) from system.delivery") == 0)
    }
  }

  @Test func `is seen by administrators, who let it go on in its order`() async throws {
    try await withCRM { crm in
      let (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
      try await withClient(crm.database.migration) { try await Depot.build($0) }
      try await crm.arrange("update system.consumer set most_failures = 1 where name = 'depot'")
      let crate = try await crm.arrange(
        """
        with crate as (insert into depot.crate (name) values ('a') returning id),
          trouble as (insert into depot.trouble select id, 0 from crate)
        select id from crate
        """)
      let id = try crate.single.int("id")
      #expect(
        try await eventually { try await chief.get("deliveries?state=parked").data.count == 1 })
      try await crm.arrange("update depot.crate set name = 'b'")
      #expect(try await eventually { try await chief.get("deliveries").data.count == 2 })
      let list = try await chief.get("deliveries?sort=event_id")
      try #require(list.data.count == 2, "\(list.text)")
      let parked = list.data[0]
      #expect(parked["consumer"] == "depot" && parked["fault_code"] == "P0001", "\(list.text)")
      #expect(parked["fault"] == nil && !list.text.contains("does not open"))
      #expect(try await seller.get("deliveries").status == 403)
      let (first, second) = (parked["id"]?.int ?? 0, list.data[1]["id"]?.int ?? 0)
      #expect(try await seller.post("deliveries/\(first)/retry").status == 403)
      #expect(try await chief.post("deliveries/\(second)/retry").problem == "delivery_waits")
      #expect(try await chief.post("deliveries/999999/retry").status == 404)
      try await crm.arrange("delete from depot.trouble")
      let retried = try await chief.post("deliveries/\(first)/retry")
      #expect(retried.status == 200 && retried["state"] == "failing", "\(retried.text)")
      #expect(try await eventually { try await chief.get("deliveries").data.isEmpty })
      let entries = try await crm.observed(
        "select version from depot.entry where record_id = \(id) order by number")
      #expect(try entries.map { try $0.int("version") } == [1, 2])
    }
  }
}
