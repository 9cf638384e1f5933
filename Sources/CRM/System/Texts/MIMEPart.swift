/// A part of a message: its heads and its body, which may have parts of its own (RFC 2045, 2046).
struct MIMEPart {
  /// By their names in small letters, unfolded; of several of one name the first.
  private(set) var heads: [String: String] = [:]
  private let body: ArraySlice<UInt8>
  /// Behind the semicolons of Content-Type and Content-Disposition.
  private var parameters: [String: String] = [:]
  private(set) var type = "text/plain"
  private(set) var disposition = ""

  init(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    var lines: [[UInt8]] = []
    while !rest.isEmpty {
      let line = Self.line(&rest)
      if line.isEmpty { break }
      if line.first == 0x20 || line.first == 0x09, !lines.isEmpty {
        lines[lines.count - 1] += line
      } else if lines.count < Self.most {
        lines.append(Array(line))
      }
    }
    body = rest
    for line in lines { enter(line) }
    describe()
  }

  private static let most = 1000

  /// Takes the next line off, without its end.
  private static func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
    let line = rest[..<end]
    rest = rest[min(end + 1, rest.endIndex)...]
    return line.last == 0x0D ? line.dropLast() : line
  }

  private mutating func enter(_ line: [UInt8]) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return }
    let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
    guard !name.contains(" "), heads[name] == nil else { return }
    let value = Array(line[(colon + 1)...])
    heads[name] =
      (String(validating: value, as: UTF8.self) ?? Charset.decoded(value, "windows-1251")).trimmed
  }

  private mutating func describe() {
    if let value = heads["content-disposition"] { disposition = enter(parameters: value) }
    if let value = heads["content-type"] {
      let said = enter(parameters: value)
      if said.contains("/") { type = said }
    }
  }

  /// - Returns: What stands before the first semicolon, in small letters.
  private mutating func enter(parameters value: String) -> String {
    let parts = Self.split(value)
    for part in parts.dropFirst() {
      guard let equals = part.firstIndex(of: "=") else { continue }
      let name = String(part[..<equals]).trimmed.lowercased()
      let text = String(part[part.index(after: equals)...]).trimmed
      parameters[name] = parameters[name] ?? text.replacing("\"", with: "")
    }
    return (parts.first ?? "").trimmed.lowercased()
  }

  /// At the semicolons that no quotes hold.
  private static func split(_ value: String) -> [String] {
    var parts = [""]
    var isQuoted = false
    for character in value {
      if character == "\"" { isQuoted.toggle() }
      if character == ";", !isQuoted {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }

  var charset: String { parameters["charset"] ?? "utf-8" }

  /// Of what is attached.
  var name: String? {
    for key in ["filename", "name"] {
      if let name = parameters[key] { return MailWords.decoded(name) }
      if let name = parameters["\(key)*"] { return MailWords.decoded(extended: name) }
      let pieces = (0..<20).map { parameters["\(key)*\($0)*"] ?? parameters["\(key)*\($0)"] }
      let name = pieces.prefix { $0 != nil }.compactMap { $0 }.joined(separator: "")
      if !name.isEmpty { return MailWords.decoded(extended: name) }
    }
    return nil
  }

  /// The body as it was before it was made fit for sending.
  var bytes: [UInt8] {
    switch (heads["content-transfer-encoding"] ?? "").lowercased() {
    case "base64": MailWords.base64(body)
    case "quoted-printable": MailWords.quotedPrintable(body)
    default: Array(body)
    }
  }

  /// What stands between the boundaries.
  ///
  /// - Throws: ``TextFailure/damaged`` where no boundary is told.
  func parts(most: Int) throws -> [MIMEPart] {
    guard let boundary = parameters["boundary"], !boundary.isEmpty else {
      throw TextFailure.damaged
    }
    let mark = Array("--\(boundary)".utf8)
    var parts: [MIMEPart] = []
    var rest = body
    var start: Int?
    while !rest.isEmpty, parts.count <= most {
      let place = rest.startIndex
      let line = Self.line(&rest)
      guard line.starts(with: mark) else { continue }
      if let start { parts.append(MIMEPart(body[start..<place])) }
      start = rest.startIndex
      if line.dropFirst(mark.count).starts(with: Array("--".utf8)) { return parts }
    }
    // A message that was cut off has no last boundary.
    if let start, start < body.endIndex { parts.append(MIMEPart(body[start...])) }
    return parts
  }
}
