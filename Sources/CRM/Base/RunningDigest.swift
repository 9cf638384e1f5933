import CCrypto

/// SHA-256 of bytes that come in pieces.
struct RunningDigest: ~Copyable {
  private let context = EVP_MD_CTX_new()

  init() {
    let begun = EVP_DigestInit_ex(context, EVP_sha256(), nil)
    precondition(begun == 1, "libcrypto has no SHA-256")
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds the next bytes.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// The 32 bytes of the digest of all that came.
  consuming func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    EVP_DigestFinal_ex(context, &digest, nil)
    return digest
  }
}
