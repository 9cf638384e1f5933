import CRM
import Foundation
import Postgres
import Support
import Testing

/// The clock as the database judges it: what the machine's clock said last is moved, as if it had been wrong.
@Suite struct `The clock of the licence` {
  /// Puts the last look and the believed time so many hours before now, and looks.
  private func look(
    _ client: Client, line: Double, looked: Double? = nil
  ) async throws -> Double {
    _ = try await client.execute(
      """
      update licensing.clock set line = clock_timestamp() - make_interval(secs => \(line * 3600)),
        looked_at = clock_timestamp() - make_interval(secs => \((looked ?? line) * 3600))
      """)
    return try await now(client)
  }

  /// How many hours the believed time is behind the machine's.
  private func now(_ client: Client) async throws -> Double {
    try await client.rows(
      "select extract(epoch from clock_timestamp() - licensing.tick())::float8 / 3600 as hours"
    ).single.double("hours")
  }

  private func isRight(_ client: Client) async throws -> Bool { try await abs(now(client)) < 0.01 }

  @Test func `goes with the machine's as long as that goes on`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) { client in
        for hours in [0.01, 1, 35.9] {
          let behind = try await look(client, line: hours)
          #expect(abs(behind) < 0.01, "\(hours)")
        }
      }
    }
  }

  @Test func `stands still while the machine's is behind, and gains no day`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) { client in
        let ahead = try await look(client, line: -2 * 365 * 24)
        #expect(abs(ahead + 2 * 365 * 24) < 0.01)
        let mode = try await client.rows(
          "select mode, reasons::text from licensing.judge(null, true)")
        #expect(try mode.single.string("mode") == "WARN")
        #expect(try mode.single.string("reasons").contains("clock_behind"))
      }
    }
  }

  @Test func `does not believe a leap before 72 hours, and loses no licence by one that ends`()
    async throws
  {
    try await withDatabase { database in
      try await database.license(
        try TestLicence.file(
          seats: 9, revision: 2, from: "2010-01-01", until: TestDatabase.day(100)))
      try await withClient(database.migration) { client in
        // The clock has leapt by ten years since the last look: the line stays, and goes on in small steps.
        let leap = 10 * 365 * 24.0
        let stayed = try await look(client, line: leap)
        #expect(abs(stayed - leap) < 0.01)
        let mode = try await client.rows(
          "select mode, reasons::text from licensing.judge(null, true)")
        #expect(try mode.single.string("reasons").contains("clock_ahead"))
        _ = try await client.execute(
          "update licensing.clock set looked_at = looked_at - interval '1 hour'")
        let stepped = try await now(client)
        #expect(abs(stepped - (leap - 1)) < 0.01)
        // Back again: as if nothing had been.
        _ = try await client.execute(
          "update licensing.clock set line = clock_timestamp() - interval '1 hour'")
        #expect(try await isRight(client))
        let after = try await client.rows("select mode from licensing.judge(null, true)")
        #expect(try after.single.string("mode") == "FULL")
      }
    }
  }

  @Test func `believes a leap that 72 hours of small steps, or three days, speak for`() async throws
  {
    try await withDatabase { database in
      try await withClient(database.migration) { client in
        let leap = 500.0
        _ = try await look(client, line: leap)
        for _ in 1...2 {
          _ = try await client.execute(
            "update licensing.clock set looked_at = looked_at - interval '35 hours'")
          #expect(try await now(client) > 100)
        }
        _ = try await client.execute(
          "update licensing.clock set looked_at = looked_at - interval '3 hours'")
        #expect(try await isRight(client))
        _ = try await look(client, line: leap)
        _ = try await client.execute(
          "update licensing.clock set doubt_days = array[current_date - 2, current_date - 1]")
        #expect(try await isRight(client))
      }
    }
  }

  @Test func `ends a term with the day's last second in the zone of the file`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) { client in
        for (instant, day) in [
          ("2026-12-31T20:59:59Z", "2026-12-31"), ("2026-12-31T21:00:00Z", "2027-01-01"),
          ("2028-02-28T21:00:00Z", "2028-02-29"),
        ] {
          let row = try await client.rows(
            "select ((\(instant)::text)::timestamptz at time zone 'Europe/Moscow')::date::text as day"
          )
          #expect(try row.single.string("day") == day)
        }
        let phases = try await client.rows(
          """
          select d.day::text as day, coalesce(licensing.term_reasons(l, d.day) -> 0 ->> 'code', '') as code
          from (select jsonb_populate_record(null::licensing.licence, '{"id": 9, "kind": "annual",
            "starts_on": "2026-03-01", "ends_on": "2026-12-31", "warn_days": 60, "grace_days": 30}') as l) as f
          cross join (values ('2026-10-31'::date), ('2026-11-01'), ('2026-12-31'), ('2027-01-01'),
            ('2027-01-30'), ('2027-01-31')) as d (day)
          order by d.day
          """)
        let told = try phases.map { try $0.string("code") }
        #expect(told == ["", "ending", "ending", "grace", "grace", "ended"])
      }
    }
  }
}
