/// What a part of a workbook refers to (ECMA-376, part 2, Relationships).
final class Relationships: XMLHandler {
  private(set) var all: [(id: String, type: String, target: String)] = []
  private let folder: String

  /// - Parameter folder: Where the part stands that refers, `xl/`.
  init(folder: String) { self.folder = folder }

  func begin(_ name: String, _ attributes: XMLAttributes) throws {
    guard name == "Relationship", attributes["TargetMode"] != "External",
      let id = attributes["Id"], let type = attributes["Type"], let target = attributes["Target"]
    else { return }
    let kind = type.split(separator: "/").last.map { String($0) } ?? ""
    all.append((id, kind, Self.path(target, in: folder)))
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws {}
  func end(_ name: String) throws -> Bool { false }

  func target(ofType type: String) -> String? { all.first { $0.type == type }?.target }

  private static func path(_ target: String, in folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var parts: [Substring] = []
    for part in (folder + target).split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}

/// The list of the sheets, and how dates are counted.
final class WorkbookContents: XMLHandler {
  private(set) var sheets: [(name: String, id: String, isVisible: Bool)] = []
  private(set) var calendar = SheetCalendar(from1904: false)
  private(set) var isWorkbook = false

  func begin(_ name: String, _ attributes: XMLAttributes) throws {
    switch name {
    case "workbook": isWorkbook = true
    case "workbookPr":
      let from1904 = ["1", "true", "on"].contains(attributes["date1904"] ?? "")
      calendar = SheetCalendar(from1904: from1904)
    case "sheet":
      guard let name = attributes["name"], let id = attributes["id"] else { return }
      sheets.append((name, id, !["hidden", "veryHidden"].contains(attributes["state"] ?? "")))
    default: break
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws {}
  func end(_ name: String) throws -> Bool { false }
}
