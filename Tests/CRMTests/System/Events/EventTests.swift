import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `An event` {
  @Test func `is written with its change, tells of it, and is gone when the change is undone`()
    async throws
  {
    try await withDepot { world in
      let crate = try await world.crates(1)[0]
      await #expect(throws: DatabaseError.self) {
        _ = try await world.arranger.batch([
          "update depot.crate set name = 'undone'", "select 1 / 0",
        ])
      }
      _ = try await world.arranger.execute("delete from depot.crate where id = \(crate)")
      let rows = try await world.arranger.rows(
        """
        select e.action, e.version from system.event as e
        join audit.change as c on c.id = e.id and c.at = e.at and c.record_id = e.record_id
          and c.table_name = e.table_name and c.action = e.action
        where e.table_name = 'depot.crate' and e.record_id = \(crate) order by e.id
        """)
      #expect(try rows.map { try $0.string("action") } == ["insert", "delete"])
      #expect(try rows.map { try $0.int("version") } == [1, 1])
    }
  }

  private static let attacks: [String] = [
    "select from system.event", "delete from system.event",
    "update system.event set id = 0", "select from system.event_floor",
    "insert into system.event (id, at, table_name, record_id, action) values (1, now(), 'a', 1, 'insert')",
    "update system.event_floor set floor = 9", "select from system.consumer",
    "insert into system.consumer (name, function_name) values ('mine', 'system.notify_accounts')",
    "update system.delivery set parked_at = null", "delete from system.delivery",
    "select fault from system.delivery", "select system.deliver_again(1)",
    "select system.skip_delivery(1)",
    "select system.deliver_to(null, '{}')", "select system.notify_accounts('{}')",
    "insert into system.notification (account_id) values (1)", "delete from system.notification",
    "update system.notification set account_id = 1", "select system.record_end()",
    "insert into system.resource values ('x', 'x.x', 'x')",
  ]

  @Test func `and what becomes of it are out of reach of the service's log-in`() async throws {
    try await withStaff { staff in
      await each(Self.attacks) { attack in
        let refusal = try await staff.refusal("admin", "\(raw: attack)")
        #expect(refusal == "42501", "\(attack)")
      }
    }
  }

  @Test func `of one record comes in the order of the commits, however many write`() async throws {
    try await withDepot { world in
      let crates = try await world.crates(3)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<6 {
          group.addTask {
            for step in 0..<40 {
              _ = try await world.arranger.execute(
                "update depot.crate set name = 'x' where id = \(crates[(writer + step) % 3])")
            }
          }
        }
        for _ in 0..<3 {
          group.addTask {
            for _ in 0..<60 { try await world.delivery.deliver(7) }
          }
        }
        try await group.waitForAll()
      }
      try await world.deliver()
      for crate in crates {
        #expect(try await world.versions(of: crate) == Array(1...81))
      }
    }
  }

  @Test func `of a transaction that commits late is handed on all the same`() async throws {
    try await withDepot { world in
      let crates = try await world.crates(2)
      try await world.deliver()
      try await withClient(world.database.migration) { slow in
        try await slow.transaction { transaction in
          _ = try await transaction.execute(
            "update depot.crate set name = 'late' where id = \(crates[0])")
          for _ in 0..<5 {
            _ = try await world.arranger.execute(
              "update depot.crate set name = 'early' where id = \(crates[1])")
            try await world.deliver()
          }
          #expect(try await world.versions(of: crates[1]) == Array(1...6))
          #expect(try await world.versions(of: crates[0]) == [1])
        }
      }
      try await world.deliver()
      #expect(try await world.versions(of: crates[0]) == [1, 2])
      let late = try await world.count(
        "select max(event_id) from depot.entry where record_id = \(crates[0])")
      // The floor has not been raised over it, and rises when nothing can come below: any transaction of the cluster
      // may keep it for a while.
      let hasRisen = try await eventually {
        _ = try await world.crates(1)
        try await world.deliver()
        return try await world.count("select floor from system.event_floor") > late
      }
      #expect(hasRisen)
    }
  }

  @Test func `is handed on by one at a time, for whom the others do not wait`() async throws {
    try await withDepot { world in
      _ = try await world.crates(3)
      let deliver: SQL = "select system.deliver_events(1) as count"
      try await withClient(world.database.service) { first in
        try await first.transaction { transaction in
          let taken = try await transaction.rows(deliver).single.intIfPresent("count")
          let second = try await withClient(world.database.service) { second in
            try await second.rows(deliver).single.intIfPresent("count")
          }
          #expect(taken == 1 && second == nil)
        }
      }
      #expect(try await world.count("select count(*) from depot.entry") == 1)
    }
  }

  @Test func `stays when its delivery is broken off, and comes once`() async throws {
    try await withDepot { world in
      let crates = try await world.crates(20)
      _ = try await world.arranger.execute("insert into depot.trouble values (0, 60)")
      let dying = Task { try await world.delivery.deliver(2_000) }
      let asleep: SQL = """
        select pid from pg_stat_activity where datname = \(world.database.name)
          and wait_event = 'PgSleep'
        """
      try await withClient(world.database.superuser) { superuser in
        #expect(try await eventually { try await superuser.rows(asleep).count == 1 })
        _ = try await superuser.execute(
          "select pg_terminate_backend(pid) from (\(sql: asleep)) as a")
      }
      await #expect(throws: (any Error).self) { try await dying.value }
      #expect(try await world.count("select count(*) from depot.entry") == 0)
      #expect(try await world.count("select count(*) from system.event") >= 20)
      _ = try await world.arranger.execute("delete from depot.trouble")
      try await world.deliver()
      for crate in crates { #expect(try await world.versions(of: crate) == [1]) }
    }
  }
}
