import CGMime

extension MailMessage {
  private static let isReady: Bool = {
    g_mime_init()
    return true
  }()

  /// Reads a message with its parts.
  ///
  /// - Throws: ``Unreadable`` for bytes that are none.
  init(reading bytes: [UInt8]) throws {
    precondition(Self.isReady)
    guard !bytes.isEmpty else { throw Unreadable.empty }
    let opened = bytes.withUnsafeBytes {
      cgmime_open($0.bindMemory(to: CChar.self).baseAddress, $0.count)
    }
    guard let mail = opened else { throw Unreadable.noHeader }
    defer { cgmime_close(mail) }
    readHeader(mail)
    let leaves = (0..<cgmime_leaf_count(mail)).map { MailLeaf(mail, $0) }
    let body = MailBody(leaves)
    let text = leaves.isEmpty ? Self.text(cgmime_prologue(mail)) ?? "" : body.text
    self.text = text.cut(to: Self.longestText)
    attachments = body.attachments
    isCut = mail.pointee.is_cut || text.unicodeScalars.count > Self.longestText
  }

  private mutating func readHeader(_ mail: UnsafeMutablePointer<cgmime_message>) {
    identifier =
      Self.identifiers(Self.text(cgmime_field(mail, "Message-ID"))).first
      ?? Self.bare(Self.text(cgmime_field(mail, "Message-ID")))
    let named = ["References", "In-Reply-To"].flatMap { (name: String) in
      Self.identifiers(Self.text(cgmime_field(mail, name)))
    }
    references = Array(named.suffix(100))
    let seconds = Int(cgmime_date(mail))
    date = seconds == -1 ? nil : seconds
    from = Self.addresses(mail, GMIME_ADDRESS_TYPE_FROM)
    to = Self.addresses(mail, GMIME_ADDRESS_TYPE_TO)
    copies = Self.addresses(mail, GMIME_ADDRESS_TYPE_CC)
    hidden = Self.addresses(mail, GMIME_ADDRESS_TYPE_BCC)
    if from.isEmpty { from = Self.addresses(mail, GMIME_ADDRESS_TYPE_SENDER) }
    sender = Self.text(cgmime_field(mail, "From"))
    subject = Self.text(cgmime_field(mail, "Subject"))
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    let text = pointer.map { String(cString: $0).trimmed } ?? ""
    return text.isEmpty ? nil : text
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

  private static func addresses(
    _ mail: UnsafeMutablePointer<cgmime_message>, _ kind: GMimeAddressType
  ) -> [MailAddress] {
    var found: [MailAddress] = []
    withUnsafeMutablePointer(to: &found) { place in
      cgmime_addresses(mail, kind, place) { context, name, address in
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
