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

  /// Bytes as lower-case hexadecimal.
  public static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
