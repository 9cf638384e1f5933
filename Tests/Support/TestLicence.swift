import CRM
import Foundation
import License

/// Licences signed by the key for tests, whose private half everybody has.
public enum TestLicence {
  /// Its private half, as in Tests/LicenseTests/Vectors/test-key.pem.
  private static let seed: [UInt8] = [
    0x9d, 0x9d, 0xa6, 0xce, 0x6b, 0x2a, 0x6d, 0x10, 0x5a, 0x38, 0x05, 0xe6, 0xc1, 0x5a, 0x3f, 0x24,
    0xd6, 0x56, 0x7f, 0x44, 0xf9, 0x8b, 0x04, 0xf4, 0x2a, 0xeb, 0xe0, 0x7f, 0xa3, 0x39, 0x05, 0x01,
  ]

  /// Signs whatever it is.
  public static func sign(_ payload: some Payload) throws -> [UInt8] {
    guard let key = SigningKey(kid: "test", seed: seed) else { throw NoKey() }
    return Array(key.sign(payload).text.utf8)
  }

  /// A file for a test instance; perpetual unless `until` says otherwise, with maintenance from its first day on.
  public static func file(
    seats: Int, revision: Int = 1, serial: String = "CRM-2026-000001",
    edition: Edition = .enterprise, from: String = "2026-01-01", until: String? = nil,
    graceDays: Int = 30, issued: Date = Date(timeIntervalSince1970: 1_767_225_600),
    environment: LicenseGrant.Environment = .test, serviceAccounts: Int = 100,
    maintainedUntil: String = "2099-12-31"
  ) throws -> [UInt8] {
    let site = Site(id: UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8")!, name: "Office")
    return try sign(
      LicenseGrant(
        kid: "test", serial: serial, revision: revision,
        supersedes: revision > 1 ? revision - 1 : nil, issued: issued,
        licensee: .init(name: "ООО «Ромашка»", inn: nil), edition: edition,
        environment: environment, site: site,
        seats: Seats(count: seats, serviceAccounts: serviceAccounts),
        term: Term(
          kind: until == nil ? .perpetual : .annual, from: Day(from)!,
          until: until.flatMap { Day($0) },
          graceDays: graceDays),
        maintenance: Period(from: Day(from)!, until: Day(maintainedUntil)!)))
  }

  private struct NoKey: Error {}
}
