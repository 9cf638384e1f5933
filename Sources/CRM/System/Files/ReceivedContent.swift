import NIOCore

/// What has been received whole, and what one look at it tells.
struct ReceivedContent: Sendable {
  let spool: Spool
  let size: Int
  /// 32 bytes.
  let sha256: [UInt8]
  /// The first bytes, at most 1 KiB.
  let head: [UInt8]

  /// Reads it once.
  init(_ spool: Spool) async throws {
    self.spool = spool
    var (size, head) = (0, [UInt8]())
    var digest = RunningDigest()
    for try await piece in spool {
      if size == 0 { head = Array(piece.readableBytesView.prefix(1024)) }
      size += piece.readableBytes
      piece.withUnsafeReadableBytes { digest.update($0) }
    }
    (self.size, self.head) = (size, head)
    sha256 = digest.finish()
  }
}
