import NIOCore

/// Where bytes are kept that outlive a request.
public protocol ContentStore: Sendable {
  /// Keeps what has been received, in the caller's name; he alone sees it until it is linked to a record.
  ///
  /// - Parameters:
  ///   - name: 1 to 255 characters without a path.
  ///   - type: A media type without parameters.
  /// - Returns: its number. What is linked to nothing goes after 30 days.
  /// - Throws: a 403 for a caller who may keep none, a 422 for the name.
  func keep(
    _ spool: Spool, name: String, type: String, for call: Call
  ) async throws -> Int

  /// What is kept under a number, from a place of it on.
  ///
  /// - Throws: ``Problem/notFound`` for what the caller may not see.
  func open(_ file: Int, from offset: Int, for call: Call) async throws -> StoredContent
}

/// Bytes that are kept, and what is known of them.
public struct StoredContent: Sendable {
  /// Without a path.
  public let name: String
  /// Its media type.
  public let type: String
  /// Of the whole, in bytes.
  public let size: Int
  /// The bytes from the place that was asked for; each piece is read when it is asked for, and no connection is held
  /// between two of them. To be gone through once.
  public let pieces: AsyncThrowingStream<ByteBuffer, any Error>

  /// Bytes with what is known of them.
  public init(
    name: String, type: String, size: Int, pieces: AsyncThrowingStream<ByteBuffer, any Error>
  ) {
    self.name = name
    self.type = type
    self.size = size
    self.pieces = pieces
  }
}
