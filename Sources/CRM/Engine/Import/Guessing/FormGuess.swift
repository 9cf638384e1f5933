/// How a text file is written, judged by its beginning.
struct FormGuess: Sendable {
  let form: ImportForm
  /// From 0 to 1.
  let confidence: (encoding: Double, delimiter: Double, header: Double)
  /// As they are read so; the last one of a file of which only the beginning is there is left out.
  let records: [FileRecord]
  /// How many records the bytes have.
  let count: Int

  /// So many records are looked at.
  static let most = 1000
  private static let delimiters: [Character] = [",", ";", "\t", "|", "~", ":"]

  /// - Parameters:
  ///   - isWhole: Whether the bytes are the whole file.
  ///   - told: How it is written, where that is known.
  /// - Throws: a 422 for a file that cannot be read by any form.
  init(_ bytes: [UInt8], isWhole: Bool, told: ToldForm? = nil) throws {
    let guessed = EncodingGuess.guess(bytes, isWhole: isWhole)
    let (encoding, certainty) = (told?.encoding ?? guessed.0, told?.encoding == nil ? guessed.1 : 1)
    let delimiters = (told?.delimiter).map { [$0] } ?? Self.delimiters.compactMap(\.asciiValue)
    var best: (delimiter: UInt8, score: Double, records: [FileRecord])?
    var failure: Problem?
    for delimiter in delimiters {
      do {
        let (records, delimiter) = try Self.records(bytes, delimiter, encoding, isWhole)
        let score = Self.score(records)
        if score > best?.score ?? -1 { best = (delimiter, score, records) }
      } catch let problem as Problem {
        failure = failure ?? problem
      }
    }
    guard let best, !best.records.isEmpty, best.score > 0 || failure == nil else {
      throw failure ?? Problem.file(Text("The file is empty.", ru: "Файл пуст."))
    }
    let header = HeaderGuess.guess(best.records)
    form = ImportForm(
      delimiter: best.delimiter, encoding: encoding,
      hasHeader: told?.hasHeader ?? header.isThere, sheet: nil)
    confidence = (certainty, max(best.score, 0.5), header.confidence)
    records = Array(best.records.prefix(Self.most))
    count = best.records.count
  }

  /// - Returns: the records, and the delimiter that the file itself may name.
  private static func records(
    _ bytes: [UInt8], _ delimiter: UInt8, _ encoding: ImportEncoding, _ isWhole: Bool
  ) throws -> (records: [FileRecord], delimiter: UInt8) {
    var parser = CSVParser(delimiter: delimiter, encoding: encoding.isWide ? .utf8 : encoding)
    var records: [FileRecord] = []
    do {
      if encoding.isWide {
        var decoder = WideDecoder(encoding)
        try parser.take(decoder.take(bytes)) { records.append($0) }
      } else {
        try parser.take(bytes) { records.append($0) }
      }
      if isWhole { try parser.finish { records.append($0) } }
    } catch let failure as CSVParser.Failure {
      throw Problem.file(failure.detail)
    }
    return (records, parser.delimiter)
  }

  /// How well the records agree: the share of those that have as many cells as the first, if it has more than one.
  private static func score(_ records: [FileRecord]) -> Double {
    guard let first = records.first?.cells.count, first > 1 else { return 0 }
    let same = records.count { $0.cells.count == first }
    return Double(same) / Double(records.count) * (1 - 0.1 / Double(first))
  }
}

/// Whether the first record names the columns.
enum HeaderGuess {
  static func guess(_ records: [FileRecord]) -> (isThere: Bool, confidence: Double) {
    guard let first = records.first?.cells else { return (true, 0) }
    let isValue = { (cell: String) in
      cell.contains(where: \.isNumber) && !cell.contains(where: \.isLetter)
    }
    if first.contains(where: isValue) { return (false, 0.8) }
    guard Set(first).count == first.count, !first.contains("") else { return (true, 0.5) }
    let contrasts = records.dropFirst().prefix(100).contains { $0.cells.contains(where: isValue) }
    return (true, contrasts ? 0.95 : 0.7)
  }
}

/// In which bytes a file seems to write its letters.
enum EncodingGuess {
  static func guess(_ bytes: [UInt8], isWhole: Bool) -> (ImportEncoding, Double) {
    if let marked = ImportEncoding(mark: bytes.prefix(3)) { return (marked, 1) }
    if let wide = wide(bytes) { return (wide, 0.9) }
    let cuts = isWhole ? 0...0 : 0...3
    if cuts.contains(where: { isUTF8(bytes.dropLast($0)) }) { return (.utf8, 0.99) }
    let high = bytes.count { $0 >= 0x80 }
    let letters = bytes.count { $0 >= 0xC0 || $0 == 0xA8 || $0 == 0xB8 }
    let share = Double(letters) / Double(max(high, 1))
    return (.windows1251, bytes.contains(0x98) ? 0.2 : share > 0.7 ? 0.95 : 0.4)
  }

  private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }

  /// In UTF-16 every other byte of a delimiter, digit or Latin letter is zero; a single NUL is damage.
  private static func wide(_ bytes: [UInt8]) -> ImportEncoding? {
    let pairs = bytes.count / 2
    guard pairs > 1 else { return nil }
    let zeros = (0..<pairs).reduce(into: (even: 0, odd: 0)) { sum, pair in
      sum.even += bytes[2 * pair] == 0 ? 1 : 0
      sum.odd += bytes[2 * pair + 1] == 0 ? 1 : 0
    }
    if zeros.odd > 1, zeros.odd * 5 > pairs, zeros.even * 20 < pairs { return .utf16le }
    if zeros.even > 1, zeros.even * 5 > pairs, zeros.odd * 20 < pairs { return .utf16be }
    return nil
  }
}
