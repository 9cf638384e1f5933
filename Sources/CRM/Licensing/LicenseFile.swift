import License
import Postgres

/// A file of the vendor's, read and verified before the database verifies it once more.
struct LicenseFile: Sendable {
  /// The signed bytes.
  let payload: [UInt8]
  /// The 64 bytes of the signature.
  let signature: [UInt8]
  /// Of which kind it is: a licence, a list of revocations or leave to set the clock.
  let format: Format

  /// The most bytes a file may have.
  static let maximum = 1 << 20

  /// Reads a file that can be installed. The test key passes here: whether this instance takes it, the database
  /// knows.
  ///
  /// - Throws: ``Problem`` with the code `license_` and that of the refusal, which says what is wrong.
  init(_ bytes: [UInt8]) throws {
    do {
      let armor = try Self.armor(bytes, Verifier(trust: .testing))
      format = armor.format
      payload = armor.payload
      signature = armor.signature
    } catch let refusal as Refusal {
      throw Problem.licenseRefused(
        refusal.code.rawValue, Text(refusal.message.en, ru: refusal.message.ru))
    }
  }

  /// What says of itself that it is nothing else is read as a licence, and refused as none.
  private static func armor(_ bytes: [UInt8], _ verifier: Verifier) throws -> Armor {
    switch Armor.format(of: bytes) {
    case .revocations: try verifier.verify(bytes, as: RevocationList.self).armor
    case .clock: try verifier.verify(bytes, as: ClockToken.self).armor
    default: try license(bytes, verifier)
    }
  }

  /// A licence of a revoked key may stay valid by a list that only the database has: then it judges alone.
  private static func license(_ bytes: [UInt8], _ verifier: Verifier) throws -> Armor {
    do {
      return try verifier.verify(bytes, as: LicenseGrant.self).armor
    } catch let refusal as Refusal where refusal.code == .revokedKey {
      return try Armor(bytes, as: .license)
    }
  }

  /// Enters it.
  var statement: SQL {
    switch format {
    case .revocations:
      "select licensing.install_revocations(\(payload), \(signature))::bigint as installed"
    case .clock: "select licensing.reset_clock(\(payload), \(signature)) as installed"
    default: "select licensing.install(\(payload), \(signature)) as installed"
    }
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
    let detail = error.detail ?? ""
    if let problem = ofLicenseField(rule, detail) { return problem }
    let words = LicenseRefusals.words(rule, detail)
    return licenseRefused(rule, words ?? LicenseRefusals.other(error.detail ?? error.message))
  }

  /// A rule that is about a member of the body or a parameter; nil for one about a file.
  private static func ofLicenseField(_ rule: String, _ detail: String) -> Problem? {
    switch rule {
    case "state_lease_range":
      .validation([.init("/minutes", "out_of_range", LicenseRefusals.lease)])
    case "module_known":
      .validation([
        .init(
          "/switched_off", "unknown", Text("The modules are \(detail).", ru: "Модули: \(detail)."))
      ])
    case "seat_event_known":
      .malformed(
        "unknown_event",
        Text(
          "Seat events are numbered up to \(detail). Give a number from 0 to that.",
          ru: "События мест пронумерованы до \(detail). Укажите номер от 0 до этого."),
        field: "after")
    default: nil
    }
  }
}
