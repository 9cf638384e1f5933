import Foundation
import License

/// Files that tests sign: by the published key for tests, and by vendors' keys of their own.
enum Sample {
  /// The directory of this suite's files.
  static let vectors = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Vectors")

  /// The repository.
  static let root = vectors.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The key for tests, read from its PKCS#8: the last 32 of 48 bytes.
  static let testKey: SigningKey = {
    let pem = String(decoding: bytes("test-key.pem"), as: UTF8.self)
    let body = pem.split(separator: "\n").dropFirst().dropLast().joined()
    let der = Base64.decode(Array(body.utf8))!
    return SigningKey(kid: "test", seed: Array(der.suffix(32)))!
  }()

  static func bytes(_ vector: String) -> [UInt8] {
    Array(try! Data(contentsOf: vectors.appendingPathComponent(vector)))
  }

  static func day(_ text: String) -> Day { Day(text)! }

  /// A licence that is good in every way.
  static func grant(
    kid: String = "test", term: Term? = nil, _ change: (inout LicenseGrant) -> Void = { _ in }
  ) -> LicenseGrant {
    var grant = LicenseGrant(
      kid: kid, serial: "CRM-2026-000123", issued: Date(timeIntervalSince1970: 1_795_000_000),
      order: "Q-2026-0042", licensee: .init(name: "ООО «Ромашка»", inn: "7700000000"),
      edition: .enterprise, site: Site(id: UUID(), name: "Офис Москва", networks: ["10.1.0.0/16"]),
      seats: Seats(count: 5, serviceAccounts: 5),
      term: term ?? Term(kind: .perpetual, from: day("2026-12-01"), until: nil),
      maintenance: Period(from: day("2026-12-01"), until: day("2027-12-01")))
    change(&grant)
    return grant
  }

  /// An annual term with the usual warning and grace.
  static func annual(_ from: String, _ until: String) -> Term {
    Term(kind: .annual, from: day(from), until: day(until))
  }

  /// Reads a file as the service of a demonstration does.
  static func verify(
    _ bytes: [UInt8], trust: Trust = .testing, revocations: RevocationList? = nil
  ) throws -> LicenseGrant {
    try Verifier(trust: trust, revocations: revocations).verify(bytes, as: LicenseGrant.self)
      .payload
  }

  /// The code that a file is refused with, or nil when it is taken.
  static func code(
    _ bytes: [UInt8], trust: Trust = .testing, revocations: RevocationList? = nil
  ) -> Refusal.Code? {
    do {
      _ = try verify(bytes, trust: trust, revocations: revocations)
      return nil
    } catch {
      return (error as! Refusal).code
    }
  }
}

/// A source of numbers that is the same in every run (SplitMix64).
struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
