/// The words of a page of HTML, without its looks.
enum HTMLText {
  /// Elements of which nothing is read.
  private static let silent: Set = ["script", "style", "title", "noscript", "template"]
  /// Elements that stand on lines of their own.
  private static let blocks: Set = [
    "p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "pre", "section", "article", "header", "footer", "address", "body", "dt", "dd",
    "option", "title",
  ]
  private static let cells: Set = ["td", "th"]
  private static let entities = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "copy": "©",
    "laquo": "«", "raquo": "»", "ndash": "–", "mdash": "—", "hellip": "…", "euro": "€",
  ]

  /// Lines without white space at their ends, at most one empty one between two.
  ///
  /// - Parameter titled: Whether the title is read too.
  static func plain(_ html: String, titled: Bool = false) -> String {
    var words = ""
    var rest = Substring(html)
    while let open = rest.firstIndex(of: "<") {
      words += decoded(rest[..<open])
      rest = rest[open...]
      guard let next = rest.dropFirst().first, next.isLetter || "/!?".contains(next) else {
        words += "<"
        rest = rest.dropFirst()
        continue
      }
      if rest.hasPrefix("<!--") {
        rest = rest.firstRange(of: "-->").map { rest[$0.upperBound...] } ?? ""
        continue
      }
      guard let close = rest.firstIndex(of: ">") else { break }
      let tag = rest[rest.index(after: open)..<close]
      rest = rest[rest.index(after: close)...]
      let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
      if blocks.contains(name) { words += "\n" }
      if cells.contains(name) { words += " " }
      let isSilent = silent.contains(name) && !(titled && name == "title")
      if isSilent, !tag.hasPrefix("/"), !tag.hasSuffix("/") {
        rest = behind(name, rest)
      }
    }
    if !rest.hasPrefix("<") { words += decoded(rest) }
    return lines(words)
  }

  private static func behind(_ name: String, _ text: Substring) -> Substring {
    var rest = text
    while let open = rest.firstRange(of: "</") {
      rest = rest[open.upperBound...]
      if rest.prefix(name.count).lowercased() == name {
        return rest.firstIndex(of: ">").map { rest[rest.index(after: $0)...] } ?? ""
      }
    }
    return ""
  }

  /// White space as one space, entities as what they stand for.
  private static func decoded(_ text: Substring) -> String {
    var result = ""
    var rest = text
    while let sign = rest.firstIndex(of: "&") {
      result += spaced(rest[..<sign])
      let name = rest[rest.index(after: sign)...].prefix(12)
      if let end = name.firstIndex(of: ";"), let meant = meaning(name[..<end]) {
        result += meant
        rest = rest[rest.index(after: end)...]
      } else {
        result += "&"
        rest = rest[rest.index(after: sign)...]
      }
    }
    return result + spaced(rest)
  }

  private static func spaced(_ text: Substring) -> String {
    String(text.map { $0.isWhitespace ? " " : $0 })
  }

  private static func meaning(_ name: Substring) -> String? {
    guard name.hasPrefix("#") else { return entities[name.lowercased()] }
    let digits = name.dropFirst()
    let code =
      digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return code.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }.map { String(Character($0)) }
  }

  private static func lines(_ text: String) -> String {
    var result: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.split(separator: " ").joined(separator: " ")
      if words.isEmpty, result.last?.isEmpty != false { continue }
      result.append(words)
    }
    return result.joined(separator: "\n").trimmed
  }
}
