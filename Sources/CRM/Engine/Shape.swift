import NIOCore
import Postgres

/// How one row of a result becomes JSON: which cell stands where and how its text is written.
struct Shape: Sendable {
  /// How the text of a cell becomes a JSON value.
  enum Style: Sendable {
    /// Digits, or JSON itself.
    case raw
    /// Needs quotes, holds nothing to escape.
    case quoted
    case text
    case boolean
    case instant

    init(_ type: ValueType) {
      self =
        switch type {
        case .integer, .json, .textList, .integerList: .raw
        case .decimal, .date: .quoted
        case .boolean: .boolean
        case .instant: .instant
        case .text: .text
        }
    }
  }

  indirect enum Part: Sendable {
    /// `"name":` and the cell behind it.
    case cell(name: [UInt8], column: Int, style: Style)
    /// A nested object; null when the cell at `presence` is.
    case object(name: [UInt8], presence: Int, [Part])
  }

  var parts: [Part]

  /// `"name":` as bytes.
  static func name(_ text: String) -> [UInt8] { JSON.string(text).bytes + [UInt8(ascii: ":")] }

  /// Appends the row as an object; `more` may add members before it closes.
  func write(
    _ rows: Rows, _ row: Int, into out: inout ByteBuffer,
    more: (inout ByteBuffer) -> Void = { _ in }
  ) {
    out.writeInteger(UInt8(ascii: "{"))
    Self.write(parts, rows, row, into: &out)
    more(&out)
    out.writeInteger(UInt8(ascii: "}"))
  }

  private static func write(
    _ parts: [Part], _ rows: Rows, _ row: Int, into out: inout ByteBuffer
  ) {
    for (index, part) in parts.enumerated() {
      if index > 0 { out.writeInteger(UInt8(ascii: ",")) }
      switch part {
      case .cell(let name, let column, let style):
        out.writeBytes(name)
        style.write(rows.bytes(row, column), into: &out)
      case .object(let name, let presence, let inner):
        out.writeBytes(name)
        guard rows.bytes(row, presence) != nil else {
          out.writeStaticString("null")
          continue
        }
        out.writeInteger(UInt8(ascii: "{"))
        write(inner, rows, row, into: &out)
        out.writeInteger(UInt8(ascii: "}"))
      }
    }
  }
}
