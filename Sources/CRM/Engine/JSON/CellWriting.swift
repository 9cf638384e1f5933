import NIOCore

extension Shape.Style {
  /// Copies the text of a cell, straight from libpq's memory, as a JSON value; nil is null.
  func write(_ cell: UnsafeBufferPointer<UInt8>?, with pen: inout Pen) {
    guard let cell else {
      pen.copy("null")
      return
    }
    switch self {
    case .raw: pen.copy(cell)
    case .boolean: pen.copy(cell.first == UInt8(ascii: "t") ? "true" : "false")
    case .quoted, .text, .instant:
      pen.put(Self.quote)
      switch self {
      case .text: pen.copy(escaping: cell)
      case .instant: Self.write(bareInstant: cell, with: &pen)
      default: pen.copy(cell)
      }
      pen.put(Self.quote)
    }
  }

  private static let quote = UInt8(ascii: "\"")

  /// `2026-11-23 10:00:00.5+00` becomes `2026-11-23T10:00:00.5Z`, as the connection's zone is UTC; what is no such
  /// text (`infinity`) stays as it is.
  private static func write(bareInstant cell: UnsafeBufferPointer<UInt8>, with pen: inout Pen) {
    guard cell.count > 13, cell[10] == UInt8(ascii: " ") else {
      pen.copy(cell)
      return
    }
    pen.copy(UnsafeBufferPointer(rebasing: cell[..<10]))
    pen.put(UInt8(ascii: "T"))
    pen.copy(UnsafeBufferPointer(rebasing: cell[11..<(cell.count - 3)]))
    pen.put(UInt8(ascii: "Z"))
  }

  /// The same into a buffer.
  static func write(bareInstant cell: UnsafeBufferPointer<UInt8>, into out: inout ByteBuffer) {
    out.writeWithUnsafeMutableBytes(minimumWritableBytes: cell.count) { target in
      guard let start = target.assumingMemoryBound(to: UInt8.self).baseAddress else { return 0 }
      var pen = Pen(start)
      write(bareInstant: cell, with: &pen)
      return pen.position - start
    }
  }
}
