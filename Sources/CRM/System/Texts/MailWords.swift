import Foundation

/// Letters that were made fit for sending (RFC 2045, 2047, 2231).
enum MailWords {
  /// A head with encoded words, `=?utf-8?B?…?=`. One letter may lie in two words, so neighbours are decoded together.
  static func decoded(_ head: String) -> String {
    var out = ""
    var word: (charset: String, bytes: [UInt8]) = ("", [])
    var place = head.startIndex
    func close() {
      if !word.bytes.isEmpty { out += Charset.decoded(word.bytes, word.charset) }
      word = ("", [])
    }
    for match in head.matches(of: /=\?([^?*\s]+)(?:\*[^?]*)?\?([BbQq])\?([^?]*)\?=/) {
      let between = head[place..<match.range.lowerBound]
      let charset = match.output.1.lowercased()
      if word.bytes.isEmpty || charset != word.charset || !between.allSatisfy(\.isWhitespace) {
        let isBetweenWords = !word.bytes.isEmpty && between.allSatisfy(\.isWhitespace)
        close()
        if !isBetweenWords { out += between }
      }
      word.charset = charset
      let bytes = Array(match.output.3.utf8)
      word.bytes += match.output.2.lowercased() == "b" ? base64(bytes[...]) : q(bytes)
      place = match.range.upperBound
    }
    close()
    return out + head[place...]
  }

  /// A parameter such as `utf-8'ru'%D0%B0`.
  static func decoded(extended value: String) -> String {
    let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return decoded(value) }
    return Charset.decoded(unescaped(Array(parts[2].utf8)[...], mark: "%"), String(parts[0]))
  }

  static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let known = bytes.filter { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == 0x2B || byte == 0x2F
    }
    // What is left over of a group that was cut off is no byte.
    let whole = known.count % 4 == 1 ? known.dropLast() : known[...]
    let padding = [UInt8](repeating: 0x3D, count: (4 - whole.count % 4) % 4)
    return Data(base64Encoded: Data(whole + padding)).map { Array($0) } ?? []
  }

  static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    unescaped(bytes, mark: "=")
  }

  private static func q(_ bytes: [UInt8]) -> [UInt8] {
    unescaped(bytes.map { $0 == 0x5F ? 0x20 : $0 }[...], mark: "=")
  }

  /// Two hexadecimal digits behind the mark are a byte; a line that ends with the mark goes on.
  private static func unescaped(_ bytes: ArraySlice<UInt8>, mark: Unicode.Scalar) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    let mark = UInt8(ascii: mark)
    var place = bytes.startIndex
    while place < bytes.endIndex {
      let byte = bytes[place]
      place += 1
      guard byte == mark else {
        out.append(byte)
        continue
      }
      if let high = digit(bytes, place), let low = digit(bytes, place + 1) {
        out.append(high << 4 | low)
        place += 2
      } else if let end = bytes[place...].prefix(80).firstIndex(where: { $0 != 0x20 && $0 != 0x0D }
      ),
        bytes[end] == 0x0A
      {
        place = end + 1
      } else {
        out.append(byte)
      }
    }
    return out
  }

  private static func digit(_ bytes: ArraySlice<UInt8>, _ place: Int) -> UInt8? {
    guard place < bytes.endIndex else { return nil }
    return Character(Unicode.Scalar(bytes[place])).hexDigitValue.map { UInt8($0) }
  }
}
