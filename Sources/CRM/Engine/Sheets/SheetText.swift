/// A text as a workbook holds it (ECMA-376, ST_Xstring).
enum SheetText {
  /// What would be read as an escape, and the two characters that XML has not; the writer itself escapes controls.
  static func escaped(_ text: String) -> String {
    let bytes = text.utf8
    guard bytes.contains(UInt8(ascii: "_")) || bytes.contains(0xEF) else { return text }
    return text.replacing(/_(?=x[0-9A-Fa-f]{4}_)/, with: "_x005F_")
      .replacing("\u{FFFE}", with: "_xFFFE_").replacing("\u{FFFF}", with: "_xFFFF_")
  }
}
