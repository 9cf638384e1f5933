/// Reads signed files and takes only those that a trusted key signed.
///
/// The order is fixed: armour, base64, length of the signature, every key that is known; only then is the
/// payload read: JSON, the key's name, format, product, members. Revocation and binding are judged by
/// ``LicenseGrant/judge(revocations:today:)`` and ``LicenseGrant/judge(instance:)``.
public struct Verifier: Sendable {
  /// Whose files are taken.
  public let trust: Trust
  /// The installed list of revocations, which may let files of a revoked key pass.
  public let revocations: RevocationList?

  /// A verifier for the keys of a build.
  public init(trust: Trust, revocations: RevocationList? = nil) {
    self.trust = trust
    self.revocations = revocations
  }

  /// Reads a file that the vendor signs.
  ///
  /// - Throws: ``Refusal``.
  public func verify<P: Payload>(_ bytes: [UInt8], as type: P.Type = P.self) throws -> Verified<P> {
    let armor = try Armor(bytes, as: P.format)
    let key = try signer(of: armor)
    let payload = try P(bytes: armor.payload)
    guard payload.kid == key.kid else { throw Self.keyMismatch(payload.kid, key.kid) }
    if key.status == .revoked { try judgeReissue(payload, key, armor) }
    return Verified(payload: payload, key: key, armor: armor)
  }

  /// Reads a file that an instance signs by the key in it; whose key it is, the vendor's ledger knows.
  ///
  /// - Throws: ``Refusal``.
  public static func verifySelfSigned<P: Payload>(
    _ bytes: [UInt8], as type: P.Type = P.self, key: (P) -> [UInt8]
  ) throws -> P {
    let armor = try Armor(bytes, as: P.format)
    let payload = try P(bytes: armor.payload)
    guard payload.kid == SelfSigned.kid else { throw keyMismatch(payload.kid, SelfSigned.kid) }
    let message = P.format.message(armor.payload)
    guard Ed25519.isValid(signature: armor.signature, of: message, by: key(payload)) else {
      throw badSignature
    }
    return payload
  }

  /// The key that signed the file.
  private func signer(of armor: Armor) throws -> TrustedKey {
    let message = armor.format.message(armor.payload)
    func signed(_ key: TrustedKey) -> Bool {
      Ed25519.isValid(signature: armor.signature, of: message, by: key.bytes)
    }
    if let key = trust.keys.first(where: { $0.status != .revoked && signed($0) }) { return key }
    if signed(trust.testKey) {
      guard trust.takesTestKey else { throw Self.testKey }
      return trust.testKey
    }
    if let key = trust.keys.first(where: { $0.status == .revoked && signed($0) }) { return key }
    throw unverified(armor)
  }

  /// A file that no key signed: its words are used for this message and for nothing else.
  private func unverified(_ armor: Armor) -> Refusal {
    let kid = (try? Fields(ValueParser.parse(armor.payload), path: "").kid()) ?? ""
    if trust.knows(kid) || kid.isEmpty { return Self.badSignature }
    return Refusal(
      .unknownKey,
      Wording(
        "The file says that it is signed by the key \(kid), which this build does not know. Update the "
          + "product; if it is up to date, the file was damaged: ask the vendor for a new one.",
        ru:
          "Файл подписан ключом \(kid), которого эта сборка не знает. Обновите продукт; если он обновлён, файл повреждён: запросите новый у поставщика."
      ))
  }

  private func judgeReissue(_ payload: some Payload, _ key: TrustedKey, _ armor: Armor) throws {
    if let grant = payload as? LicenseGrant, let revocations {
      let passes = RevocationList.Reissue(
        kid: key.kid, serial: grant.serial, revision: grant.revision,
        sha256: Digest.sha256(armor.payload))
      if revocations.reissued.contains(passes) { return }
    }
    throw Refusal(
      .revokedKey,
      Wording(
        "The file is signed by the key \(key.kid), which the vendor revoked; nothing it signed is "
          + "valid, but for what is re-issued by name in the list of revocations.",
        ru:
          "Файл подписан ключом \(key.kid), который поставщик отозвал; подписанное им недействительно, кроме названного в списке отзыва."
      ) + .askVendor)
  }

  private static let testKey = Refusal(
    .testKey,
    Wording(
      "The file is signed by the key for tests, whose private half everybody has. It is good for a "
        + "demonstration only. Ask the vendor for a licence.",
      ru:
        "Файл подписан тестовым ключом, закрытая часть которого известна всем. Он годится только для демонстрации. Запросите лицензию у поставщика."
    ))

  private static let badSignature = Refusal(
    .badSignature,
    Wording(
      "The signature does not fit the file: it was changed or damaged after it was signed.",
      ru: "Подпись не подходит к файлу: он изменён или повреждён после подписания.") + .takeAgain)

  private static func keyMismatch(_ named: String, _ actual: String) -> Refusal {
    Refusal(
      .keyMismatch,
      Wording(
        "The file names the key \(named), but was signed by \(actual).",
        ru: "В файле назван ключ \(named), а подписан он ключом \(actual).") + .askVendor,
      field: "kid")
  }
}

/// A payload whose signature was good when it was read.
public struct Verified<P: Payload>: Sendable, Hashable {
  /// What the file says.
  public let payload: P
  /// The key that signed it.
  public let key: TrustedKey
  /// The file.
  public let armor: Armor
}
