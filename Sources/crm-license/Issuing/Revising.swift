import ArgumentParser
import Foundation
import License
import Postgres

/// What every command takes that makes a new revision of a licence.
struct RevisionOptions: ParsableArguments {
  @OptionGroup var change: ChangeOptions
  @OptionGroup var keys: KeyOptions

  @Option(help: ArgumentHelp("Where the new file is written.", valueName: "directory"))
  var output = "."
}

/// What a change of a licence brings with it beside the new revision.
struct RevisionExtras {
  /// Whether the revisions before are revoked, 30 days after the day of the change.
  var revokesFormer = false
  var activations: [Value] = []
  var reason: String
}

/// Makes the next revision of a licence: reads the one in force, lets the command change it, signs it.
struct Revising {
  let serial: String
  let kind: String
  let options: RevisionOptions

  /// How many days a revocation is announced before it takes effect.
  static let noticeDays = 30

  /// - Parameter change: Changes the grant, or says why it may not be changed.
  /// - Throws: ``Failure``, `DatabaseError`, `ClientError`.
  func run(
    _ change: (inout LicenseGrant, Stored, Transaction) async throws -> RevisionExtras
  ) async throws {
    try await Ledger.open(options.change.place.conninfo()) { ledger in
      try await ledger.add(options.change) { transaction in
        let stored = try await Stored.find(serial, transaction)
        try await judgeRevoked(transaction)
        let signer = Signer(place: options.change.place, keys: options.keys)
        var grant = stored.grant
        let extras = try await change(&grant, stored, transaction)
        let key = try await signer.open(transaction)
        let revision = try sign(grant, stored, key)
        return try await event(revision, stored, extras, transaction)
      }
    }
  }

  private func judgeRevoked(_ transaction: Transaction) async throws {
    let all = try await Stored.revocations(serial, transaction).first { $0.revision == nil }
    guard let all else { return }
    throw Failure(
      .policy, "revoked", "\(serial) is revoked from \(all.effective) on; issue a new licence.",
      ru: "\(serial) отозвана с \(all.effective); выпустите новую лицензию.")
  }

  private func sign(
    _ changed: LicenseGrant, _ stored: Stored, _ key: SigningKey
  ) throws -> SignedRevision {
    var grant = changed
    grant.kid = key.kid
    grant.revision = stored.grant.revision + 1
    grant.supersedes = stored.grant.revision
    grant.corrects = nil
    grant.issued = options.change.place.answer.now
    return SignedRevision(
      grant: grant, armor: try Issuing.sign(grant, key), cause: kind, quote: stored.quote)
  }

  private func event(
    _ revision: SignedRevision, _ stored: Stored, _ extras: RevisionExtras,
    _ transaction: Transaction
  ) async throws -> Event {
    let former = extras.revokesFormer ? try await revocations(stored, extras, transaction) : []
    var answer = revision.summary
    let file = revision.file(in: options.output)
    answer.add("file", .string(file.path))
    if !former.isEmpty { answer.add("former_revoked_from", Value(effective)) }
    return Event(
      kind: kind, subject: serial, reason: extras.reason,
      rows: [
        "customers": [revision.grant.licensee.row], "licenses": [revision.licenseRow],
        "revisions": [revision.revisionRow], "revocations": former,
        "activations": extras.activations,
      ], files: [file], answer: answer)
  }

  private var effective: Day {
    options.change.place.answer.today.adding(days: Self.noticeDays)
  }

  private func revocations(
    _ stored: Stored, _ extras: RevisionExtras, _ transaction: Transaction
  ) async throws -> [Value] {
    let known = try await Stored.revocations(serial, transaction).compactMap(\.revision)
    return (1...stored.grant.revision).filter { !known.contains($0) }.map {
      [
        "serial": .string(serial), "revision": Value($0), "effective": .string("\(effective)"),
        "reason": .string(options.change.reason ?? extras.reason),
      ]
    }
  }
}

/// Signs what can be read back.
enum Issuing {
  /// - Throws: ``Failure`` with `overdraft` where more are let in beyond the seats than there are seats.
  static func judge(overdraft: Int, seats: Int) throws {
    guard overdraft > seats else { return }
    throw Failure(
      .policy, "overdraft",
      "\(overdraft) beyond \(seats) seats are more than the seats; give --overdraft of at most \(seats).",
      ru:
        "Сверх \(seats) мест допускается \(overdraft), это больше, чем мест; укажите --overdraft не более \(seats)."
    )
  }

  /// - Throws: ``Failure`` for a grant that no instance would take.
  static func sign(_ grant: LicenseGrant, _ key: SigningKey) throws -> Armor {
    do { _ = try LicenseGrant(bytes: grant.bytes) } catch let refusal as Refusal {
      throw Failure(refusal, status: .policy)
    }
    return key.sign(grant)
  }
}
