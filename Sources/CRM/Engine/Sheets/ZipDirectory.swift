import Foundation

/// What a ZIP file says of its size, judged before anybody makes room for it (APPNOTE 4.3.14 to 4.3.16).
struct ZipDirectory {
  private let descriptor: Int32
  private let size: Int

  init(_ descriptor: Int32) throws {
    self.descriptor = descriptor
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Spool.DiskError(code: errno) }
    size = Int(status.st_size)
  }

  /// - Throws: ``SheetFailure`` for a file that is no ZIP, or has more parts than a workbook ever has.
  func check() throws {
    // What Office calls a document with a password is a file of another kind, as the old formats are.
    let head = try bytes(0..<8)
    guard head != [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] else {
      throw SheetFailure.encrypted
    }
    let start = max(0, size - Self.reach)
    let tail = try bytes(start..<size)
    let ends = tail.indices.filter { tail[$0...].starts(with: Self.end) }
    guard !ends.isEmpty else { throw SheetFailure.notAWorkbook }
    guard ends.count <= SheetLimits.directory.ends else { throw Self.tooMany }
    for place in ends { try check(tail[place...], endsAt: start + place) }
  }

  /// The longest comment, the end that stands before it, and what may stand before that.
  private static let reach = 65_535 + 22 + 20
  private static let end: [UInt8] = [0x50, 0x4B, 5, 6]
  private static let locator: [UInt8] = [0x50, 0x4B, 6, 7]
  private static let tooMany = SheetFailure.tooComplex("ZIP")

  private func check(_ end: ArraySlice<UInt8>, endsAt place: Int) throws {
    guard end.count >= 22 else { return }
    try judge(entries: Self.number(end, 10, 2), bytes: Self.number(end, 12, 4))
    let locator = place >= 20 ? try bytes(place - 20..<place) : []
    guard locator.starts(with: Self.locator) else { return }
    guard let offset = Int(exactly: Self.number(locator[...], 8, 8)), offset <= size - 56 else {
      throw SheetFailure.broken("ZIP")
    }
    let large = try bytes(offset..<offset + 56)
    try judge(entries: Self.number(large[...], 32, 8), bytes: Self.number(large[...], 40, 8))
  }

  private func judge(entries: UInt64, bytes: UInt64) throws {
    guard entries <= SheetLimits.directory.entries, bytes <= SheetLimits.directory.bytes else {
      throw Self.tooMany
    }
  }

  /// Little-endian.
  private static func number(_ bytes: ArraySlice<UInt8>, _ place: Int, _ width: Int) -> UInt64 {
    bytes.dropFirst(place).prefix(width).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func bytes(_ range: Range<Int>) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: range.count) { space, count in
      count = pread(descriptor, space.baseAddress, range.count, off_t(range.lowerBound))
      guard count >= 0 else {
        count = 0
        throw Spool.DiskError(code: errno)
      }
    }
  }
}
