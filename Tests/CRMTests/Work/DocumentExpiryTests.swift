import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A document that expires` {
  /// Of how many documents the job reminds.
  private static func remind(_ crm: TestCRM) async throws -> Int {
    try await withClient(crm.database.service) { client in
      try await ExpiryReminders(client: client, most: 1).remind()
    }
  }

  @Test func `is called to mind once for each expiry, and is not changed by that`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let seller = try await crm.as(.sales)
      let today = try await crm.observed("select current_date as today").single.string("today")
      let soon = try await seller.create(
        "documents", ["title": "Lease", "expires_on": .string(today)])
      for body in [
        ["title": "Over", "expires_on": .string(today), "state": "ended"],
        ["title": "Later", "expires_on": "2090-01-01"],
        ["title": "Archive", "expires_on": "2001-01-01"],
        ["title": "For ever"],
      ] as [JSON] {
        try await seller.create("documents", body)
      }
      let early = try await crm.observed("select current_date + 20 as day").single.string("day")
      let quiet = try await seller.create(
        "documents", ["title": "Quiet", "expires_on": .string(early), "remind_days": 10])
      #expect(try await Self.remind(crm) == 1)
      #expect(try await Self.remind(crm) == 0)
      let told = try await seller.get("notifications?kind=reminder").data
      #expect(told.count == 1 && told.first?["record_id"]?.int == soon.id, "\(told)")
      #expect(try await seller.get("documents/\(soon.id)").etag == soon.etag)
      let nearer = try await seller.patch("documents/\(quiet.id)", ["remind_days": 30])
      #expect(nearer.status == 200, "\(nearer.text)")
      #expect(try await Self.remind(crm) == 1)
      let wrong = try await seller.patch("documents/\(quiet.id)", ["remind_days": 366])
      #expect(wrong.status == 422 && wrong.pointers == ["/remind_days"], "\(wrong.text)")
      let attack = try await crm.sql(seller, "delete from work.document_reminded")
      #expect(attack.error?.sqlState == "42501")
    }
  }
}
