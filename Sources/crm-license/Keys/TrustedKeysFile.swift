import License

/// The text of Sources/License/TrustedKeys.swift for the keys of a ledger.
struct TrustedKeysFile {
  let keys: [LedgerKey]

  /// The file, as `swift format` leaves it.
  ///
  /// - Throws: ``Failure`` with `no_next_key` while a build could know one key only.
  var text: String {
    get throws {
      guard keys.count(where: { ["active", "next"].contains($0.status) }) >= 2 else {
        throw Key.noNext
      }
      return Self.head + keys.map(line).joined() + Self.tail + testKey + "\n}\n"
    }
  }

  private func line(_ key: LedgerKey) -> String {
    Self.entry(key.trusted, indent: "    ") + ",\n"
  }

  private var testKey: String {
    "  public static let test = "
      + Self.entry(TrustedKeys.test, indent: "  ").trimmingPrefix("  ")
  }

  private static func entry(_ key: TrustedKey, indent: String) -> String {
    """
    \(indent)TrustedKey(
    \(indent)  "\(key.kid)", "\(PublicKey.hex(key.bytes))",
    \(indent)  .\(key.status.rawValue))
    """
  }

  private static let head = """
    /// The public keys that this build trusts: one in use, the next one kept offline, and those before.
    ///
    /// Written by `crm-license key export-public --swift`; do not change it by hand.
    public enum TrustedKeys {
      /// The vendor's keys.
      public static let vendor: [TrustedKey] = [

    """

  private static let tail = """
      ]

      /// The key for tests, whose private half is published in Tests/LicenseTests/Vectors.

    """
}
