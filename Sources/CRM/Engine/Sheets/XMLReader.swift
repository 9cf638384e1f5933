import CExpat

/// Hears what stands in a part of a workbook; names come without their prefix.
protocol XMLHandler: AnyObject {
  func begin(_ name: String, _ attributes: XMLAttributes) throws
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws
  /// Whether to read no further for now.
  func end(_ name: String) throws -> Bool
}

/// Parses a part of a workbook while it is unpacked, and pauses where its hearer wants it.
final class XMLReader {
  private let part: ZipPart
  private let handler: any XMLHandler
  private let memory: XMLMemory
  private let parser: XML_Parser
  private var failure: (any Error)?
  private var isPaused = false
  private var isLast = false

  init(_ part: ZipPart, _ handler: any XMLHandler, _ limits: SheetLimits) throws {
    let memory = XMLMemory(limit: limits.parser)
    var suite = XMLMemory.suite
    guard let parser = memory.counting({ XML_ParserCreate_MM(nil, &suite, nil) }) else {
      throw SheetFailure.tooComplex(part.name)
    }
    (self.part, self.handler, self.memory, self.parser) = (part, handler, memory, parser)
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser, { XMLReader.at($0)?.begin($1, $2) }, { XMLReader.at($0)?.end($1) })
    XML_SetCharacterDataHandler(parser) { XMLReader.at($0)?.text($1, Int($2)) }
    // Without a document type there are no entities, which could grow or lead elsewhere.
    XML_SetStartDoctypeDeclHandler(parser) { reader, _, _, _, _ in
      XMLReader.at(reader)?.refuseDocumentType()
    }
  }

  deinit { XML_ParserFree(parser) }

  /// Reads the part to its end.
  static func read(_ part: ZipPart, _ handler: any XMLHandler, _ limits: SheetLimits) throws {
    let reader = try XMLReader(part, handler, limits)
    while try reader.advance() {}
  }

  /// Reads on until the handler pauses; false at the end.
  ///
  /// - Throws: ``SheetFailure`` for what is no XML, and whatever the handler throws.
  func advance() throws -> Bool {
    while isPaused || !isLast {
      let status = try memory.counting { isPaused ? XML_ResumeParser(parser) : try feed() }
      isPaused = status == XML_STATUS_SUSPENDED
      if let failure { throw failure }
      guard status != XML_STATUS_ERROR else { throw trouble }
      if isPaused { return true }
    }
    return false
  }

  private static let piece = 1 << 16

  private func feed() throws -> XML_Status {
    guard let space = XML_GetBuffer(parser, Int32(Self.piece)) else { return XML_STATUS_ERROR }
    let count = try part.read(into: .init(start: space, count: Self.piece))
    isLast = count == 0
    return XML_ParseBuffer(parser, Int32(count), isLast ? 1 : 0)
  }

  private var trouble: SheetFailure {
    if memory.isExhausted { return .tooComplex(part.name) }
    let line = XML_GetCurrentLineNumber(parser)
    let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? ""
    return .broken("\(part.name), \(line): \(reason)")
  }
}

// What the parser calls; nothing may be thrown through it, and nothing is heard behind a failure.
extension XMLReader {
  private static func at(_ place: UnsafeMutableRawPointer?) -> XMLReader? {
    place.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
  }

  private func hear(_ work: () throws -> Bool) {
    guard failure == nil else { return }
    do {
      if try work() { XML_StopParser(parser, 1) }
    } catch {
      failure = error
      XML_StopParser(parser, 0)
    }
  }

  private func begin(
    _ name: UnsafePointer<CChar>?, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) {
    guard let name, let list else { return }
    hear {
      try handler.begin(String(cString: XMLName.local(name)), XMLAttributes(list: list))
      return false
    }
  }

  private func end(_ name: UnsafePointer<CChar>?) {
    guard let name else { return }
    hear { try handler.end(String(cString: XMLName.local(name))) }
  }

  private func text(_ bytes: UnsafePointer<CChar>?, _ count: Int) {
    guard let bytes else { return }
    bytes.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
      hear {
        try handler.text(UnsafeBufferPointer(start: bytes, count: count))
        return false
      }
    }
  }

  private func refuseDocumentType() {
    hear {
      throw SheetFailure(
        "document_type",
        Text(
          "\(part.name) has a document type (DOCTYPE), which no workbook has.",
          ru: "В \(part.name) есть тип документа (DOCTYPE), которого в книгах не бывает."))
    }
  }
}
