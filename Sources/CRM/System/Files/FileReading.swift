import NIOCore
import Postgres
import Synchronization

/// A version of a file that the caller sees.
struct FileVersion: Sendable {
  let file: Int
  let number: Int
  let name: String
  let type: String
  let size: Int
  let sha256: String
  let content: Int
}

extension FileStore {
  func open(_ file: Int, from offset: Int, for call: Call) async throws -> StoredContent {
    let version = try await find(file, number: nil, call)
    let reading = read(version, from: offset, to: version.size, for: call)
    return StoredContent(
      name: version.name, type: version.type, size: version.size,
      pieces: AsyncThrowingStream(unfolding: { try await reading.next() }))
  }

  /// - Parameter number: Of the version; nil for the last.
  /// - Throws: ``Problem/notFound``.
  func find(_ file: Int, number: Int?, _ call: Call) async throws -> FileVersion {
    let rows = try await run(
      [
        """
        select v.number, f.name, v.type, v.size, v.sha256, v.content_id
        from system.file as f join system.file_version as v
          on v.file_id = f.id and v.number = coalesce(\(number), f.content_version)
        where f.id = \(file)
        """
      ], call)[0]
    guard let row = rows.first else { throw Problem.notFound }
    return FileVersion(
      file: file, number: try row.int("number"), name: try row.string("name"),
      type: try row.string("type"), size: try row.int("size"), sha256: try row.string("sha256"),
      content: try row.int("content_id"))
  }

  /// The bytes from a place up to another one.
  func read(
    _ version: FileVersion, from start: Int, to end: Int, for call: Call
  ) -> FileReading {
    FileReading(store: self, content: version.content, call: call, start: start, end: end)
  }

  /// Keeps who has asked for which bytes.
  func log(_ version: FileVersion, _ part: Range<Int>, _ call: Call) async throws {
    _ = try await run(
      [
        """
        insert into system.file_download (file_id, number, start, bytes)
        values (\(version.file), \(version.number), \(part.lowerBound), \(part.count))
        """
      ], call)
  }

  /// The bytes of the piece that lies there, from there on.
  fileprivate func piece(of content: Int, at place: Int, _ call: Call) async throws -> ByteBuffer {
    let rows = try await run(
      [
        """
        select start, bytes from system.content_piece
        where content_id = \(content) and start <= \(place) order by start desc limit 1
        """
      ], call)[0]
    guard let start = try rows.first?.int("start"), let cell = rows.bytes(0, 1) else {
      throw Problem.notFound
    }
    var piece = ByteBuffer()
    piece.write(hexadecimal: cell)
    piece.moveReaderIndex(forwardBy: min(place - start, piece.readableBytes))
    return piece
  }
}

/// Reads a stretch of a content, a piece whenever one is asked for.
final class FileReading: Sendable {
  private let store: FileStore
  private let content: Int
  private let call: Call
  private let end: Int
  private let place: Mutex<Int>

  fileprivate init(store: FileStore, content: Int, call: Call, start: Int, end: Int) {
    self.store = store
    self.content = content
    self.call = call
    self.end = end
    place = Mutex(start)
  }

  /// The next piece, nil behind the last.
  ///
  /// - Throws: ``Problem/notFound`` where the caller may not see it any more.
  func next() async throws -> ByteBuffer? {
    let from = place.withLock { $0 }
    guard from < end else { return nil }
    let piece = try await store.piece(of: content, at: from, call)
    guard
      let part = piece.getSlice(
        at: piece.readerIndex, length: min(piece.readableBytes, end - from)), part.readableBytes > 0
    else { throw Problem.notFound }
    place.withLock { $0 = from + part.readableBytes }
    return part
  }
}

extension ByteBuffer {
  /// Appends the bytes of a cell of type bytea, `\x` and two digits for each.
  fileprivate mutating func write(hexadecimal cell: UnsafeBufferPointer<UInt8>) {
    let count = max(0, cell.count - 2) / 2
    writeWithUnsafeMutableBytes(minimumWritableBytes: count) { space in
      for place in 0..<count {
        let (high, low) = (cell[2 * place + 2], cell[2 * place + 3])
        space[place] = Self.nibble(high) << 4 | Self.nibble(low)
      }
      return count
    }
  }

  /// Of a digit in lower case, as PostgreSQL writes it.
  private static func nibble(_ digit: UInt8) -> UInt8 { (digit & 15) &+ (digit >> 6) &* 9 }
}
