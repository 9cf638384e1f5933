import NIOCore

/// The files that a message becomes: its bytes as they came, and its attachments, as far as the house takes such.
struct MailFiles: Sendable {
  private(set) var contents: [(received: ReceivedContent, type: String)] = []
  /// How many attachments are found in the bytes of the message alone.
  private(set) var leftOut = 0
  private var names: [(name: String, label: String)] = []

  init(_ bytes: [UInt8], _ message: MailMessage, _ rules: FileRules) async throws {
    try await add(bytes, "message/rfc822", "message.eml", "message")
    for (place, part) in message.attachments.enumerated() {
      let known = part.type.wholeMatch(of: /[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+/) != nil
      let type = known && part.type.count <= 127 ? part.type : "application/octet-stream"
      do {
        _ = try rules.type(type)
        try rules.judge(type, Array(part.bytes.prefix(1024)))
      } catch is Problem {
        leftOut += 1
        continue
      }
      try await add(part.bytes, type, Self.name(part, place + 1), "attachment")
    }
  }

  /// Name and label of each, in the order of the contents.
  var described: JSON {
    .array(names.map { ["name": .string($0.name), "label": .string($0.label)] })
  }

  private mutating func add(
    _ bytes: [UInt8], _ type: String, _ name: String, _ label: String
  ) async throws {
    let spool = try Spool()
    try await spool.write(ByteBuffer(bytes: bytes), at: 0)
    contents.append((try await ReceivedContent(spool), type))
    names.append((name, label))
  }

  /// Its own name without what a name must not have; senders write paths, and worse.
  private static func name(_ part: MailPart, _ number: Int) -> String {
    let plain = (part.name ?? "").unicodeScalars.map { scalar -> Character in
      let isHidden =
        scalar.properties.generalCategory == .control || scalar == "/" || scalar == "\\"
        || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      return isHidden ? "_" : Character(scalar)
    }
    if let name = try? FileName(String(plain).trimmed.cut(to: 255)) { return name.text }
    return part.type == "message/rfc822" ? "message-\(number).eml" : "part-\(number)"
  }
}
