import CExpat

/// Rates in XML: `Cube` of the European Central Bank, or `ValCurs` of the Bank of Russia with all currencies of a day.
final class RateXML {
  private let parser: XML_Parser
  private var failure: RateFile.Failure?
  private var days: [RateFile.Day] = []
  private var on: String?
  private var quotations: [RateFile.Quotation] = []
  private var isRussian = false
  private var text = ""
  /// The parts of the currency that is being read, by the names of their elements.
  private var parts: [String: String] = [:]

  private init(_ parser: XML_Parser) { self.parser = parser }

  deinit { XML_ParserFree(parser) }

  /// Reads a text, whatever encoding it declares.
  ///
  /// - Throws: ``RateFile/Failure`` with the line and the reason.
  static func read(_ text: String) throws -> RateFile {
    guard let parser = XML_ParserCreate("UTF-8") else {
      throw RateFile.Failure(1, Text("Not enough memory.", ru: "Не хватает памяти."))
    }
    let reader = RateXML(parser)
    reader.listen()
    var bytes = text
    let status = bytes.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        XML_Parse(parser, $0.baseAddress, Int32($0.count), 1)
      }
    }
    if let failure = reader.failure { throw failure }
    guard status == XML_STATUS_OK else { throw reader.trouble }
    reader.finishDay()
    guard reader.days.contains(where: { !$0.quotations.isEmpty }) else {
      throw RateFile.Failure(
        1,
        Text(
          "There are no rates: a Cube of the ECB or a ValCurs of the Bank of Russia is expected.",
          ru: "Курсов нет: ожидается Cube ЕЦБ или ValCurs Банка России."))
    }
    return RateFile(
      source: reader.isRussian ? "Bank of Russia" : "ECB",
      against: reader.isRussian ? "RUB" : "EUR", days: reader.days)
  }

  private var line: Int { Int(XML_GetCurrentLineNumber(parser)) }

  private var trouble: RateFile.Failure {
    let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? ""
    return .init(line, Text("This is no XML: \(reason).", ru: "Это не XML: \(reason)."))
  }

  private func finishDay() {
    if let on { days.append(.init(on: on, quotations: quotations)) }
    (on, quotations) = (nil, [])
  }
}

// What the parser calls.
extension RateXML {
  private func listen() {
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser, { RateXML.at($0)?.begin($1, $2) }, { RateXML.at($0)?.end($1) })
    XML_SetCharacterDataHandler(parser) { RateXML.at($0)?.hear($1, Int($2)) }
    // Without a document type there are no entities, which could grow or lead elsewhere.
    XML_SetStartDoctypeDeclHandler(parser) { reader, _, _, _, _ in
      RateXML.at(reader)?.stop(
        Text(
          "There is a document type (DOCTYPE), which no file of rates has.",
          ru: "Есть тип документа (DOCTYPE), которого в файлах курсов не бывает."))
    }
  }

  private static func at(_ place: UnsafeMutableRawPointer?) -> RateXML? {
    place.map { Unmanaged<RateXML>.fromOpaque($0).takeUnretainedValue() }
  }

  private func stop(_ reason: Text) {
    failure = failure ?? RateFile.Failure(line, reason)
    XML_StopParser(parser, 0)
  }

  private func begin(
    _ name: UnsafePointer<CChar>?, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) {
    guard let name, let list, failure == nil else { return }
    let attributes = XMLAttributes(list: list)
    text = ""
    switch String(cString: XMLName.local(name)) {
    case "ValCurs": beginRussian(attributes)
    case "Valute": parts = [:]
    case "Cube":
      if let time = attributes["time"] {
        finishDay()
        begin(day: time)
      } else if let code = attributes["currency"] {
        take(code, units: attributes["rate"], price: "1")
      }
    default: break
    }
  }

  private func beginRussian(_ attributes: XMLAttributes) {
    isRussian = true
    guard attributes["ID"] == nil, let day = attributes["Date"] else {
      return stop(
        Text(
          "This is one currency over time: take the rates of all currencies on a day.",
          ru: "Это одна валюта за период: возьмите курсы всех валют на день."))
    }
    begin(day: day)
  }

  private func begin(day: String) {
    on = RateForm.day(day)
    if on == nil {
      stop(Text("\(day.prefix(20)) is no day.", ru: "\(day.prefix(20)) — не день."))
    }
  }

  private func take(_ code: String, units: String?, price: String?) {
    guard on != nil, RateForm.isCurrency(code), let units = units.flatMap(RateForm.number),
      let price = price.flatMap(RateForm.number)
    else {
      return stop(
        Text("\(code.prefix(20)) has no rate.", ru: "У \(code.prefix(20)) нет курса."))
    }
    quotations.append(.init(currency: code, units: units, price: price))
  }

  private func end(_ name: UnsafePointer<CChar>?) {
    guard let name, failure == nil else { return }
    let word = String(cString: XMLName.local(name))
    if ["CharCode", "Nominal", "Value"].contains(word) { parts[word] = text.trimmed }
    if word == "Valute" {
      take(parts["CharCode"] ?? "", units: parts["Nominal"], price: parts["Value"])
    }
  }

  private func hear(_ bytes: UnsafePointer<CChar>?, _ count: Int) {
    guard let bytes, failure == nil, text.utf8.count < 100 else { return }
    bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
      text += String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
    }
  }
}
