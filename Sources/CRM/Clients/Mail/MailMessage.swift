/// A message of RFC 5322 as it is understood.
struct MailMessage: Sendable {
  /// Its Message-ID without brackets; nil where it has none.
  var identifier: String?
  /// The messages that it names as those before it, the last one last.
  var references: [String] = []
  /// When it was written, in seconds since 1970; nil where it does not say so.
  var date: Int?
  var from: [MailAddress] = []
  var to: [MailAddress] = []
  var copies: [MailAddress] = []
  /// Who got it without the others' knowing; only what we sent says so.
  var hidden: [MailAddress] = []
  /// Whom it is from as it is written, where that is no address.
  var sender: String?
  var subject: String?
  var text = ""
  /// The parts that are no text to be read at once.
  var attachments: [MailPart] = []
  /// Whether it has more text or parts than are told here.
  var isCut = false

  /// Why bytes are no message.
  enum Unreadable: Error {
    case empty
    case noHeader

    /// For people, to stand beside what is kept.
    var reason: String {
      switch self {
      case .empty: "There are no bytes. | Байтов нет."
      case .noHeader:
        "It does not begin with the fields of a header (RFC 5322). | Не начинается с полей заголовка (RFC 5322)."
      }
    }
  }

  /// Characters of a text that are taken; PostgreSQL's check is the same.
  static let longestText = 50_000

  /// Everybody whom it names.
  var everybody: [MailAddress] { from + to + copies + hidden }
}

/// A part of a message that becomes a file.
struct MailPart: Sendable {
  /// As it calls itself; may be a path or anything else.
  var name: String?
  /// As it says; small letters.
  var type: String
  var bytes: [UInt8]
}
