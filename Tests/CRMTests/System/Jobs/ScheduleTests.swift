import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A schedule` {
  private static let cases: [(cron: String, zone: String, after: String, next: String)] = [
    ("*/15 * * * *", "UTC", "2026-11-24 10:00:00Z", "2026-11-24 10:15:00+00"),
    ("0 9 * * mon-fri", "Europe/Moscow", "2026-11-27 09:00:00Z", "2026-11-30 06:00:00+00"),
    ("30 2 1 * *", "UTC", "2026-12-31 23:59:59Z", "2027-01-01 02:30:00+00"),
    ("0 0 13 * fri", "UTC", "2026-11-24 00:00:00Z", "2026-11-27 00:00:00+00"),
    ("0 0 29 2 *", "UTC", "2026-11-24 00:00:00Z", "2028-02-29 00:00:00+00"),
    ("@monthly", "Asia/Yekaterinburg", "2026-11-24 00:00:00Z", "2026-11-30 19:00:00+00"),
    ("15,45 8-10/2 * nov 7", "UTC", "2026-11-24 00:00:00Z", "2026-11-29 08:15:00+00"),
    // The night in which the clocks of Berlin leave out 2 to 3 o'clock, and the one that has them twice.
    ("30 2 * * *", "Europe/Berlin", "2026-03-28 12:00:00Z", "2026-03-29 01:30:00+00"),
    ("30 2 * * *", "Europe/Berlin", "2026-10-24 12:00:00Z", "2026-10-25 01:30:00+00"),
    ("30 2 * * *", "Europe/Berlin", "2026-10-25 01:30:00Z", "2026-10-26 01:30:00+00"),
  ]

  @Test func `comes when its expression says`() async throws {
    try await withDatabase { database in
      await each(Self.cases) { item in
        let rows = try await database.arrange(
          """
          select (system.cron_next(\(item.cron), \(item.zone), \(item.after)::timestamptz)
            at time zone 'UTC')::text || '+00' as next
          """)
        #expect(try rows.single.string("next") == item.next, "\(item)")
      }
    }
  }

  /// The number of one of the schedules that there are.
  private static func any(_ chief: TestSession) async throws -> Int {
    try #require(
      try await eventually { try await chief.get("schedules").data.isEmpty == false })
    return try #require(try await chief.get("schedules").data.first?["id"]?.int)
  }

  private static let wrong: [String] = [
    "", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
    "*/0 * * * *",
    "5-1 * * * *", "a * * * *", "* * * foo *", "1,,2 * * * *", "* * * * * *", "@never",
    "-1 * * * *",
  ]

  @Test func `is none where its expression is none`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let id = try await Self.any(chief)
      await each(Self.wrong) { cron in
        let reply = try await chief.patch("schedules/\(id)", ["cron": .string(cron)])
        #expect(reply.status == 422 && reply.pointers == ["/cron"], "\(cron): \(reply.text)")
      }
    }
  }

  @Test func `says that a day never comes and a zone is unknown, and is the administrator's`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let id = try await Self.any(chief)
      let never = try await chief.patch(
        "schedules/\(id)", ["cron": "0 0 30 2 *", "enabled": true])
      #expect(never.status == 422 && never.text.contains("never comes"), "\(never.text)")
      let zone = try await chief.patch("schedules/\(id)", ["zone": "Moskau"])
      #expect(zone.status == 422 && zone.pointers == ["/zone"], "\(zone.text)")
      #expect(
        try await crm.as(.sales).patch("schedules/\(id)", ["enabled": false], ifMatch: "\"v1\"")
          .status == 403)
      let off = try await chief.patch("schedules/\(id)", ["enabled": false])
      #expect(off.status == 200 && off["next_at"] == .null, "\(off.text)")
    }
  }

  @Test
  func
    `makes one job at its time, however many workers there are, and none before the last has ended`()
    async throws
  {
    try await withCRM { crm in
      try await crm.arrange("insert into system.schedule (kind, cron) values ('tick', '0 0 1 1 *')")
      for _ in 0..<2 {
        try await crm.arrange(
          "update system.schedule set next_at = now() - interval '3 hours' where kind = 'tick'")
        try await withClient(crm.database.service, connections: 8) { client in
          await withTaskGroup { group in
            for _ in 0..<20 {
              group.addTask { _ = try? await client.rows("select system.fire_schedules()") }
            }
          }
        }
        let jobs = try await crm.observed(
          "select from system.job where kind = 'tick' and account_id is null")
        #expect(jobs.count == 1)
      }
      let schedule = try await crm.observed(
        "select next_at > now() as ahead from system.schedule where kind = 'tick'")
      #expect(try schedule.single.bool("ahead"))
    }
  }
}
