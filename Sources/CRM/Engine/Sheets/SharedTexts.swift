/// The texts that the cells of a workbook share, by number.
final class SharedTexts {
  private let texts: Scratch
  /// Where each text ends, eight bytes of each.
  private let ends: Scratch
  private(set) var count = 0
  private let maximum: Int

  init(_ limits: SheetLimits) {
    texts = Scratch(limit: limits.held)
    ends = Scratch(limit: limits.held / 4)
    maximum = limits.sharedTexts
  }

  /// - Throws: ``SheetFailure`` for more than are taken.
  func append(_ text: some Collection<UInt8>) throws {
    guard count < maximum else { throw SheetFailure.tooLarge("sharedStrings.xml") }
    try texts.append(text)
    try withUnsafeBytes(of: UInt64(texts.count).littleEndian) { try ends.append($0) }
    count += 1
  }

  /// The text of that number; nil where there is none.
  func text(_ number: Int) throws -> String? {
    guard number >= 0, number < count else { return nil }
    let start = number == 0 ? 0 : try end(number - 1)
    return String(decoding: try texts.bytes(start..<(try end(number))), as: UTF8.self)
  }

  private func end(_ number: Int) throws -> Int {
    try ends.bytes(number * 8..<number * 8 + 8).reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

/// Reads them; runs of rich text are joined, phonetic guides left out.
final class SharedTextsHandler: XMLHandler {
  let texts: SharedTexts
  private var value = CellText()

  init(_ limits: SheetLimits) { texts = SharedTexts(limits) }

  func begin(_ name: String, _ attributes: XMLAttributes) throws {
    if name == "si" { value.clear() } else { value.begin(name) }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws { try value.append(bytes, line: nil) }

  func end(_ name: String) throws -> Bool {
    if name == "si" { try texts.append(value.unescaped) } else { value.end(name) }
    return false
  }
}
