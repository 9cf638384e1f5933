/// How a file is written: what stands between its cells, and in which encoding.
struct ImportForm: Sendable {
  var delimiter = UInt8(ascii: ",")
  var encoding = Encoding.utf8

  enum Encoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case windows1251 = "windows-1251"

    /// The text of a cell; nil where the bytes are none in this encoding.
    func text(_ bytes: [UInt8]) -> String? {
      switch self {
      case .utf8: return String(validating: bytes, as: UTF8.self)
      case .windows1251:
        var text = String.UnicodeScalarView()
        for byte in bytes {
          guard let scalar = Self.scalar(byte) else { return nil }
          text.append(scalar)
        }
        return String(text)
      }
    }

    /// The bytes 0x80 to 0xBF of Windows-1251; the only one that stands for nothing is 0x98.
    private static let upper = Array(
      "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{0}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї"
        .unicodeScalars)

    private static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
      switch byte {
      case ..<0x80: return Unicode.Scalar(byte)
      case 0xC0...: return Unicode.Scalar(UInt32(byte) - 0xC0 + 0x410)
      default:
        let scalar = upper[Int(byte) - 0x80]
        return scalar == "\u{0}" ? nil : scalar
      }
    }
  }

  /// What to set where a header, read with this delimiter, has no cells that are looked for; empty without a guess.
  func hint(header cells: [String]) -> Text {
    let others = [";", "\t", ",", "|"].filter { Array($0.utf8) != [delimiter] }
    guard cells.count == 1, let found = others.first(where: { cells[0].contains($0) }) else {
      return Text("", ru: "")
    }
    let word = found == "\t" ? "\\t" : found
    return Text(
      " Its header line is one cell with '\(word)' in it: set csv.delimiter of the mapping to \"\(word)\".",
      ru:
        " Заголовок — одна ячейка, в ней есть «\(word)»: укажите в сопоставлении csv.delimiter \"\(word)\"."
    )
  }
}

extension ImportForm {
  /// Reads the member `csv` of a mapping.
  ///
  /// - Throws: a 422 that says what would be right.
  init(_ json: JSON) throws {
    var faults = Faults()
    try faults.attempt {
      try ImportMapping.members(json, "/csv", known: ["delimiter", "encoding"])
    }
    let delimiter = try faults.attempt { try Self.delimiter(json["delimiter"]) }
    let encoding = try faults.attempt { try Self.encoding(json["encoding"]) }
    try faults.finish()
    self.init(delimiter: delimiter ?? UInt8(ascii: ","), encoding: encoding ?? .utf8)
  }

  private static func delimiter(_ json: JSON?) throws -> UInt8 {
    let text = (json ?? ",").string ?? ""
    guard let delimiter = text.utf8.first, text.utf8.count == 1,
      !"\"\r\n\0".utf8.contains(delimiter)
    else {
      throw ImportMapping.wrong(
        "/csv/delimiter",
        Text(
          "One character: \",\", \";\" or \"\\t\".", ru: "Один знак: \",\", \";\" или \"\\t\"."))
    }
    return delimiter
  }

  private static func encoding(_ json: JSON?) throws -> Encoding {
    let name = (json ?? "utf-8").string?.lowercased()
    guard let encoding = name == "cp1251" ? .windows1251 : name.flatMap(Encoding.init) else {
      let list = Encoding.allCases.map(\.rawValue).joined(separator: ", ")
      throw ImportMapping.wrong(
        "/csv/encoding", Text("One of: \(list).", ru: "Одно из: \(list)."))
    }
    return encoding
  }
}
