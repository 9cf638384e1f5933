/// A file of statements, read whole.
struct StatementFile: Sendable {
  let format: StatementFormat
  let encoding: StatementText.Encoding
  let statements: [BankStatement]

  /// - Parameters:
  ///   - told: The form, where it is known; else the file says it by its beginning.
  ///   - table: How a CSV is written.
  /// - Throws: ``StatementFailure`` with the line and the reason.
  init(_ bytes: [UInt8], told: StatementFormat?, table: StatementTable) throws {
    guard bytes.contains(where: { $0 > 0x20 }) else {
      throw StatementFailure(1, Text("The file is empty.", ru: "Файл пуст."))
    }
    let text = try StatementText(bytes, otherwise: Self.encoding(bytes))
    let format = told ?? Self.format(of: text)
    statements =
      switch format {
      case .camt053: try CAMTStatement.read(text)
      case .mt940: try MT940Statement.read(text)
      case .ofx: try OFXStatement.read(text)
      case .exchange: try ExchangeStatement.read(text)
      case .csv: [try table.read(text)]
      }
    (self.format, encoding) = (format, text.encoding)
  }

  /// What a text that is no UTF-8 is written in: as it says itself, else as Russian banks write.
  private static func encoding(_ bytes: [UInt8]) -> StatementText.Encoding {
    let head = String(decoding: bytes.prefix(1000), as: Unicode.ASCII.self).lowercased()
    if head.contains("=dos") { return .cp866 }
    let western = ["charset:1252", "encoding:usascii", "iso-8859-1", "windows-1252", "\n:20:"]
    let isWestern = western.contains { head.contains($0) } || head.hasPrefix(":20:")
    return isWestern ? .windows1252 : .windows1251
  }

  private static func format(of text: StatementText) -> StatementFormat {
    if ClientBankExchange.recognizes(text) { return .exchange }
    let head = text.text.prefix(2000)
    if head.contains("<OFX>") || head.hasPrefix("OFXHEADER") { return .ofx }
    if head.first(where: { !$0.isWhitespace }) == "<" { return .camt053 }
    let lines = text.lines.prefix(200).map(\.text)
    if lines.contains(where: { $0.hasPrefix(":20:") }) { return .mt940 }
    // Cells need something that parts them.
    let first = lines.first { !$0.trimmed.isEmpty } ?? ""
    return first.contains { ",;\t|".contains($0) } ? .csv : .mt940
  }
}
