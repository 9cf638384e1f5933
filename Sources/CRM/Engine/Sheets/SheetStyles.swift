/// What the numbers of a workbook mean: the formats of its cells, by the number of their style.
final class SheetStyles: XMLHandler {
  private(set) var formats: [NumberFormat] = []
  private var codes: [Int: NumberFormat] = [:]
  /// Styles of cells stand apart from the named styles that they may refer to.
  private var isInCells = false

  func begin(_ name: String, _ attributes: XMLAttributes) throws {
    switch name {
    case "numFmt":
      guard let number = attributes["numFmtId"].flatMap({ Int($0) }) else { return }
      codes[number] = NumberFormat(code: attributes["formatCode"] ?? "")
    case "cellXfs": isInCells = true
    case "xf" where isInCells:
      let number = attributes["numFmtId"].flatMap { Int($0) } ?? 0
      formats.append(codes[number] ?? NumberFormat(number: number) ?? .number)
    default: break
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws {}

  func end(_ name: String) throws -> Bool {
    if name == "cellXfs" { isInCells = false }
    return false
  }

  subscript(_ style: Int) -> NumberFormat {
    formats.indices.contains(style) ? formats[style] : .number
  }
}
