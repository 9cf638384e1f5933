/// An SQL file cut into its statements, as `psql` would cut it.
///
/// Knows strings, quoted names, dollar quotes, nested comments, parentheses and the bodies of
/// `begin atomic` functions. Lines of `psql` commands are not SQL and are not understood.
public struct Script: Sendable {
  /// One statement with the line it begins in, counted from 1.
  public struct Statement: Sendable, Hashable {
    /// As it stands in the file.
    public let text: String
    /// The line it begins in, counted from 1.
    public let line: Int
  }

  /// The statements in order, without those that are only comments.
  public let statements: [Statement]

  /// Cuts the text.
  public init(_ text: String) {
    var scanner = ScriptScanner(text)
    statements = scanner.statements()
  }
}

/// Walks over the bytes of a script; every delimiter of SQL is ASCII.
struct ScriptScanner {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var start: (position: Int, line: Int)?
  private var depth = 0
  private var words: [String] = []
  private var found: [Script.Statement] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func statements() -> [Script.Statement] {
    while position < bytes.count {
      step()
    }
    finish()
    return found
  }

  private mutating func step() {
    switch bytes[position] {
    case UInt8(ascii: "-") where next == UInt8(ascii: "-"): skipLineComment()
    case UInt8(ascii: "/") where next == UInt8(ascii: "*"): skipBlockComment()
    case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): advance()
    case UInt8(ascii: ";") where depth == 0 && !insideAtomic: finish()
    default:
      begin()
      token()
    }
  }

  private mutating func token() {
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "'"): skipQuoted(byte, backslash: words.last == "e" && touchesWord)
    case UInt8(ascii: "\""): skipQuoted(byte, backslash: false)
    case UInt8(ascii: "$") where dollarTag != nil: skipDollarQuoted()
    case UInt8(ascii: "("):
      depth += 1
      advance()
    case UInt8(ascii: ")"):
      depth -= 1
      advance()
    case _ where Self.isWord(byte): readWord()
    default: advance()
    }
  }

  private var next: UInt8? { position + 1 < bytes.count ? bytes[position + 1] : nil }

  private var touchesWord: Bool { position > 0 && Self.isWord(bytes[position - 1]) }

  /// Whether the statement stands in a `begin atomic … end` body, where `;` separates inner ones.
  private var insideAtomic: Bool {
    guard
      let opening = zip(words, words.dropFirst()).map({ $0 == ("begin", "atomic") })
        .firstIndex(of: true)
    else { return false }
    let body = words[(opening + 2)...]
    return 1 + body.count { $0 == "case" } - body.count { $0 == "end" } > 0
  }

  private mutating func begin() {
    if start == nil { start = (position, line) }
  }

  private mutating func finish() {
    if let start {
      let text = String(decoding: bytes[start.position..<position], as: UTF8.self)
      found.append(Script.Statement(text: text, line: start.line))
    }
    start = nil
    depth = 0
    words = []
    if position < bytes.count { advance() }
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where position < bytes.count {
      if bytes[position] == UInt8(ascii: "\n") { line += 1 }
      position += 1
    }
  }

  private mutating func skipLineComment() {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { advance() }
  }

  private mutating func skipBlockComment() {
    var level = 0
    repeat {
      if matches("/*") {
        level += 1
        advance(2)
      } else if matches("*/") {
        level -= 1
        advance(2)
      } else {
        advance()
      }
    } while level > 0 && position < bytes.count
  }

  private mutating func skipQuoted(_ quote: UInt8, backslash: Bool) {
    advance()
    while position < bytes.count, bytes[position] != quote {
      advance(backslash && bytes[position] == UInt8(ascii: "\\") ? 2 : 1)
    }
    advance()
  }

  /// The opening `$tag$` at this place, or nil when the dollar sign is something else.
  private var dollarTag: String? {
    if touchesWord { return nil }
    var end = position + 1
    while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return nil }
    if end > position + 1, bytes[position + 1] < UInt8(ascii: "A") { return nil }
    return String(decoding: bytes[position...end], as: UTF8.self)
  }

  private mutating func skipDollarQuoted() {
    guard let tag = dollarTag else { return advance() }
    advance(tag.utf8.count)
    while position < bytes.count, !matches(tag) { advance() }
    advance(tag.utf8.count)
  }

  private mutating func readWord() {
    let first = position
    while position < bytes.count, Self.isWord(bytes[position]) { advance() }
    words.append(String(decoding: bytes[first..<position], as: UTF8.self).lowercased())
  }

  private func matches(_ text: String) -> Bool {
    bytes[position...].starts(with: text.utf8)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
