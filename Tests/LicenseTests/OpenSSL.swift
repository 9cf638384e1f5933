import Cluster

/// What openssl(1) says.
enum OpenSSL {
  /// The public half of a private key in a PEM under a passphrase, as PEM.
  static func publicKey(_ path: String, passphrase: String) async throws -> String {
    try await Tool(
      "openssl", ["pkey", "-in", path, "-passin", "env:SECRET", "-pubout"],
      environment: ["SECRET": passphrase]
    ).output()
  }
}
