import CCrypto

/// SHA-256 of OpenSSL's libcrypto.
public enum Digest {
  /// The digest of the bytes in lower-case hexadecimal.
  public static func sha256(_ bytes: some Sequence<UInt8>) -> String {
    hex(sha256Bytes(Array(bytes)))
  }

  /// The 32 bytes of the digest.
  public static func sha256Bytes(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 32
    let done = EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil)
    precondition(done == 1 && length == 32, "libcrypto has no SHA-256")
    return digest
  }

  /// The 32 bytes of a code that only the holder of the secret can compute (HMAC-SHA256, RFC 2104).
  static func code(of message: [UInt8], secret: [UInt8]) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 32
    HMAC(EVP_sha256(), secret, Int32(secret.count), message, message.count, &code, &length)
    return code
  }

  /// Bytes as lower-case hexadecimal.
  public static func hex(_ bytes: [UInt8]) -> String {
    let digits: StaticString = "0123456789abcdef"
    return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
      for (place, byte) in bytes.enumerated() {
        text[place * 2] = digits.utf8Start[Int(byte >> 4)]
        text[place * 2 + 1] = digits.utf8Start[Int(byte & 15)]
      }
      return bytes.count * 2
    }
  }
}
