import NIOCore
import Postgres

/// How one row of a result becomes JSON: the text between the cells is worked out once, the cells are copied
/// straight from libpq's memory.
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

  /// Some literal text and what comes behind it.
  private struct Step {
    enum Kind {
      case cell(Style)
      /// With NULL in the column the object is null and the steps up to `end` are left out.
      case object(end: Int)
      case nothing
    }

    let literal: Range<Int>
    let column: Int
    var kind: Kind
  }

  private var literals: [UInt8] = []
  private var steps: [Step] = []
  /// No members.
  let isEmpty: Bool

  init(parts: [Part]) {
    isEmpty = parts.isEmpty
    var text = [UInt8(ascii: "{")]
    append(parts, &text)
    append(text, column: 0, .nothing)
  }

  /// `"name":` as bytes.
  static func name(_ text: String) -> [UInt8] { JSON.string(text).bytes + [UInt8(ascii: ":")] }

  private mutating func append(_ parts: [Part], _ text: inout [UInt8]) {
    for (index, part) in parts.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      switch part {
      case .cell(let name, let column, let style):
        append(text + name, column: column, .cell(style))
        text = []
      case .object(let name, let presence, let inner):
        let opening = steps.count
        append(text + name, column: presence, .object(end: 0))
        text = [UInt8(ascii: "{")]
        append(inner, &text)
        append(text + [UInt8(ascii: "}")], column: 0, .nothing)
        steps[opening].kind = .object(end: steps.count)
        text = []
      }
    }
  }

  private mutating func append(_ literal: [UInt8], column: Int, _ kind: Step.Kind) {
    let start = literals.count
    literals += literal
    steps.append(Step(literal: start..<literals.count, column: column, kind: kind))
  }

  /// Appends the row as an object; `more` may add members before it closes.
  func write(
    _ rows: Rows, _ row: Int, into out: inout ByteBuffer,
    more: (inout ByteBuffer) -> Void = { _ in }
  ) {
    write({ rows.bytes(row, $0) }, into: &out)
    more(&out)
    out.writeInteger(UInt8(ascii: "}"))
  }

  /// Appends a row that came as one value as an object.
  func write(_ row: RowValue, into out: inout ByteBuffer) {
    row.withCells { write($0, into: &out) }
    out.writeInteger(UInt8(ascii: "}"))
  }

  private func write(
    _ cell: (Int) -> UnsafeBufferPointer<UInt8>?, into out: inout ByteBuffer
  ) {
    withUnsafeTemporaryAllocation(of: UnsafeBufferPointer<UInt8>?.self, capacity: steps.count) {
      write($0, room: gather(cell, into: $0), into: &out)
    }
  }

  /// Finds the cells of a row, and tells how many bytes they may need at most: six for each of a text, which may
  /// have to be written as `\u00XX`; quotes; `false`.
  private func gather(
    _ find: (Int) -> UnsafeBufferPointer<UInt8>?,
    into cells: UnsafeMutableBufferPointer<UnsafeBufferPointer<UInt8>?>
  ) -> Int {
    var room = literals.count
    for (place, step) in steps.enumerated() {
      let cell = find(step.column)
      cells.initializeElement(at: place, to: cell)
      guard case .cell(let style) = step.kind, let cell else {
        room += 4
        continue
      }
      room += (style == .text ? 6 : 1) * cell.count + 5
    }
    return room
  }

  private func write(
    _ cells: UnsafeMutableBufferPointer<UnsafeBufferPointer<UInt8>?>, room: Int,
    into out: inout ByteBuffer
  ) {
    out.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { target in
      guard let start = target.assumingMemoryBound(to: UInt8.self).baseAddress else { return 0 }
      var pen = Pen(start)
      literals.withUnsafeBufferPointer { write(cells, $0, &pen) }
      return pen.position - start
    }
  }

  private func write(
    _ cells: UnsafeMutableBufferPointer<UnsafeBufferPointer<UInt8>?>,
    _ literals: UnsafeBufferPointer<UInt8>, _ pen: inout Pen
  ) {
    var place = 0
    while place < steps.count {
      let step = steps[place]
      pen.copy(UnsafeBufferPointer(rebasing: literals[step.literal]))
      let cell = cells[place]
      place += 1
      switch step.kind {
      case .cell(let style): style.write(cell, with: &pen)
      case .object(let end):
        guard cell == nil else { continue }
        pen.copy("null")
        place = end
      case .nothing: break
      }
    }
  }
}
