import Foundation

/// An opaque secret that stands for a session; only its hash is ever stored.
struct Token: Sendable {
  /// What the client keeps and sends as its bearer token.
  let text: String

  /// 256 bits of the system's randomness.
  init() {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    let letters = (0..<43).map { _ in alphabet.randomElement(using: &random) ?? "0" }
    text = "crm_" + String(letters)
  }

  /// SHA-256 of the text.
  var hash: [UInt8] { Digest.sha256Bytes(Array(text.utf8)) }

  /// The cookie in which a browser keeps a token: for this host only, out of reach of scripts; with 0 seconds it
  /// is forgotten.
  static func cookie(_ text: String, seconds: Int) -> String {
    "__Host-crm=\(text); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=\(seconds)"
  }
}
