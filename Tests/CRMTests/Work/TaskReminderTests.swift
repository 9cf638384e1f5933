import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A reminder of a task` {
  /// Of how many tasks the job reminds.
  private static func remind(_ crm: TestCRM) async throws -> Int {
    try await withClient(crm.database.service) { client in
      try await TaskReminders(client: client, most: 1).remind()
    }
  }

  @Test func `comes once for each instant, to who is to do it, and changes nothing`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let past: JSON = "2025-01-01T10:00:00Z"
      let asked = try await seller.create(
        "tasks", ["title": "Order", "assignee_id": .id(buyer.account), "remind_at": past])
      let own = try await seller.create("tasks", ["title": "Pay", "remind_at": past])
      for body in [
        ["title": "Over", "remind_at": past, "state": "done"],
        ["title": "Later", "remind_at": "2040-01-01T10:00:00Z"], ["title": "Quiet"],
      ] as [JSON] {
        try await seller.create("tasks", body)
      }
      #expect(try await Self.remind(crm) == 2)
      #expect(try await Self.remind(crm) == 0)
      for (session, task) in [(buyer, asked), (seller, own)] {
        let told = try await session.get("notifications?kind=reminder").data
        #expect(told.count == 1 && told.first?["record_id"]?.int == task.id, "\(told)")
        #expect(told.first?["action"] == "due")
      }
      let version = try await crm.observed(
        "select version from work.task where id = \(own.id)"
      ).single.int("version")
      #expect(version == 1)
      let moved = try await seller.patch(
        "tasks/\(own.id)", ["remind_at": "2025-01-02T10:00:00Z"])
      #expect(moved.status == 200, "\(moved.text)")
      #expect(try await Self.remind(crm) == 1)
      let attack = try await crm.sql(seller, "delete from work.task_reminded")
      #expect(attack.error?.sqlState == "42501")
      try await crm.database.endLicense()
      try await crm.arrange("delete from work.task_reminded returning task_id")
      #expect(try await Self.remind(crm) == 0)
    }
  }
}
