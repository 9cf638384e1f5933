import License
import Postgres

/// A key as the ledger keeps it.
struct LedgerKey: Sendable {
  let kid: String
  let publicKey: [UInt8]
  let fingerprint: String
  let status: String

  init(kid: String, publicKey: [UInt8], status: String) {
    self.kid = kid
    self.publicKey = publicKey
    self.status = status
    fingerprint = PublicKey.fingerprint(publicKey)
  }

  private init(_ row: Row) throws {
    self.init(
      kid: try row.string("kid"), publicKey: PublicKey.bytes(try row.string("public_key")),
      status: try row.string("status"))
  }

  /// All keys by name.
  static func all(_ transaction: Transaction) async throws -> [LedgerKey] {
    try await transaction.rows(
      "select kid, public_key, status from ledger.signing_key order by kid"
    ).map { try LedgerKey($0) }
  }

  /// The key of that name.
  ///
  /// - Throws: ``Failure`` with `not_found`.
  static func find(_ kid: String, _ transaction: Transaction) async throws -> LedgerKey {
    guard let key = try await all(transaction).first(where: { $0.kid == kid }) else {
      throw Failure(
        .notFound, "not_found", "There is no key \(kid); crm-license key list shows them.",
        ru: "Ключа \(kid) нет; список показывает crm-license key list.")
    }
    return key
  }

  /// The key that signs.
  ///
  /// - Throws: ``Failure`` with `no_key`.
  static func active(_ transaction: Transaction) async throws -> LedgerKey {
    guard let key = try await all(transaction).first(where: { $0.status == "active" }) else {
      throw Failure(
        .policy, "no_key", "There is no key to sign with. Make one: crm-license key generate 2026a",
        ru: "Нет ключа для подписи. Создайте его: crm-license key generate 2026a")
    }
    return key
  }

  func with(status: String) -> LedgerKey {
    LedgerKey(kid: kid, publicKey: publicKey, status: status)
  }

  /// The row of the state.
  var row: Value {
    [
      "kid": .string(kid), "public_key": .string(PublicKey.hex(publicKey)),
      "fingerprint": .string(fingerprint), "status": .string(status),
    ]
  }

  /// As the compiled file and a verifier have it.
  var trusted: TrustedKey {
    TrustedKey(kid: kid, bytes: publicKey, status: .init(rawValue: status) ?? .active)
  }
}

/// Opens the private key that signs, and sees that it is the one the ledger knows.
struct Signer {
  let place: LedgerOptions
  let keys: KeyOptions

  /// - Throws: ``Failure``.
  func open(_ transaction: Transaction) async throws -> SigningKey {
    let active = try await LedgerKey.active(transaction)
    let key = try keys.open(active.kid, place)
    guard key.publicKey == active.publicKey else {
      throw Failure(
        .policy, "key",
        "The file \(keys.path(active.kid, place)) holds another key than the ledger knows as \(active.kid).",
        ru:
          "В файле \(keys.path(active.kid, place)) не тот ключ, который реестр знает как \(active.kid)."
      )
    }
    return key
  }
}
