import Foundation
import Postgres
import Support
import Testing

@testable import CRM

/// The program itself, killed while others work.
@Suite(.serialized) struct `crm work, killed again and again` {
  private static let (crates, updates) = (100, 49)

  @Test func `hands on each of 5,000 changes, once and in the order of its record`() async throws {
    try await withFolder { folder in
      try await withDepot { world in
        let owner = try await world.count(
          "insert into access.account (login, name) values ('owner', 'Owner') returning id")
        // Batches that take their time are struck in their midst.
        _ = try await world.arranger.execute("insert into depot.trouble values (0, 0.05)")
        let kills = Task { try await Self.work(world.database, log: folder) }
        let ids = try await world.crates(Self.crates, owner: owner)
        try await Self.change(ids, world.arranger)
        let worker = try await kills.value
        try await Self.empty(world)
        worker.send(SIGTERM)
        _ = await worker.ended()
        for id in ids {
          #expect(try await world.versions(of: id) == Array(1...Self.updates + 1))
        }
        let changes: SQL = "select count(*) from audit.change where table_name = 'depot.crate'"
        let entries: SQL = "select count(*) from depot.entry where table_name = 'depot.crate'"
        #expect(try await world.count(changes) == 5_000)
        #expect(try await world.count(entries) == 5_000)
        let told: SQL = """
          select count(*) from system.notification as n
          join audit.change as c on c.id = n.event_id
            and n.kind = case c.action when 'insert' then 'assigned' else 'changed' end
          where n.account_id = \(owner)
          """
        #expect(try await world.count(told) == 5_000)
        #expect(try await world.count("select count(*) from system.notification") == 5_000)
      }
    }
  }

  /// Five services are killed without warning, each in its work; the sixth lives.
  private static func work(_ database: TestDatabase, log: String) async throws -> ServiceProcess {
    for number in 0..<5 {
      let worker = try ServiceProcess(
        ["work", "--database", database.service], log: "\(log).\(number).log")
      try await worker.ready("crm is at work")
      try await Task.sleep(for: .milliseconds(.random(in: 200...1_200)))
      worker.send(SIGKILL)
      _ = await worker.ended()
    }
    return try ServiceProcess(["work", "--database", database.service], log: "\(log).5.log")
  }

  private static func change(_ ids: [Int], _ arranger: Client) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for part in 0..<4 {
        group.addTask {
          for _ in 0..<updates {
            for id in ids where id % 4 == part {
              _ = try await arranger.execute("update depot.crate set name = 'x' where id = \(id)")
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Waits until nothing is left to hand on.
  private static func empty(_ world: DepotWorld) async throws {
    for _ in 0..<20 {
      if try await eventually({ try await world.count("select count(*) from system.event") == 0 }) {
        return
      }
    }
  }
}
