/// The elements of OFX: SGML, in which values are not closed, or XML, in which everything is.
struct OFXTree {
  /// An element; those within it, or its value.
  struct Element {
    let name: String
    let line: Int
    var value = ""
    var children: [Element] = []
    /// Where in the text it begins and ends.
    var range: Range<Substring.UTF8View.Index>

    /// The first of that name within it, however deep.
    func first(_ name: String) -> Element? {
      for child in children {
        if child.name == name { return child }
        if let found = child.first(name) { return found }
      }
      return nil
    }

    /// All of that name within it, none within another.
    func all(_ name: String) -> [Element] {
      children.flatMap { $0.name == name ? [$0] : $0.all(name) }
    }

    /// The value of the first of that name; nil where it is empty.
    subscript(_ name: String) -> String? { StatementValue.words(first(name)?.value) }
  }

  /// Nameless; in it stand the outermost.
  private(set) var root: Element
  /// Those that are open, the outermost first.
  private var open: [Element] = []

  /// How deep elements may stand in each other.
  private static let deepest = 32

  /// - Throws: ``StatementFailure`` for what is no OFX.
  init(_ text: Substring.UTF8View) throws {
    var scanner = OFXScanner(text)
    root = Element(name: "", line: 1, range: text.startIndex..<text.endIndex)
    while let tag = try scanner.next() { try take(tag) }
    if let last = open.last {
      throw StatementFailure(
        scanner.line,
        Text(
          "The file ends within \(last.name), which begins in line \(last.line).",
          ru: "Файл кончается внутри \(last.name), начатого в строке \(last.line)."))
    }
  }

  private mutating func take(_ tag: OFXScanner.Tag) throws {
    if tag.isClosing { return try close(tag) }
    let element = Element(name: tag.name, line: tag.line, value: tag.value, range: tag.range)
    if tag.isWhole || !tag.value.isEmpty { return append(element) }
    guard open.count < Self.deepest else {
      throw StatementFailure(
        tag.line,
        Text("Elements stand too deep in each other.", ru: "Слишком глубокая вложенность."))
    }
    open.append(element)
  }

  private mutating func append(_ element: Element) {
    if let last = open.indices.last {
      open[last].children.append(element)
    } else {
      root.children.append(element)
    }
  }

  private mutating func close(_ tag: OFXScanner.Tag) throws {
    guard let place = open.lastIndex(where: { $0.name == tag.name }) else {
      // The end of a value, which SGML may leave out.
      let last = (open.last ?? root).children.last
      if last?.name == tag.name { return }
      throw StatementFailure(
        tag.line,
        Text(
          "</\(tag.name)> closes what is not open.", ru: "</\(tag.name)> закрывает неоткрытое."))
    }
    // What is empty and was never closed has nothing in it: what follows stands beside it.
    while open.count > place + 1 {
      var hollow = open.removeLast()
      let beside = hollow.children
      hollow.children = []
      for element in [hollow] + beside { append(element) }
    }
    var element = open.removeLast()
    element.range = element.range.lowerBound..<tag.range.upperBound
    append(element)
  }
}

/// Finds the tags of OFX and the values behind them.
struct OFXScanner {
  struct Tag {
    let name: String
    let line: Int
    let isClosing: Bool
    /// Whether it closes itself.
    let isWhole: Bool
    let value: String
    let range: Range<Substring.UTF8View.Index>
  }

  private let text: Substring.UTF8View
  private var place: Substring.UTF8View.Index
  private(set) var line = 1

  init(_ text: Substring.UTF8View) {
    self.text = text
    place = text.startIndex
  }

  /// The next tag, nil behind the last; instructions and comments are passed over.
  ///
  /// - Throws: ``StatementFailure`` for a tag that never ends.
  mutating func next() throws -> Tag? {
    while true {
      advance(to: text[place...].firstIndex(of: 0x3C) ?? text.endIndex)
      guard place < text.endIndex else { return nil }
      let (start, began) = (place, line)
      guard let end = text[place...].firstIndex(of: 0x3E) else {
        throw StatementFailure(line, Text("A tag never ends.", ru: "Тег не закрыт."))
      }
      let inside = text[text.index(after: start)..<end]
      advance(to: text.index(after: end))
      if inside.first == 0x3F || inside.first == 0x21 { continue }
      let behind = text[place...].firstIndex(of: 0x3C) ?? text.endIndex
      let value = Self.plain(String(Substring(text[place..<behind]))).trimmed
      advance(to: behind)
      return Self.tag(
        inside, began, value, start..<(value.isEmpty ? text.index(after: end) : behind))
    }
  }

  private mutating func advance(to end: Substring.UTF8View.Index) {
    line += text[place..<end].count { $0 == 0x0A }
    place = end
  }

  private static func tag(
    _ inside: Substring.UTF8View, _ line: Int, _ value: String,
    _ range: Range<Substring.UTF8View.Index>
  ) -> Tag {
    var name = String(Substring(inside)).trimmed[...]
    let isClosing = name.hasPrefix("/")
    if isClosing { name = name.dropFirst() }
    let isWhole = name.hasSuffix("/")
    if isWhole { name = name.dropLast() }
    return Tag(
      name: name.prefix { !$0.isWhitespace }.uppercased(), line: line, isClosing: isClosing,
      isWhole: isWhole, value: isClosing ? "" : value, range: range)
  }

  private static func plain(_ text: String) -> String {
    guard text.contains("&") else { return text }
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&quot;", "\""), ("&apos;", "'")]
    return (signs + [("&amp;", "&")]).reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}
