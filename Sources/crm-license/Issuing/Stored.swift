import Foundation
import License
import Postgres

/// A licence as the ledger holds it: its highest revision and what is known of it.
struct Stored: Sendable {
  let serial: String
  let customer: String
  let quote: String?
  let grant: LicenseGrant
  /// The file of the highest revision.
  let file: String

  /// - Throws: ``Failure`` with `not_found`.
  static func find(_ serial: String, _ transaction: Transaction) async throws -> Stored {
    let row = try await transaction.first(
      """
      select l.customer, l.quote, r.file from ledger.license as l
      join ledger.revision as r on r.serial = l.serial and r.revision = l.revision
      where l.serial = \(serial)
      """)
    guard let row else {
      throw Failure(
        .notFound, "not_found", "There is no licence \(serial); crm-license list shows them.",
        ru: "Лицензии \(serial) нет; список показывает crm-license list.")
    }
    let file = try row.string("file")
    return Stored(
      serial: serial, customer: try row.string("customer"),
      quote: try row.stringIfPresent("quote"), grant: try await read(file, transaction), file: file)
  }

  /// What one revision granted.
  ///
  /// - Throws: `RowError` where the licence has no such revision.
  static func grant(
    _ serial: String, _ revision: Int, _ transaction: Transaction
  ) async throws -> LicenseGrant {
    let row = try await transaction.rows(
      """
      select file from ledger.revision
      where serial = \(serial) and revision = \(revision)::integer
      """
    ).single
    return try await read(try row.string("file"), transaction)
  }

  private static func read(_ file: String, _ transaction: Transaction) async throws -> LicenseGrant
  {
    let keys = try await LedgerKey.all(transaction).map {
      TrustedKey(kid: $0.kid, bytes: $0.publicKey)
    }
    return try Verifier(trust: Trust(keys: keys))
      .verify(Array(file.utf8), as: LicenseGrant.self).payload
  }

  /// What is revoked of it or will be: the first day, by revision; nil stands for all.
  static func revocations(
    _ serial: String, _ transaction: Transaction
  ) async throws -> [(revision: Int?, effective: Day)] {
    try await transaction.rows(
      """
      select revision, effective::text as effective from ledger.revocation
      where serial = \(serial) order by revision nulls first
      """
    ).map {
      (try $0.intIfPresent("revision"), Day(try $0.string("effective")) ?? Day(number: 0))
    }
  }
}

/// A revision that was signed, ready for the ledger.
struct SignedRevision {
  let grant: LicenseGrant
  let armor: Armor
  let cause: String
  let quote: String?

  /// The row of ledger.license.
  var licenseRow: Value {
    [
      "serial": .string(grant.serial), "customer": .string(grant.licensee.name),
      "quote": Value(quote), "site_id": Value(grant.site.id),
      "site_name": .string(grant.site.name), "revision": Value(grant.revision),
    ]
  }

  /// The row of ledger.revision.
  var revisionRow: Value {
    [
      "serial": .string(grant.serial), "revision": Value(grant.revision), "cause": .string(cause),
      "kid": .string(grant.kid), "edition": .string(grant.edition.rawValue),
      "environment": .string(grant.environment.rawValue), "seats": Value(grant.seats.count),
      "term_kind": .string(grant.term.kind.rawValue), "term_from": .string("\(grant.term.from)"),
      "term_until": Value(grant.term.until), "grace_days": Value(grant.term.graceDays),
      "maintenance_from": Value(grant.maintenance?.from),
      "maintenance_until": Value(grant.maintenance?.until), "instance": Value(grant.instance),
      "issued": .string(Instant.text(grant.issued)),
      "sha256": .string(Digest.sha256(armor.payload)), "file": .string(armor.text),
    ]
  }

  /// Where the file is written.
  func file(in directory: String) -> OutputFile {
    OutputFile(
      path: "\(directory)/\(grant.serial)-r\(grant.revision).lic", text: armor.text)
  }

  /// What a person is told of it.
  var summary: Sheet { GrantSheet.summary(grant) }
}

/// A licence in words.
enum GrantSheet {
  static func summary(_ grant: LicenseGrant) -> Sheet {
    [
      "serial": .string(grant.serial), "revision": Value(grant.revision),
      "customer": .string(grant.licensee.name), "site": .string(grant.site.name),
      "edition": .string(grant.edition.rawValue), "seats": Value(grant.seats.count),
      "term": .string(grant.term.kind.rawValue), "from": Value(grant.term.from),
      "until": Value(grant.term.until), "maintenance_until": Value(grant.maintenance?.until),
      "instance": Value(grant.instance), "key": .string(grant.kid),
    ]
  }

  /// Every member.
  static func all(_ grant: LicenseGrant) -> Sheet {
    var sheet = summary(grant)
    sheet.add("inn", Value(grant.licensee.inn))
    sheet.add("environment", .string(grant.environment.rawValue))
    sheet.add("supersedes", Value(grant.supersedes))
    sheet.add("corrects", Value(grant.corrects))
    sheet.add("issued", .string(Instant.text(grant.issued)))
    sheet.add("order", Value(grant.order))
    sheet.add("site_id", Value(grant.site.id))
    sheet.add("networks", Value(grant.site.networks))
    sheet.add("network_policy", .string(grant.site.networkPolicy.rawValue))
    sheet.add("seat_subject", .string(grant.seats.subject.rawValue))
    sheet.add("overdraft", Value(grant.seats.overdraft))
    sheet.add("service_accounts", Value(grant.seats.serviceAccounts))
    sheet.add("warn_days", Value(grant.term.warnDays))
    sheet.add("grace_days", Value(grant.term.graceDays))
    sheet.add("maintenance_from", Value(grant.maintenance?.from))
    sheet.add("zone", .string(grant.zone.identifier))
    sheet.add("modules", Value(grant.modules.sorted().map(\.rawValue)))
    return sheet
  }
}
