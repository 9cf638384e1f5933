import Foundation
import License
import Postgres

/// A usage report whose signature is good by the key in it.
struct UsageFile: Sendable {
  let path: String
  let report: UsageReport
  let sha256: String

  /// - Throws: `Refusal`, ``Failure`` with `not_found`.
  init(_ path: String) throws {
    let bytes = try OutputFile.read(path)
    self.path = path
    report = try Verifier.verifySelfSigned(bytes, as: UsageReport.self, key: \.key)
    sha256 = Digest.sha256(try Armor(bytes, as: .usage).payload)
  }

  var maximumHeld: Int { report.days.map(\.maximumHeld).max() ?? 0 }
  var denials: Int { report.days.reduce(0) { $0 + $1.denials } }

  /// The key that the instance was last activated with, or nil.
  static func key(of instance: UUID, _ transaction: Transaction) async throws -> [UInt8]? {
    try await transaction.first(
      """
      select public_key from ledger.activation where instance = \(instance)
      order by event_seq desc limit 1
      """
    ).map { PublicKey.bytes(try $0.string("public_key")) }
  }

  /// The row of ledger.usage.
  var row: Value {
    let hashes = report.chain.hashes.sorted { $0.key < $1.key }
    return [
      "sha256": .string(sha256), "serial": .string(report.serial),
      "instance": Value(report.instance), "issued": .string(Instant.text(report.issued)),
      "max_held": Value(maximumHeld), "denials": Value(denials),
      "hashes": .object(hashes.map { .init(name: "\($0.key)", value: .string($0.value)) }),
    ]
  }
}

/// What an audit found.
struct Finding: Sendable {
  enum Kind: String, Sendable {
    /// The chain of seat events does not hold together.
    case broken
    /// Two reports of one instance went different ways: two instances run on one licence.
    case fork
    /// The report is signed by another key than the instance was activated with.
    case key
    /// More seats were held than there are.
    case over
    /// Somebody was refused a seat.
    case denied
  }

  let kind: Kind
  let report: String
  let text: String
}

/// The hashes of one instance's seat events by number, from a report given now or one recorded before.
struct UsageTrail: Sendable {
  let source: String
  let instance: UUID
  let hashes: [Int: String]

  /// The first event in which the two differ, or nil.
  func fork(from other: UsageTrail) -> Int? {
    guard instance == other.instance else { return nil }
    return hashes.filter { number, hash in other.hashes[number].map { $0 != hash } ?? false }
      .map(\.key).min()
  }

  /// Those recorded before of the instances.
  static func recorded(_ transaction: Transaction) async throws -> [UsageTrail] {
    try await transaction.rows(
      """
      select u.sha256, u.instance::text as instance, h.key as number, h.value as hash
      from ledger.usage as u, jsonb_each_text(u.hashes) as h order by u.sha256
      """
    ).reduce(into: [String: UsageTrail]()) { trails, row in
      let name = try row.string("sha256")
      guard let instance = UUID(uuidString: try row.string("instance")) else { return }
      var hashes = trails[name]?.hashes ?? [:]
      hashes[Int(try row.string("number")) ?? 0] = try row.string("hash")
      trails[name] = UsageTrail(source: name, instance: instance, hashes: hashes)
    }.values.sorted { $0.source < $1.source }
  }
}
