import CCrypto

/// Ed25519 (RFC 8032) of libcrypto, by raw keys of 32 bytes.
public enum Ed25519 {
  /// Whether the key signed the message; false for a key or signature of another length, and for a key that
  /// is not written in the one way.
  public static func isValid(
    signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]
  ) -> Bool {
    guard signature.count == 64, publicKey.count == 32, isCanonical(publicKey),
      let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, publicKey.count)
    else { return false }
    defer { EVP_PKEY_free(key) }
    guard let context = EVP_MD_CTX_new() else { return false }
    defer { EVP_MD_CTX_free(context) }
    return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }

  /// Whether 32 bytes are the one way to write a point (RFC 8032, 5.1.3). libcrypto also reads y from the prime
  /// 2^255 - 19 on, and a sign of x where that is 0, at y = 1 and y = -1; the database does not.
  private static func isCanonical(_ key: [UInt8]) -> Bool {
    let middle = key[1..<31]
    let top = key[31] & 0x7F
    if top == 0x7F, middle.allSatisfy({ $0 == 0xFF }) {
      return key[0] < 0xEC || (key[0] == 0xEC && key[31] == 0x7F)
    }
    let isOne = key[0] == 1 && top == 0 && middle.allSatisfy { $0 == 0 }
    return !isOne || key[31] == 0
  }

  /// The 64 bytes of the signature, or nil when the seed has another length than 32 bytes.
  static func sign(_ message: [UInt8], seed: [UInt8]) -> [UInt8]? {
    withKey(seed) { key in
      guard let context = EVP_MD_CTX_new() else { return nil }
      defer { EVP_MD_CTX_free(context) }
      var signature = [UInt8](repeating: 0, count: 64)
      var length = 64
      guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
        EVP_DigestSign(context, &signature, &length, message, message.count) == 1, length == 64
      else { return nil }
      return signature
    }
  }

  /// The 32 bytes of the public key, or nil when the seed has another length than 32 bytes.
  static func publicKey(seed: [UInt8]) -> [UInt8]? {
    withKey(seed) { key in
      var bytes = [UInt8](repeating: 0, count: 32)
      var length = 32
      return EVP_PKEY_get_raw_public_key(key, &bytes, &length) == 1 && length == 32 ? bytes : nil
    }
  }

  private static func withKey(_ seed: [UInt8], _ body: (OpaquePointer) -> [UInt8]?) -> [UInt8]? {
    guard seed.count == 32,
      let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
    else { return nil }
    defer { EVP_PKEY_free(key) }
    return body(key)
  }
}

/// A private key with its name: what signs files.
public struct SigningKey: Sendable {
  /// The name that goes into the files; ``SelfSigned/kid`` for an instance's own key.
  public let kid: String
  /// The 32 bytes of the public key.
  public let publicKey: [UInt8]
  /// The 32 bytes of the private key (the seed of RFC 8032). Keep them secret.
  public let seed: [UInt8]

  /// A key of its seed, or nil when that has another length than 32 bytes.
  public init?(kid: String, seed: [UInt8]) {
    guard let publicKey = Ed25519.publicKey(seed: seed) else { return nil }
    self.kid = kid
    self.seed = seed
    self.publicKey = publicKey
  }

  /// A new key from libcrypto's random numbers, or nil when it has none.
  public static func random(kid: String) -> SigningKey? {
    var seed = [UInt8](repeating: 0, count: 32)
    guard RAND_priv_bytes(&seed, 32) == 1 else { return nil }
    return SigningKey(kid: kid, seed: seed)
  }

  /// Signs the payload; its `kid` must be this key's.
  public func sign(_ payload: some Payload) -> Armor {
    precondition(payload.kid == kid, "the payload names the key \(payload.kid), not \(kid)")
    return sign(payload.bytes, as: type(of: payload).format)
  }

  /// Signs bytes as they are.
  public func sign(_ payload: [UInt8], as format: Format) -> Armor {
    guard let signature = Ed25519.sign(format.message(payload), seed: seed) else {
      preconditionFailure("libcrypto cannot sign with Ed25519")
    }
    return Armor(format: format, payload: payload, signature: signature)
  }
}
