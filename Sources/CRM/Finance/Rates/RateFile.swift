/// Rates as a bank of issue publishes them: what currencies cost on each day in one of them.
struct RateFile: Sendable {
  /// So many units cost so much.
  struct Quotation: Sendable, Equatable {
    let currency: String
    let units: String
    let price: String
  }

  /// What was published for a day, `YYYY-MM-DD`.
  struct Day: Sendable, Equatable {
    let on: String
    let quotations: [Quotation]
  }

  /// Why a file is none, and on which line, counted from 1.
  struct Failure: Error, Sendable {
    let line: Int
    let detail: Text

    init(_ line: Int, _ detail: Text) { (self.line, self.detail) = (line, detail) }
  }

  /// Who publishes it.
  let source: String
  /// The currency of the prices.
  let against: String
  let days: [Day]

  /// Reads a table or XML of the European Central Bank or XML of the Bank of Russia, packed by gzip or not.
  ///
  /// - Throws: ``Failure`` with the line and the reason.
  init(_ bytes: [UInt8]) throws {
    let plain = try Gunzip.isPacked(bytes) ? Gunzip.unpack(bytes) : bytes
    let text = try Self.text(plain)
    let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
    self = try first == "<" ? RateXML.read(text) : RateTable.read(text)
  }

  init(source: String, against: String, days: [Day]) {
    (self.source, self.against, self.days) = (source, against, days)
  }

  /// Those from a day on, of these currencies or of all.
  func keeping(from: String?, _ currencies: Set<String>?) -> RateFile {
    let kept = days.filter { $0.on >= from ?? "" }.map { day in
      Day(
        on: day.on,
        quotations: day.quotations.filter { currencies?.contains($0.currency) ?? true })
    }
    return RateFile(source: source, against: against, days: kept)
  }

  /// UTF-8, or Windows-1251, as the Bank of Russia writes.
  private static func text(_ bytes: [UInt8]) throws -> String {
    let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    if let text = String(validating: bytes.dropFirst(isMarked ? 3 : 0), as: UTF8.self) {
      return text
    }
    if let text = ImportEncoding.windows1251.text(bytes) { return text }
    throw Failure(1, Text("This is no text.", ru: "Это не текст."))
  }
}

/// What the parts of a file of rates are checked by.
enum RateForm {
  /// Three capital letters.
  static func isCurrency(_ text: String) -> Bool {
    text.utf8.count == 3 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
  }

  /// A number above 0 with a point or a comma, as PostgreSQL reads it; nil for any other text.
  static func number(_ text: String) -> String? {
    let plain = text.replacing(",", with: ".")
    let parts = plain.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
    let digits = plain.utf8.filter { (0x30...0x39).contains($0) }
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }),
      digits.count == plain.utf8.count - parts.count + 1, digits.count <= 24,
      digits.contains(where: { $0 != 0x30 })
    else { return nil }
    return plain
  }

  /// `2013-06-28`, or `28.06.2013` as the Bank of Russia writes, as the former; nil for what is no day.
  static func day(_ text: String) -> String? {
    let dotted = text.split(separator: ".", omittingEmptySubsequences: false)
    let iso = dotted.count == 3 ? dotted.reversed().joined(separator: "-") : text
    return try? FieldValue.checked(iso, .date)
  }
}
