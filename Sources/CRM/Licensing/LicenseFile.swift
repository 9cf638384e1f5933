import License
import Postgres

/// A file of the vendor's, read and verified before the database verifies it once more.
struct LicenseFile: Sendable {
  /// The signed bytes.
  let payload: [UInt8]
  /// The 64 bytes of the signature.
  let signature: [UInt8]
  /// Whether it is a list of revocations; else a licence.
  let isList: Bool

  /// The most bytes a file may have.
  static let maximum = 1 << 20

  /// Reads a licence or a list of revocations. The test key passes here: whether this instance takes it, the
  /// database knows.
  ///
  /// - Throws: ``Problem`` with the code `license_` and that of the refusal, which says what is wrong.
  init(_ bytes: [UInt8]) throws {
    let verifier = Verifier(trust: .testing)
    do {
      isList = Armor.format(of: bytes) == .revocations
      let armor =
        isList
        ? try verifier.verify(bytes, as: RevocationList.self).armor
        : try Self.armor(bytes, verifier)
      payload = armor.payload
      signature = armor.signature
    } catch let refusal as Refusal {
      throw Problem.licenseRefused(
        refusal.code.rawValue, Text(refusal.message.en, ru: refusal.message.ru))
    }
  }

  /// A licence of a revoked key may stay valid by a list that only the database has: then it judges alone.
  private static func armor(_ bytes: [UInt8], _ verifier: Verifier) throws -> Armor {
    do {
      return try verifier.verify(bytes, as: LicenseGrant.self).armor
    } catch let refusal as Refusal where refusal.code == .revokedKey {
      return try Armor(bytes, as: .license)
    }
  }

  /// Enters it.
  var statement: SQL {
    isList
      ? "select licensing.install_revocations(\(payload), \(signature))::bigint as installed"
      : "select licensing.install(\(payload), \(signature)) as installed"
  }
}

extension Problem {
  /// 422: the file is not taken.
  static func licenseRefused(_ code: String, _ detail: Text) -> Problem {
    Problem(
      422, "license_\(code)", Text("The file is not taken", ru: "Файл не принят"), detail: detail)
  }

  /// What the database has refused about a licence, as a person reads it.
  static func ofLicense(_ error: DatabaseError) -> any Error {
    guard error.schema == "licensing", error.sqlState == "23514", let rule = error.constraint else {
      return error
    }
    if rule == "licence_once" { return licenseRefused("revision", LicenseRefusals.otherFile) }
    if rule == "state_lease_range" {
      return Problem.validation([.init("/minutes", "out_of_range", LicenseRefusals.lease)])
    }
    let words = LicenseRefusals.words(rule, error.detail ?? "")
    return licenseRefused(rule, words ?? LicenseRefusals.other(error.detail ?? error.message))
  }
}
