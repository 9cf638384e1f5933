/// Letters out of bytes whose encoding nobody has told.
enum PlainText {
  /// By the mark at its beginning, else as UTF-8 or, where it is none, as Windows-1251.
  ///
  /// - Throws: ``TextFailure/damaged`` for what is no text.
  static func decoded(_ bytes: [UInt8]) throws -> String {
    let mark = ImportEncoding(mark: bytes)
    if let mark, mark.isWide {
      var decoder = WideDecoder(mark)
      return String(decoding: decoder.take(bytes.dropFirst(2)), as: UTF8.self)
    }
    guard !bytes.contains(0) else { throw TextFailure.damaged }
    if mark == .utf8 { return String(decoding: bytes.dropFirst(3), as: UTF8.self) }
    // Where a long text was cut off within a letter, that one is left out.
    for cut in 0..<min(4, bytes.count + 1) {
      if let text = String(validating: bytes.dropLast(cut), as: UTF8.self) { return text }
    }
    return Charset.decoded(bytes, "windows-1251")
  }

  /// The words of a page: without tags, scripts and styles, with the commonest names of characters spelled out.
  static func stripped(_ page: String) -> String {
    var out: [UInt8] = []
    var rest = Array(page.utf8)[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
      out += rest[..<open]
      out.append(UInt8(ascii: " "))
      let tag = rest[open...].prefix(12)
      let name = String(decoding: tag.dropFirst().prefix { $0.isLetter }, as: UTF8.self)
        .lowercased()
      rest = behind(name, rest[open...])
    }
    return spelled(String(decoding: out + rest, as: UTF8.self))
  }

  /// What follows a tag, or the end of what is not shown.
  private static func behind(_ name: String, _ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var from = rest
    if name == "script" || name == "style" {
      let end = Array("</\(name)".utf8)
      while let place = from.dropFirst().firstIndex(of: UInt8(ascii: "<")) {
        from = from[place...]
        let tag = from.prefix(end.count).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        if tag == end { break }
      }
    }
    guard let close = from.firstIndex(of: UInt8(ascii: ">")) else { return [] }
    return from[(close + 1)...]
  }

  private static let names = [
    ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"),
    ("&laquo;", "«"), ("&raquo;", "»"), ("&mdash;", "\u{2014}"), ("&ndash;", "–"), ("&amp;", "&"),
  ]

  private static func spelled(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    return names.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
}
