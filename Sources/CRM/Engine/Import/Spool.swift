import Foundation
import NIOCore
import NIOPosix

/// A file that lies in the temporary directory without a name, and is gone with the last who holds it.
public final class Spool: Sendable {
  let descriptor: Int32

  /// - Throws: when there is no place for temporary files.
  public init() throws {
    let template = FileManager.default.temporaryDirectory.appendingPathComponent("crm-XXXXXX").path
    var path = Array(template.utf8CString)
    descriptor = mkstemp(&path)
    guard descriptor >= 0 else { throw DiskError(code: errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(path)
  }

  /// A file that is there, to be read only.
  ///
  /// - Throws: when it cannot be read.
  init(reading path: String) throws {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DiskError(code: errno) }
  }

  deinit { close(descriptor) }

  /// How many bytes it has.
  var size: Int { Int(lseek(descriptor, 0, SEEK_END)) }

  /// The system's word on what it could not do.
  struct DiskError: Error, CustomStringConvertible {
    let code: Int32
    var description: String { "temporary file: \(String(cString: strerror(code)))" }
  }

  /// Writes all bytes there.
  ///
  /// - Throws: when the disk is full.
  func write(_ bytes: ByteBuffer, at offset: Int) async throws {
    try await NIOThreadPool.singleton.runIfActive {
      try bytes.withUnsafeReadableBytes { try self.put($0, at: offset) }
    }
  }

  /// The most bytes that are read at once.
  private static let piece = 1 << 18

  /// The bytes from there on, at most a piece of them; nil behind the last.
  func read(at offset: Int) async throws -> ByteBuffer? {
    try await NIOThreadPool.singleton.runIfActive {
      var piece = ByteBuffer()
      try piece.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.piece) { space in
        try self.get(.init(rebasing: space.prefix(Self.piece)), at: offset)
      }
      return piece.readableBytes > 0 ? piece : nil
    }
  }
}

// The same for threads that may block.
extension Spool {
  /// Writes all bytes there.
  ///
  /// - Throws: when the disk is full.
  func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      guard count > 0 || count < 0 && errno == EINTR else { throw DiskError(code: errno) }
      if count > 0 { done += count }
    }
  }

  /// Reads what fits, or as much as there is from there on, and tells how much.
  func get(_ space: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
    while true {
      let count = pread(descriptor, space.baseAddress, space.count, off_t(offset))
      if count >= 0 { return count }
      guard errno == EINTR else { throw DiskError(code: errno) }
    }
  }
}

extension Spool: AsyncSequence {
  /// Reads the file from its beginning, piece by piece.
  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let spool: Spool
    fileprivate var offset = 0

    /// The next piece, or nil behind the last.
    ///
    /// - Throws: what the system says of a file that cannot be read.
    public mutating func next() async throws -> ByteBuffer? {
      let piece = try await spool.read(at: offset)
      offset += piece?.readableBytes ?? 0
      return piece
    }
  }

  /// A reading of its own from the beginning.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(spool: self) }
}
