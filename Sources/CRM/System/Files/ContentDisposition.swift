/// `Content-Disposition`: the name that a file comes and goes with (RFC 6266).
enum ContentDisposition {
  /// The name in a header, `filename*` (RFC 8187) before `filename`; nil where it has none.
  static func name(_ header: String?) -> String? {
    guard let header else { return nil }
    let extended = /(?i);\s*filename\*\s*=\s*UTF-8'[^']*'([^;\s]+)/
    if let match = header.firstMatch(of: extended) {
      return Percent.decode(match.output.1.utf8, plus: false)
    }
    let plain = /(?i);\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))/
    guard let match = header.firstMatch(of: plain) else { return nil }
    return match.output.1.map { String($0).replacing(/\\(.)/) { String($0.output.1) } }
      ?? match.output.2.map(String.init)
  }

  /// The header that lets a browser save the file and never show it.
  static func attachment(_ name: String) -> String {
    let plain = name.unicodeScalars.map { scalar in
      scalar.isASCII && scalar != "\"" && scalar != "\\" && scalar != "%" ? Character(scalar) : "_"
    }
    return "attachment; filename=\"\(String(plain))\"; filename*=UTF-8''\(Percent.encode(name))"
  }
}
