import NIOCore

extension Shape.Style {
  /// Copies the text of a cell, straight from libpq's memory, as a JSON value; nil is null.
  func write(_ cell: UnsafeBufferPointer<UInt8>?, into out: inout ByteBuffer) {
    guard let cell else {
      out.writeStaticString("null")
      return
    }
    switch self {
    case .raw: out.writeBytes(cell)
    case .quoted:
      out.writeInteger(Self.quote)
      out.writeBytes(cell)
      out.writeInteger(Self.quote)
    case .text: Self.write(text: cell, into: &out)
    case .boolean: out.writeStaticString(cell.first == UInt8(ascii: "t") ? "true" : "false")
    case .instant: Self.write(instant: cell, into: &out)
    }
  }

  private static let quote = UInt8(ascii: "\"")

  private static func write(text cell: UnsafeBufferPointer<UInt8>, into out: inout ByteBuffer) {
    guard cell.contains(where: { $0 < 0x20 || $0 == quote || $0 == UInt8(ascii: "\\") }) else {
      out.writeInteger(quote)
      out.writeBytes(cell)
      out.writeInteger(quote)
      return
    }
    var escaped: [UInt8] = []
    escaped.reserveCapacity(cell.count + 16)
    JSON.write(string: cell, into: &escaped)
    out.writeBytes(escaped)
  }

  /// `2026-11-23 10:00:00.5+00` becomes `2026-11-23T10:00:00.5Z`; the connection's zone is UTC.
  private static func write(instant cell: UnsafeBufferPointer<UInt8>, into out: inout ByteBuffer) {
    out.writeInteger(quote)
    write(bareInstant: cell, into: &out)
    out.writeInteger(quote)
  }

  /// The same without quotes; what is no such text (`infinity`) stays as it is.
  static func write(bareInstant cell: UnsafeBufferPointer<UInt8>, into out: inout ByteBuffer) {
    guard cell.count > 13, cell[10] == UInt8(ascii: " ") else {
      out.writeBytes(cell)
      return
    }
    out.writeBytes(cell[0..<10])
    out.writeInteger(UInt8(ascii: "T"))
    out.writeBytes(cell[11..<(cell.count - 3)])
    out.writeInteger(UInt8(ascii: "Z"))
  }
}
