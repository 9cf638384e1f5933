import CCrypto
import License

/// Private keys as PKCS#8 under a passphrase (RFC 5208, RFC 8018), readable by `openssl pkey`.
enum KeyFile {
  /// How often the passphrase is hashed (PBKDF2).
  private static let rounds: Int32 = 600_000

  /// The PEM of the key, encrypted with AES-256-CBC.
  ///
  /// - Throws: ``Failure`` when libcrypto cannot.
  static func pem(_ key: SigningKey, passphrase: String) throws -> String {
    guard
      let secret = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, key.seed, key.seed.count)
    else { throw failed }
    defer { EVP_PKEY_free(secret) }
    guard let plain = EVP_PKEY2PKCS8(secret) else { throw failed }
    defer { PKCS8_PRIV_KEY_INFO_free(plain) }
    let length = Int32(passphrase.utf8.count)
    guard
      let sealed = PKCS8_encrypt(
        -1, EVP_aes_256_cbc(), passphrase, length, nil, 0, rounds, plain)
    else { throw failed }
    defer { X509_SIG_free(sealed) }
    return try text { PEM_write_bio_PKCS8($0, sealed) == 1 }
  }

  /// The key of a PEM.
  ///
  /// - Throws: ``Failure`` for another passphrase, or a file that holds no Ed25519 key.
  static func read(_ pem: [UInt8], kid: String, passphrase: String) throws -> SigningKey {
    let seed = try withKey(pem, kid: kid, passphrase: passphrase) { key -> [UInt8] in
      var seed = [UInt8](repeating: 0, count: 32)
      var length = 32
      let done = EVP_PKEY_get_raw_private_key(key, &seed, &length)
      return done == 1 && length == 32 ? seed : []
    }
    guard let key = SigningKey(kid: kid, seed: seed) else { throw wrong(kid) }
    return key
  }

  private static func withKey<Result>(
    _ pem: [UInt8], kid: String, passphrase: String, _ body: (OpaquePointer) -> Result
  ) throws -> Result {
    guard let source = BIO_new_mem_buf(pem, Int32(pem.count)) else { throw failed }
    defer { BIO_free(source) }
    var secret = passphrase.utf8CString
    let key = secret.withUnsafeMutableBytes {
      PEM_read_bio_PrivateKey(source, nil, nil, $0.baseAddress)
    }
    guard let key else {
      ERR_clear_error()
      throw wrong(kid)
    }
    defer { EVP_PKEY_free(key) }
    return body(key)
  }

  /// The 32 bytes of the public key in a PEM.
  ///
  /// - Throws: ``Failure`` for a file that holds none of Ed25519.
  static func readPublic(_ pem: [UInt8], path: String) throws -> [UInt8] {
    guard let source = BIO_new_mem_buf(pem, Int32(pem.count)) else { throw failed }
    defer { BIO_free(source) }
    var bytes = [UInt8](repeating: 0, count: 32)
    var length = 32
    let key = PEM_read_bio_PUBKEY(source, nil, nil, nil)
    defer { EVP_PKEY_free(key) }
    guard key != nil, EVP_PKEY_get_raw_public_key(key, &bytes, &length) == 1, length == 32 else {
      ERR_clear_error()
      throw Failure(
        .usage, "key", "\(path) holds no public key of Ed25519 (BEGIN PUBLIC KEY).",
        ru: "В \(path) нет открытого ключа Ed25519 (BEGIN PUBLIC KEY).")
    }
    return bytes
  }

  private static func text(_ write: (OpaquePointer) -> Bool) throws -> String {
    guard let target = BIO_new(BIO_s_mem()) else { throw failed }
    defer { BIO_free(target) }
    guard write(target) else { throw failed }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = BIO_read(target, &bytes, Int32(bytes.count))
    guard count > 0, count < bytes.count else { throw failed }
    return String(decoding: bytes.prefix(Int(count)), as: UTF8.self)
  }

  private static let failed = Failure(
    .usage, "key", "libcrypto could not write the key.", ru: "libcrypto не смогла записать ключ.")

  private static func wrong(_ kid: String) -> Failure {
    Failure(
      .policy, "passphrase",
      "The private key \(kid) cannot be opened: the passphrase is wrong, or the file is no Ed25519 key.",
      ru:
        "Закрытый ключ \(kid) не открывается: неверная парольная фраза или в файле не ключ Ed25519."
    )
  }
}

/// Public keys as the world writes them.
enum PublicKey {
  /// The head of a SubjectPublicKeyInfo of Ed25519 (RFC 8410); 32 bytes follow.
  private static let head: [UInt8] = [
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
  ]

  /// The PEM that `openssl pkey -pubin` reads.
  static func pem(_ key: [UInt8]) -> String {
    let body = String(decoding: Base64.encode(head + key), as: UTF8.self)
    return "-----BEGIN PUBLIC KEY-----\n\(body)\n-----END PUBLIC KEY-----\n"
  }

  /// SHA-256 of the SubjectPublicKeyInfo.
  static func fingerprint(_ key: [UInt8]) -> String { Digest.sha256(head + key) }

  /// The bytes in hexadecimal.
  static func hex(_ key: [UInt8]) -> String {
    key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The bytes of hexadecimal digits that the ledger keeps.
  static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
  }
}
