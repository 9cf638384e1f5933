/// Somebody's address in a message.
struct MailAddress: Sendable, Hashable {
  /// In small letters, as channels have it.
  let address: String
  /// As whom he is named there.
  let name: String?

  /// - Returns: nil for an address without an at, which reaches nobody outside.
  init?(_ address: String, name: String?) {
    let tidy = address.trimmed.lowercased()
    guard tidy.contains("@"), tidy.unicodeScalars.count <= 320 else { return nil }
    self.address = tidy
    let name = name?.trimmed ?? ""
    self.name = name.isEmpty ? nil : name
  }

  /// `Name <address>`.
  var text: String { name.map { "\($0) <\(address)>" } ?? address }

  /// Whether it is one of these addresses, or of these domains.
  func isAmong(_ own: Set<String>) -> Bool {
    let domain = address.split(separator: "@").last.map(String.init) ?? ""
    return own.contains(address) || own.contains(domain)
  }
}

extension String {
  /// The first so many Unicode scalars, as PostgreSQL counts characters.
  func cut(to length: Int) -> String {
    String(String.UnicodeScalarView(unicodeScalars.prefix(length)))
  }
}
