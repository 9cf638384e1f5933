/// What a file is, by its first bytes and, where these tell nothing, by its name and type.
enum TextKind: Sendable, Equatable {
  case pdf
  /// A ZIP, whose parts tell what it is.
  case packed
  case mail
  case html
  case plain

  /// - Throws: ``TextFailure`` for what is not read.
  init(_ head: [UInt8], name: String, type: String) throws {
    let end = Self.ending(name)
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      throw TextFailure.encrypted
    } else if head.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      self = .packed
    } else if head.starts(with: Array("%PDF-".utf8)) {
      self = .pdf
    } else if end == "pdf" || Self.offices.contains(end) {
      throw TextFailure.damaged
    } else if end == "eml" || type == "message/rfc822" {
      self = .mail
    } else if end == "html" || end == "htm" || type == "text/html" {
      self = .html
    } else if Self.texts.contains(end) || type.hasPrefix("text/") || Self.types.contains(type) {
      self = .plain
    } else {
      throw TextFailure.notSupported
    }
  }

  private static let offices: Set = ["docx", "xlsx", "pptx", "odt", "ods", "odp"]
  private static let texts: Set = ["txt", "csv", "tsv", "md", "log", "json", "xml", "ini", "yaml"]
  private static let types: Set = ["application/json", "application/xml"]

  /// Behind the last point, in small letters.
  private static func ending(_ name: String) -> String {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 ? parts.last?.lowercased() ?? "" : ""
  }
}
