import CRM
import Foundation
import License
import Postgres
import Support
import Testing

/// Everybody has the key for tests, so that it must be no way to work for nothing.
@Suite struct `An instance that only tries out` {
  /// Makes the database look like a copy, and says that it is for trying out.
  private func claimTest(_ database: TestDatabase) async throws {
    try await withClient(database.migration) { client in
      _ = try await client.execute(
        "update licensing.instance set copy_since = clock_timestamp()")
    }
    try await claim(database)
  }

  private func claim(_ database: TestDatabase) async throws {
    try await withClient(database.migrator) { try await LicenseRegister($0).claim("test") }
  }

  private func refusal(_ body: () async throws -> Void) async throws -> String? {
    do {
      try await body()
      return nil
    } catch let problem as Problem {
      return problem.code
    }
  }

  @Test func `takes no file of the key for tests when it is a copy of one that works`()
    async throws
  {
    try await withDatabase { database in
      try await withClient(database.migration) {
        _ = try await $0.execute("update licensing.instance set environment = 'production'")
      }
      try await claimTest(database)
      let licence = try await refusal { try await database.license(seats: 1000, revision: 2) }
      #expect(licence == "license_test_key")
      let list = RevocationList(
        kid: "test", sequence: 9, issued: Date(timeIntervalSince1970: 1_767_225_600), entries: [])
      let revocations = try await refusal { try await database.license(TestLicence.sign(list)) }
      #expect(revocations == "license_test_key")
      let rows = try await database.observed("select from licensing.licence")
      #expect(rows.count == 1)
    }
  }

  @Test func `begins its time anew four times, and a copy of it has no more`() async throws {
    try await withDatabase { database in
      try await claimTest(database)
      for _ in 1...3 { try await claim(database) }
      try await claimTest(database)
      let renewed = try await refusal { try await claim(database) }
      #expect(renewed == "license_test_spent")
      let copied = try await refusal { try await claimTest(database) }
      #expect(copied == "license_test_spent")
    }
  }

  @Test func `ends after 90 days, also where it was new`() async throws {
    try await withDatabase { database in
      try await database.unlicense()
      try await withClient(database.migration) { client in
        _ = try await client.rows("select licensing.make_test()")
      }
      try await database.license(seats: 5)
      #expect(try await database.mode() == "FULL")
      let days = try await database.observed(
        """
        select round(extract(epoch from test_until - now()) / 86400)::integer as n
        from licensing.instance
        """)
      #expect(try days.single.int("n") == 90)
      try await withClient(database.migration) { client in
        _ = try await client.execute(
          "update licensing.instance set test_until = clock_timestamp() - interval '1 second'")
        _ = try await client.rows("select mode from licensing.judge(null, true)")
      }
      #expect(try await database.mode() == "READ_ONLY")
    }
  }

  /// Whatever key it is that signs for the vendor.
  @Test func `is one no more when the vendor's own licence is installed`() async throws {
    try await withDatabase { database in
      try await database.unlicense()
      try await withClient(database.migration) { client in
        _ = try await client.rows("select licensing.make_test()")
        _ = try await client.execute("update licensing.trusted_key set test = false")
      }
      try await database.license(
        try TestLicence.file(seats: 5, revision: 2, environment: .production))
      let row = try await database.observed(
        "select environment, test_until is null as answer from licensing.instance"
      ).single
      #expect(try row.string("environment") == "production")
      #expect(try row.bool("answer"))
    }
  }
}
