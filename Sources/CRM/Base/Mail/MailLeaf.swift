import CGMime

/// A part of a message that has no parts itself.
struct MailLeaf: Sendable {
  let type: String
  /// Which alternative it belongs to; 0 for none.
  let alternative: Int
  let isAttachment: Bool
  /// Whether people read it with the message: plain or HTML, or a text of no known kind.
  let isRead: Bool
  let name: String?
  /// In Unicode; nil for what is no text.
  let text: String?
  /// Decoded; none of what is read with the message.
  let bytes: [UInt8]

  init(_ mail: UnsafeMutablePointer<cgmime_message>, _ index: Int32) {
    let leaf = cgmime_leaf(mail, index)
    let named = cgmime_type(leaf)
    let type = named.map { String(cString: $0).lowercased() } ?? "application/octet-stream"
    g_free(named)
    alternative = Int(cgmime_alternative(mail, index))
    let isAttachment = cgmime_is_attachment(leaf)
    name = cgmime_filename(leaf).map { String(cString: $0) }
    let words = cgmime_text(leaf)
    let text = words.map { String(cString: $0) }
    g_free(words)
    (self.type, self.isAttachment, self.text) = (type, isAttachment, text)
    isRead =
      text != nil && !isAttachment
      && (type == "text/plain" || type == "text/html" || !type.hasPrefix("text/"))
    bytes = isRead ? [] : Self.content(leaf)
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

  /// The alternatives that say something in plain text.
  static func plain(_ leaves: [MailLeaf]) -> Set<Int> {
    Set(
      leaves.filter {
        $0.alternative > 0 && $0.isRead && !$0.isHTML && $0.text?.trimmed.isEmpty == false
      }.map(\.alternative))
  }
}
