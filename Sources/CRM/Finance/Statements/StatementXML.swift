import CExpat

/// The elements of an XML text, names without their prefix.
final class StatementXML {
  /// An element; those within it, and its text.
  final class Element {
    let name: String
    let line: Int
    let attributes: [String: String]
    /// Where in the text it begins and ends, in bytes.
    fileprivate(set) var range: Range<Int>
    fileprivate(set) var text = ""
    fileprivate(set) var children: [Element] = []

    fileprivate init(
      _ name: String, _ line: Int, _ attributes: [String: String], at place: Int
    ) {
      (self.name, self.line, self.attributes) = (name, line, attributes)
      range = place..<place
    }

    /// Those of that name right within it.
    func all(_ name: String) -> [Element] { children.filter { $0.name == name } }

    /// The first on the way down through these names.
    func first(_ path: String...) -> Element? {
      path.reduce(self as Element?) { element, name in
        element?.children.first { $0.name == name }
      }
    }

    /// The text of the first on the way down; nil where it is empty.
    subscript(_ path: String...) -> String? {
      StatementValue.words(
        path.reduce(self as Element?) { element, name in
          element?.children.first { $0.name == name }
        }?.text)
    }
  }

  private let parser: XML_Parser
  private var open: [Element] = []
  private var root: Element?
  private var failure: StatementFailure?

  /// How deep elements may stand in each other.
  private static let deepest = 64

  private init(_ parser: XML_Parser) { self.parser = parser }

  deinit { XML_ParserFree(parser) }

  /// The outermost element of a text, whatever encoding it declares.
  ///
  /// - Throws: ``StatementFailure`` for what is no XML, and for a document type.
  static func read(_ text: String) throws -> Element {
    guard let parser = XML_ParserCreate("UTF-8") else {
      throw StatementFailure(1, Text("Not enough memory.", ru: "Не хватает памяти."))
    }
    let reader = StatementXML(parser)
    reader.listen()
    var bytes = text
    let status = bytes.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        XML_Parse(parser, $0.baseAddress, Int32($0.count), 1)
      }
    }
    if let failure = reader.failure { throw failure }
    guard status == XML_STATUS_OK, let root = reader.root else { throw reader.trouble }
    return root
  }

  private var line: Int { Int(XML_GetCurrentLineNumber(parser)) }

  private var trouble: StatementFailure {
    let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? ""
    return StatementFailure(
      line, Text("This is no XML: \(reason).", ru: "Это не XML: \(reason)."))
  }
}

// What the parser calls.
extension StatementXML {
  private func listen() {
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser, { StatementXML.at($0)?.begin($1, $2) },
      { reader, _ in StatementXML.at(reader)?.end() }
    )
    XML_SetCharacterDataHandler(parser) { StatementXML.at($0)?.text($1, Int($2)) }
    // Without a document type there are no entities, which could grow or lead elsewhere.
    XML_SetStartDoctypeDeclHandler(parser) { reader, _, _, _, _ in
      StatementXML.at(reader)?.stop(
        Text(
          "There is a document type (DOCTYPE), which no statement has.",
          ru: "Есть тип документа (DOCTYPE), которого в выписках не бывает."))
    }
  }

  private static func at(_ place: UnsafeMutableRawPointer?) -> StatementXML? {
    place.map { Unmanaged<StatementXML>.fromOpaque($0).takeUnretainedValue() }
  }

  private func stop(_ reason: Text) {
    failure = failure ?? StatementFailure(line, reason)
    XML_StopParser(parser, 0)
  }

  private func begin(
    _ name: UnsafePointer<CChar>?, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) {
    guard let name, let list, failure == nil else { return }
    guard open.count < Self.deepest else {
      return stop(
        Text("Elements stand too deep in each other.", ru: "Слишком глубокая вложенность."))
    }
    let attributes = ["Ccy"].reduce(into: [String: String]()) { all, wanted in
      var place = list
      while let key = place[0], let value = place[1] {
        if String(cString: key) == wanted { all[wanted] = String(cString: value) }
        place += 2
      }
    }
    let element = Element(
      String(cString: XMLName.local(name)), line, attributes,
      at: Int(XML_GetCurrentByteIndex(parser)))
    if let outer = open.last { outer.children.append(element) } else { root = element }
    open.append(element)
  }

  private func end() {
    guard failure == nil, let element = open.popLast() else { return }
    let end = Int(XML_GetCurrentByteIndex(parser)) + Int(XML_GetCurrentByteCount(parser))
    element.range = element.range.lowerBound..<max(end, element.range.lowerBound)
  }

  private func text(_ bytes: UnsafePointer<CChar>?, _ count: Int) {
    guard let bytes, let element = open.last, failure == nil else { return }
    bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
      element.text += String(
        decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
    }
  }
}
