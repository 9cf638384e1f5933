/// The text of a message (RFC 5322 and 2045): the heads that people read, the bodies, and the names of what is attached.
enum MailText {
  /// A message in a message in a message is not read any deeper.
  private static let depth = 10
  /// More parts are not read.
  private static let parts = 1000

  /// - Throws: ``TextFailure``, and `CancellationError`.
  static func gather(_ bytes: [UInt8], _ gathering: TextGathering) throws {
    let message = MIMEPart(bytes[...])
    guard !message.heads.isEmpty else { throw TextFailure.damaged }
    var left = parts
    try gather(message: message, depth, &left, gathering)
    // The end of a longer one was not looked at.
    if bytes.count >= gathering.limits.mail { throw TextFailure.tooLarge }
  }

  private static func gather(
    message: MIMEPart, _ depth: Int, _ left: inout Int, _ gathering: TextGathering
  ) throws {
    for name in ["subject", "from", "to", "cc", "date"] {
      guard let value = message.heads[name] else { continue }
      try gathering.append("\(MailWords.decoded(value))\n")
    }
    try gather(message, depth, &left, gathering)
  }

  private static func gather(
    _ part: MIMEPart, _ depth: Int, _ left: inout Int, _ gathering: TextGathering
  ) throws {
    try gathering.check()
    left -= 1
    guard left >= 0, depth > 0 else { throw TextFailure.tooComplex }
    let isAttached = part.disposition == "attachment"
    if isAttached || !part.type.hasPrefix("text/"), let name = part.name {
      try gathering.append("\(name)\n")
    }
    if part.type.hasPrefix("multipart/") {
      for inner in shown(try part.parts(most: left)) {
        try gather(inner, depth - 1, &left, gathering)
      }
    } else if part.type == "message/rfc822" {
      let inner = MIMEPart(part.bytes[...])
      try gather(message: inner, depth - 1, &left, gathering)
    } else if part.type.hasPrefix("text/"), !isAttached {
      let text = Charset.decoded(part.bytes, part.charset)
      try gathering.append(part.type == "text/html" ? PlainText.stripped(text) : text)
      try gathering.append("\n")
    }

    /// Of the same text in several forms one is read, the plainest.
    func shown(_ all: [MIMEPart]) -> [MIMEPart] {
      guard part.type == "multipart/alternative" else { return all }
      return (all.first { $0.type == "text/plain" } ?? all.last).map { [$0] } ?? []
    }
  }
}
