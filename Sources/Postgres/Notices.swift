import CPostgres
import Glibc

/// Listens to the server's notices on one connection, from that connection's thread.
final class Notices {
  /// A commit was not confirmed by the standby it should have waited for.
  private(set) var isUnreplicated = false

  /// Takes all notices of the connection from now on.
  func listen(to connection: OpaquePointer) {
    let this = Unmanaged.passUnretained(self).toOpaque()
    PQsetNoticeReceiver(
      connection,
      { this, result in
        guard let this, let result else { return }
        Unmanaged<Notices>.fromOpaque(this).takeUnretainedValue().receive(result)
      }, this)
  }

  /// Whether such a commit was seen since the last question.
  func takeUnreplicated() -> Bool {
    defer { isUnreplicated = false }
    return isUnreplicated
  }

  private func receive(_ notice: OpaquePointer) {
    // The warning has no SQLSTATE of its own, and its text is translated.
    guard let function = PQresultErrorField(notice, Int32(UInt8(ascii: "R"))) else { return }
    if strcmp(function, "SyncRepWaitForLSN") == 0 { isUnreplicated = true }
  }
}
