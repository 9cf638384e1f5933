/// A public key that this build knows.
public struct TrustedKey: Sendable, Hashable {
  /// Whether files signed by it are taken.
  public enum Status: String, Sendable, CaseIterable {
    /// It signs files, or will.
    case active
    /// It signs no more; what it has signed stays good for ever.
    case retired
    /// It fell into other hands: what it signed is refused, but for what was re-issued by name.
    case revoked
  }

  /// Its name.
  public let kid: String
  /// Its 32 bytes.
  public let bytes: [UInt8]
  /// Whether files signed by it are taken.
  public let status: Status

  /// A key of its bytes.
  public init(kid: String, bytes: [UInt8], status: Status = .active) {
    self.kid = kid
    self.bytes = bytes
    self.status = status
  }

  /// A key written as 64 hexadecimal digits, as in `TrustedKeys.swift`.
  init(_ kid: String, _ hexadecimal: StaticString, _ status: Status) {
    let digits = Array("\(hexadecimal)")
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
    precondition(digits.count == 64 && bytes.count == 32, "the key \(kid) is not 32 bytes")
    self.init(kid: kid, bytes: bytes, status: status)
  }
}

/// Whose files a program takes.
public struct Trust: Sendable, Hashable {
  /// The vendor's keys.
  public var keys: [TrustedKey]
  /// The key for tests.
  public var testKey: TrustedKey
  /// Whether files signed by the key for tests are taken.
  public var takesTestKey: Bool

  /// The vendor's keys that were compiled in, and nothing else.
  public static let production = Trust(keys: TrustedKeys.vendor)
  /// Also files signed by the key for tests: for demonstrations and tests, never for a customer.
  public static let testing = Trust(keys: TrustedKeys.vendor, takesTestKey: true)

  /// A trust in other keys.
  public init(
    keys: [TrustedKey], testKey: TrustedKey = TrustedKeys.test, takesTestKey: Bool = false
  ) {
    self.keys = keys
    self.testKey = testKey
    self.takesTestKey = takesTestKey
  }

  /// Whether a key of that name is known, whatever its status.
  func knows(_ kid: String) -> Bool { kid == testKey.kid || keys.contains { $0.kid == kid } }
}
