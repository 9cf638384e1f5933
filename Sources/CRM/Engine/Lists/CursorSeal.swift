import CCrypto

/// Signs cursors, so that nobody can make one up.
struct CursorSeal: Sendable {
  private let secret: [UInt8]

  init(secret: [UInt8]) { self.secret = secret }

  /// The first 16 bytes of the code of `message`.
  func code(of message: [UInt8]) -> [UInt8] {
    Array(Digest.code(of: message, secret: secret).prefix(16))
  }

  /// Compares in constant time.
  func verify(_ code: some Collection<UInt8>, of message: [UInt8]) -> Bool {
    code.count == 16 && CRYPTO_memcmp(Array(code), self.code(of: message), 16) == 0
  }
}
