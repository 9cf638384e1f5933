import CGMime

/// A part of a message that has no parts itself.
struct MailLeaf: Sendable {
  let type: String
  /// Which alternative it belongs to; 0 for none.
  let alternative: Int
  let isAttachment: Bool
  let name: String?
  /// In Unicode; nil for what is no text.
  let text: String?
  let bytes: [UInt8]

  init(_ mail: UnsafeMutablePointer<cgmime_message>, _ index: Int32) {
    let leaf = cgmime_leaf(mail, index)
    let named = cgmime_type(leaf)
    type = named.map { String(cString: $0).lowercased() } ?? "application/octet-stream"
    g_free(named)
    alternative = Int(cgmime_alternative(mail, index))
    isAttachment = cgmime_is_attachment(leaf)
    name = cgmime_filename(leaf).map { String(cString: $0) }
    let words = cgmime_text(leaf)
    text = words.map { String(cString: $0) }
    g_free(words)
    bytes = Self.content(leaf)
  }

  private static func content(_ leaf: UnsafeMutablePointer<GMimeObject>?) -> [UInt8] {
    var found: [UInt8] = []
    withUnsafeMutablePointer(to: &found) { place in
      cgmime_content(leaf, place) { context, bytes, length in
        context?.assumingMemoryBound(to: [UInt8].self).pointee
          .append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
      }
    }
    return found
  }

  var isHTML: Bool { type == "text/html" }

  /// Whether people read it with the message: plain or HTML, or a text of no known kind.
  var isRead: Bool {
    text != nil && !isAttachment && (type == "text/plain" || isHTML || !type.hasPrefix("text/"))
  }
}

/// What is read of a message, and what hangs on it.
struct MailBody: Sendable {
  /// The texts one behind the other; of alternatives the plain one, where it says anything.
  let text: String
  let attachments: [MailPart]

  init(_ leaves: [MailLeaf]) {
    let plain = Set(
      leaves.filter {
        $0.alternative > 0 && $0.isRead && !$0.isHTML && $0.text?.trimmed.isEmpty == false
      }.map(\.alternative))
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
