/// SHA-256 of what a message is wherever it has come by: without the fields that it gets on its way, and with lines
/// that end alike.
enum MailDigest {
  /// Trace fields (RFC 5322, 3.6.7), and those that mail servers and programs add of their own.
  private static let added: Set = [
    "return-path", "received", "delivered-to", "x-original-to", "status", "x-status",
  ]

  static func digest(_ bytes: [UInt8]) -> String {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var (isHeader, isAdded) = (true, false)
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let line = line.last == 0x0D ? line.dropLast() : line
      if isHeader, line.isEmpty { isHeader = false }
      if isHeader {
        let isFolded = line.first == 0x20 || line.first == 0x09
        if !isFolded { isAdded = added.contains(name(line)) }
        if isAdded { continue }
      }
      kept.append(contentsOf: line)
      kept.append(0x0A)
    }
    return Digest.sha256(kept)
  }

  private static func name(_ line: ArraySlice<UInt8>) -> String {
    String(decoding: line.prefix { $0 != 0x3A }, as: UTF8.self).trimmed.lowercased()
  }

  /// Without the line `From …` of a mailbox file (RFC 4155) that some programs leave before a message.
  static func withoutEnvelope(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.starts(with: Array("From ".utf8)), let end = bytes.firstIndex(of: 0x0A) else {
      return bytes
    }
    return Array(bytes[(end + 1)...])
  }
}
