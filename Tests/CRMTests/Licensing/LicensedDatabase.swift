import CRM
import Foundation
import License
import Postgres
import Support

extension TestDatabase {
  /// Installs a licence over the one that every test's database has, and judges at once.
  func license(_ file: [UInt8]) async throws {
    try await withClient(migrator) { try await LicenseRegister($0).install(file) }
  }

  /// Installs one with so many seats.
  func license(seats: Int, revision: Int = 2) async throws {
    try await license(try TestLicence.file(seats: seats, revision: revision))
  }

  /// Installs one that has ended, its grace too: reading is all that is left.
  func endLicense(revision: Int = 2) async throws {
    try await license(
      try TestLicence.file(seats: 1000, revision: revision, until: Self.day(-1), graceDays: 1))
    // The believed time goes on to behind the grace, as if days had passed.
    try await withClient(migration) { client in
      _ = try await client.rows("select licensing.not_before(now() + interval '3 days')")
      _ = try await client.rows("select mode from licensing.judge(null, true)")
    }
  }

  /// Takes every licence away, as in a new database.
  func unlicense() async throws {
    try await withClient(migration) { client in
      _ = try await client.execute("update licensing.state set licence_id = null")
      _ = try await client.execute("delete from licensing.licence")
      _ = try await client.rows("select mode from licensing.judge(null, true)")
    }
  }

  /// A day so many days from today, as files have it.
  static func day(_ days: Int) -> String {
    "\(Zone.standard.day(of: Date()).adding(days: days))"
  }

  /// The mode as the last judging left it.
  func mode() async throws -> String {
    try await observed("select mode from licensing.state").single.string("mode")
  }
}
