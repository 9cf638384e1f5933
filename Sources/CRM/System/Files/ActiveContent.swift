/// What runs where it is opened, told by its first bytes, since its sender may call it an image.
enum ActiveContent: CaseIterable {
  case html, svg, script, windowsProgram, linuxProgram, macProgram

  /// What these bytes are; nil where they run nowhere.
  init?(_ head: [UInt8]) {
    guard let found = Self.allCases.first(where: { $0.isFound(head) }) else { return nil }
    self = found
  }

  /// Its media type.
  var type: String {
    switch self {
    case .html: "text/html"
    case .svg: "image/svg+xml"
    case .script: "text/x-script"
    case .windowsProgram: "application/vnd.microsoft.portable-executable"
    case .linuxProgram: "application/x-executable"
    case .macProgram: "application/x-mach-binary"
    }
  }

  private static let programs: Set = [
    "application/x-msdownload", "application/x-dosexec", "application/x-msdos-program",
    "application/x-sharedlib", "application/x-elf", "application/x-pie-executable",
  ]

  /// Whether a sender who says this of it has not lied; whoever says nothing has not.
  func admits(_ claim: String) -> Bool {
    if claim == type || claim == "application/octet-stream" { return true }
    return switch self {
    case .html, .svg:
      claim.hasPrefix("text/") || claim.hasSuffix("/xml")
        || claim.hasSuffix("+xml")
          && !claim.hasPrefix("image/")
    case .script: claim.hasPrefix("text/") || claim.hasPrefix("application/x-")
    case .windowsProgram, .linuxProgram, .macProgram: Self.programs.contains(claim)
    }
  }

  private func isFound(_ head: [UInt8]) -> Bool {
    switch self {
    case .html:
      let text = Self.text(head)
      return ["<!doctype html", "<html", "<head", "<body", "<script", "<iframe"]
        .contains { text.hasPrefix($0) }
    case .svg:
      let text = Self.text(head)
      return text.hasPrefix("<svg") || text.hasPrefix("<?xml") && text.contains("<svg")
        || text.hasPrefix("<!doctype svg")
    case .script: return head.starts(with: Array("#!".utf8))
    // Texts may begin with these letters, but they have no NUL.
    case .windowsProgram: return head.starts(with: Array("MZ".utf8)) && head.prefix(64).contains(0)
    case .linuxProgram: return head.starts(with: [0x7F, 0x45, 0x4C, 0x46])
    case .macProgram:
      return [[0xFE, 0xED, 0xFA, 0xCE], [0xFE, 0xED, 0xFA, 0xCF], [0xCF, 0xFA, 0xED, 0xFE]]
        .contains { head.starts(with: $0) }
    }
  }

  /// Without a byte order mark and white space at the beginning, in small letters.
  private static func text(_ head: [UInt8]) -> String {
    let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let text = head[start...].drop { [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains($0) }
    return String(decoding: text, as: UTF8.self).lowercased()
  }
}
