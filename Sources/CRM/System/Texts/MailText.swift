/// The text of a message (RFC 5322 and 2045): the heads that people read, the bodies, and the names of what is attached.
enum MailText {
  /// A message in a message in a message is not read any deeper.
  private static let depth = 10
  /// More parts are not read.
  private static let parts = 1000

  /// - Throws: ``TextFailure``, and `CancellationError`.
  static func gather(_ bytes: [UInt8], _ gathering: TextGathering) throws {
    var left = parts
    try gather(bytes, depth, &left, gathering)
    // The end of a longer one was not looked at.
    if bytes.count >= gathering.limits.mail { throw TextFailure.tooLarge }
  }

  private static func gather(
    _ bytes: [UInt8], _ depth: Int, _ left: inout Int, _ gathering: TextGathering
  ) throws {
    guard depth > 0 else { throw TextFailure.tooComplex }
    let tree = MailTree(bytes) { (try? gathering.check()) != nil }
    try gathering.check()
    guard let tree else {
      // What is enclosed and no message ends nothing but itself.
      if depth < Self.depth { return }
      throw TextFailure.damaged
    }
    for name in ["Subject", "From", "To", "Cc", "Date"] {
      if let value = tree.field(name) { try gathering.append("\(value)\n") }
    }
    let leaves = try (0..<tree.leaves).map { index in
      try gathering.check()
      return tree.leaf(index)
    }
    let plain = MailLeaf.plain(leaves)
    for leaf in leaves {
      left -= 1
      guard left >= 0 else { throw TextFailure.tooComplex }
      try gather(leaf, isSaid: plain.contains(leaf.alternative), gathering)
      if leaf.type == "message/rfc822" { try gather(leaf.bytes, depth - 1, &left, gathering) }
    }
    if tree.isCut { throw TextFailure.tooComplex }
    if leaves.isEmpty {
      try gathering.append(tree.prologue ?? "")
      throw TextFailure.damaged
    }
  }

  /// - Parameter isSaid: Whether a plain text says the same.
  private static func gather(
    _ leaf: MailLeaf, isSaid: Bool, _ gathering: TextGathering
  ) throws {
    try gathering.check()
    if leaf.isAttachment || !leaf.type.hasPrefix("text/"), let name = leaf.name {
      try gathering.append("\(name)\n")
    }
    guard let text = leaf.text, !leaf.isAttachment, !isSaid || leaf.type == "text/plain" else {
      return
    }
    try gathering.append(leaf.isHTML ? HTMLText.plain(text) : text)
    try gathering.append("\n")
  }
}
