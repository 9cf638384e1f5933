/// What is read of a message, and what hangs on it.
struct MailBody: Sendable {
  /// The texts one behind the other; of alternatives the plain one, where it says anything.
  let text: String
  let attachments: [MailPart]

  init(_ leaves: [MailLeaf]) {
    let plain = MailLeaf.plain(leaves)
    let read = leaves.filter {
      $0.isRead && !($0.isHTML && plain.contains($0.alternative))
    }
    text = read.compactMap { leaf in
      leaf.isHTML
        ? HTMLText.plain(leaf.text ?? "") : leaf.text?.replacing("\r\n", with: "\n").trimmed
    }.filter { !$0.isEmpty }.joined(separator: "\n\n")
    attachments = leaves.filter { !$0.isRead }.map {
      MailPart(name: $0.name, type: $0.type, bytes: $0.bytes)
    }
  }
}
