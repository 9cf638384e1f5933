import Foundation

/// Bytes that are added at the end and read anywhere; those beyond a limit lie in a temporary file.
final class Scratch {
  private let limit: Int
  private var file: Spool?
  /// How many bytes are in the file; the others are `tail`.
  private var written = 0
  private var tail: [UInt8] = []
  /// What was last read from the file, since who reads one place often reads its neighbour.
  private var window: (start: Int, bytes: [UInt8]) = (0, [])

  init(limit: Int) { self.limit = limit }

  var count: Int { written + tail.count }

  /// - Throws: when the disk is full.
  func append(_ bytes: some Collection<UInt8>) throws {
    tail.append(contentsOf: bytes)
    guard tail.count > limit else { return }
    let file = try file ?? Spool()
    self.file = file
    try tail.withUnsafeBytes { try file.put($0, at: written) }
    written += tail.count
    tail.removeAll(keepingCapacity: true)
  }

  /// The bytes of a range that was appended at once.
  func bytes(_ range: Range<Int>) throws -> ArraySlice<UInt8> {
    if range.lowerBound >= written {
      return tail[range.lowerBound - written..<range.upperBound - written]
    }
    if range.lowerBound < window.start || range.upperBound > window.start + window.bytes.count {
      try look(range)
    }
    return window.bytes[range.lowerBound - window.start..<range.upperBound - window.start]
  }

  private static let look = 1 << 13

  private func look(_ range: Range<Int>) throws {
    let wanted = min(max(range.count, Self.look), written - range.lowerBound)
    let bytes = try [UInt8](unsafeUninitializedCapacity: wanted) { space, count in
      count = try file?.get(UnsafeMutableRawBufferPointer(space), at: range.lowerBound) ?? 0
    }
    guard bytes.count >= range.count else { throw Spool.DiskError(code: EIO) }
    window = (range.lowerBound, bytes)
  }
}
