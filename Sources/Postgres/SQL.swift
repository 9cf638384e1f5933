/// SQL text with its binds. `"… where id = \(id)"` appends a typed bind and `$n`: a value cannot
/// become text.
public struct SQL: Sendable, Hashable {
  /// The text with placeholders `$1`, `$2` and so on; it alone decides which prepared statement runs.
  public private(set) var text: String
  /// The values of the placeholders, in order.
  public private(set) var binds: [Bind]
  /// Where each placeholder stands in the text, in UTF-8 bytes, in order of appearance.
  private var marks: [Mark]

  private struct Mark: Sendable, Hashable {
    var offset: Int
    var number: Int
  }

  /// An empty text, to append to.
  public init() {
    text = ""
    binds = []
    marks = []
  }

  /// Text of trusted code or of the catalogue, which already holds its `$n`.
  ///
  /// Placeholders are looked for outside of quoted strings and names.
  public init(raw text: String, binds: [Bind] = []) {
    self.text = text
    self.binds = binds
    marks = binds.isEmpty ? [] : Self.scan(text)
  }

  /// Appends another text; its placeholders are numbered on from ours.
  public mutating func append(_ other: SQL) {
    let shift = binds.count
    let base = text.utf8.count
    binds += other.binds
    guard shift > 0, !other.marks.isEmpty else {
      text += other.text
      marks += other.marks.map { Mark(offset: base + $0.offset, number: $0.number) }
      return
    }
    appendRenumbered(other, by: shift)
  }

  /// Appends text of code or of the catalogue.
  public mutating func append(raw other: String) {
    text += other
  }

  /// Appends a value as the next placeholder.
  public mutating func append(bind: Bind) {
    binds.append(bind)
    mark(binds.count)
  }

  private mutating func mark(_ number: Int) {
    marks.append(Mark(offset: text.utf8.count, number: number))
    text += "$\(number)"
  }

  private mutating func appendRenumbered(_ other: SQL, by shift: Int) {
    let source = other.text.utf8
    var from = source.startIndex
    for mark in other.marks {
      let place = source.index(source.startIndex, offsetBy: mark.offset)
      text += String(other.text[from..<place])
      self.mark(mark.number + shift)
      from = source.index(place, offsetBy: "$\(mark.number)".utf8.count)
    }
    text += String(other.text[from...])
  }

  /// The text with every placeholder replaced by what `literal` makes of its bind: for commands
  /// that take no parameters.
  func inlined(_ literal: (Bind) -> String) -> String {
    var result = ""
    let source = text.utf8
    var from = source.startIndex
    for mark in marks where binds.indices.contains(mark.number - 1) {
      let place = source.index(source.startIndex, offsetBy: mark.offset)
      result += String(text[from..<place]) + literal(binds[mark.number - 1])
      from = source.index(place, offsetBy: "$\(mark.number)".utf8.count)
    }
    return result + String(text[from...])
  }

  /// Finds `$n` outside of `'…'` and `"…"`.
  private static func scan(_ text: String) -> [Mark] {
    var marks: [Mark] = []
    var quote: UInt8?
    var open: Mark?
    for (offset, byte) in text.utf8.enumerated() {
      if var mark = open, byte >= 0x30, byte <= 0x39 {
        mark.number = mark.number * 10 + Int(byte - 0x30)
        open = mark
        continue
      }
      if let mark = open, mark.number > 0 { marks.append(mark) }
      open = nil
      if let current = quote {
        if byte == current { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == UInt8(ascii: "$") {
        open = Mark(offset: offset, number: 0)
      }
    }
    if let mark = open, mark.number > 0 { marks.append(mark) }
    return marks
  }

  /// The same text with other values in its placeholders, as many as it has.
  public func binding(_ values: [Bind]) -> SQL {
    var copy = self
    copy.binds = values
    return copy
  }

  /// Two texts, one after the other.
  public static func + (left: SQL, right: SQL) -> SQL {
    var sum = left
    sum.append(right)
    return sum
  }

  /// The same as `append`.
  public static func += (left: inout SQL, right: SQL) {
    left.append(right)
  }

  /// The parts with a separator, text of code, between them.
  public static func joined(_ parts: [SQL], by separator: String) -> SQL {
    var result = SQL()
    for (index, part) in parts.enumerated() {
      if index > 0 { result.append(raw: separator) }
      result.append(part)
    }
    return result
  }
}

extension [SQL] {
  /// The parts with a separator, text of code, between them.
  public func joined(_ separator: String) -> SQL {
    SQL.joined(self, by: separator)
  }
}
