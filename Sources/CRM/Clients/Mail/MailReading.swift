import CGMime

extension MailMessage {
  /// Reads a message with its parts.
  ///
  /// - Throws: ``Unreadable`` for bytes that are none.
  init(reading bytes: [UInt8]) throws {
    guard !bytes.isEmpty else { throw Unreadable.empty }
    guard let tree = MailTree(bytes) else { throw Unreadable.noHeader }
    readHeader(tree)
    let leaves = (0..<tree.leaves).map(tree.leaf)
    let body = MailBody(leaves)
    let text = leaves.isEmpty ? tree.prologue ?? "" : body.text
    self.text = text.cut(to: Self.longestText)
    attachments = body.attachments
    isCut = tree.isCut || text.unicodeScalars.count > Self.longestText
  }

  private mutating func readHeader(_ tree: MailTree) {
    let named = tree.field("Message-ID")
    identifier = Self.identifiers(named).first ?? Self.bare(named)
    let before = ["References", "In-Reply-To"].flatMap { (name: String) in
      Self.identifiers(tree.field(name))
    }
    references = Array(before.suffix(100))
    let seconds = Int(cgmime_date(tree.mail))
    date = seconds == -1 ? nil : seconds
    from = Self.addresses(tree, GMIME_ADDRESS_TYPE_FROM)
    to = Self.addresses(tree, GMIME_ADDRESS_TYPE_TO)
    copies = Self.addresses(tree, GMIME_ADDRESS_TYPE_CC)
    hidden = Self.addresses(tree, GMIME_ADDRESS_TYPE_BCC)
    if from.isEmpty { from = Self.addresses(tree, GMIME_ADDRESS_TYPE_SENDER) }
    sender = tree.field("From")
    subject = tree.field("Subject")
  }

  /// An identifier that somebody wrote without brackets.
  private static func bare(_ text: String?) -> String? {
    let tidy = text?.filter { !"<>".contains($0) }.trimmed.cut(to: 998) ?? ""
    return tidy.isEmpty ? nil : tidy
  }

  private static func identifiers(_ field: String?) -> [String] {
    guard let field else { return [] }
    var found: [String] = []
    withUnsafeMutablePointer(to: &found) { place in
      cgmime_identifiers(field, place) { context, identifier in
        guard let identifier else { return }
        let text = String(cString: identifier).trimmed
        guard (1...998).contains(text.unicodeScalars.count) else { return }
        context?.assumingMemoryBound(to: [String].self).pointee.append(text)
      }
    }
    return found
  }

  private static func addresses(_ tree: MailTree, _ kind: GMimeAddressType) -> [MailAddress] {
    var found: [MailAddress] = []
    withUnsafeMutablePointer(to: &found) { place in
      cgmime_addresses(tree.mail, kind, place) { context, name, address in
        guard let address,
          let read = MailAddress(
            String(cString: address), name: name.map { String(cString: $0) })
        else { return }
        context?.assumingMemoryBound(to: [MailAddress].self).pointee.append(read)
      }
    }
    return found
  }
}
