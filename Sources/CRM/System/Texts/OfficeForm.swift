/// The packed forms of office files: OOXML (ECMA-376) and OpenDocument (ISO/IEC 26300).
enum OfficeForm: CaseIterable {
  case word, sheets, slides, openDocument

  /// The form whose chief part is among these.
  init?(_ names: [String]) {
    let found = Self.allCases.first { form in names.contains { Self.stem(of: $0) == form.chief } }
    guard let found else { return nil }
    self = found
  }

  private var chief: String {
    switch self {
    case .word: "word/document"
    case .sheets: "xl/workbook"
    case .slides: "ppt/presentation"
    case .openDocument: "content"
    }
  }

  /// The parts that people read, one kind behind the other.
  private var stems: [String] {
    switch self {
    case .word:
      ["document", "header", "footer", "footnotes", "endnotes", "comments"].map { "word/\($0)" }
    case .sheets: ["xl/sharedStrings", "xl/worksheets/sheet", "xl/comments"]
    case .slides: ["ppt/slides/slide", "ppt/notesSlides/notesSlide", "ppt/comments/comment"]
    case .openDocument: ["content"]
    }
  }

  /// Those among these that people read, as they are numbered.
  func parts(_ names: [String]) -> [String] {
    let known = Dictionary(grouping: names, by: Self.stem)
    return stems.flatMap { stem in
      (known[stem] ?? []).sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    }
  }

  /// Without its number and ending: `word/header` of `word/header2.xml`; nothing for what is no XML.
  private static func stem(of name: String) -> String {
    guard name.hasSuffix(".xml") else { return "" }
    let body = name.dropLast(4)
    return String(body.prefix(body.count - body.reversed().prefix { $0.isNumber }.count))
  }

  /// Whether text within these tags is read.
  func isText(_ tag: String) -> Bool {
    switch self {
    case .openDocument: tag == "p" || tag == "h"
    case .sheets: tag == "t" || tag == "v"
    default: tag == "t"
    }
  }

  /// Whether nothing within is read: guides of pronunciation, what was deleted, pictures.
  func isHidden(_ tag: String) -> Bool {
    ["rPh", "tracked-changes", "binary-data"].contains(tag)
  }

  /// What keeps words apart.
  func space(begins tag: String) -> String? {
    ["tab", "br", "cr", "s", "line-break"].contains(tag) ? " " : nil
  }

  func space(ends tag: String) -> String? {
    switch tag {
    case "p", "h", "si", "row", "comment": "\n"
    case "c": " "
    default: nil
    }
  }
}
