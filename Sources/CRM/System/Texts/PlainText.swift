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
}
