import CCrypto

/// OpenSSL's libcrypto as a whole.
public enum Cryptography {
  /// Keeps its tables to the very end of the process.
  ///
  /// Left to itself it frees them in `exit`, while threads that end at that moment still take themselves
  /// out of them, which crashed a command after its work was done. Call this before anything else does
  /// (OPENSSL_init_crypto(3), `OPENSSL_INIT_NO_ATEXIT`).
  public static func keepToTheEnd() {
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
  }
}
