/// A movement of MT940: field 61 and what follows it.
enum MT940Entry {
  /// The movement; with a fault and no amount where it cannot be read.
  static func read(_ text: String, _ line: Int) -> StatementLine {
    var entry = StatementLine(line: line, source: ":61:\(text)")
    let first = text.prefix { $0 != "\n" }
    guard let parts = String(first).trimmed.wholeMatch(of: pattern) else {
      entry.fault = malformed
      return entry
    }
    let (_, valued, booked, mark, _, amount, kind, rest) = parts.output
    entry.valued = day(valued)
    entry.booked = booked.map { day($0, near: valued) } ?? entry.valued
    if entry.valued == nil { entry.fault = noDay(valued) }
    entry.amount = Self.amount(amount).map {
      mark == "D" || mark == "RC" ? StatementValue.negated($0) : $0
    }
    if entry.amount == nil { entry.fault = malformed }
    entry.kind = String(kind.dropFirst()).trimmed
    refer(&entry, String(rest))
    entry.purpose = StatementValue.words(String(text.dropFirst(first.count)))
    return entry
  }

  /// Value date, entry date, which side, funds code, amount, type, references.
  private static var pattern:
    Regex<
      (Substring, Substring, Substring?, Substring, Substring?, Substring, Substring, Substring)
    >
  {
    /(\d{6})(\d{4})?(RC|RD|C|D)([A-Z])?(\d+,\d*)([NFS][A-Z0-9 ]{3})(.*)/
  }

  /// The payer's reference, behind `//` the bank's.
  private static func refer(_ entry: inout StatementLine, _ text: String) {
    let sides = text.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)
    let given = sides.map { StatementValue.words(String($0)) }
    entry.reference = given.first.flatMap { $0 == "NONREF" ? nil : $0 }
    entry.bankReference = given.dropFirst().first.flatMap { $0 == "NONREF" ? nil : $0 }
  }

  /// Adds field 86 or NS to the movement that it stands behind.
  static func describe(_ entry: inout StatementLine, _ field: MT940Statement.Field) {
    entry.source += "\n:\(field.tag):\(field.text)"
    let details = MT940Details(field.text)
    let free = field.text.split(separator: "\n").compactMap { StatementValue.words(String($0)) }
    let more = details.map { [$0.purpose] } ?? free
    let all = [entry.purpose] + more
    entry.purpose = StatementValue.words(all.compactMap { $0 }.joined(separator: "\n"))
    if let details { entry.party = details.party }
  }

  /// Digits, a comma and perhaps more digits; nothing else is an amount of SWIFT.
  static func amount(_ text: Substring) -> String? {
    guard text.contains(","), !text.hasPrefix("+"), !text.hasPrefix("-") else { return nil }
    return StatementValue.amount(text)
  }

  /// `YYMMDD`; 80 and more are of the last century.
  static func day(_ text: Substring) -> String? {
    guard text.count == 6, let number = StatementValue.number(text) else { return nil }
    return StatementValue.day(year(number / 10_000), number / 100 % 100, number % 100)
  }

  private static func year(_ short: Int) -> Int { short < 80 ? 2000 + short : 1900 + short }

  /// `MMDD` of the year that brings it closest to the value date.
  private static func day(_ text: Substring, near valued: Substring) -> String? {
    guard let number = StatementValue.number(text),
      let month = StatementValue.number(valued.dropFirst(2).prefix(2)),
      let short = StatementValue.number(valued.prefix(2))
    else { return nil }
    let away = number / 100 - month
    let shift = away > 6 ? -1 : away < -6 ? 1 : 0
    return StatementValue.day(year(short) + shift, number / 100, number % 100)
  }

  private static func noDay(_ text: Substring) -> Text {
    Text("There is no day \(text).", ru: "Дня \(text) не бывает.")
  }

  private static let malformed = Text(
    "This is no movement: a day, C or D, an amount with its comma and a type are expected, such as 1105240524D9,00N192NONREF.",
    ru:
      "Это не операция: ожидаются день, C или D, сумма с запятой и вид, например 1105240524D9,00N192NONREF."
  )
}

/// A structured field 86: three digits, a separator, and subfields of two digits: `008?00STO?20Rent?32MUELLER`.
struct MT940Details {
  let purpose: String?
  let party: StatementLine.Counterparty

  /// Nil for free text.
  init?(_ text: String) {
    let flat = text.trimmed.split(separator: "\n").map { String($0) }.joined()
    let head = flat.drop { $0 == " " }
    guard head.prefix(3).allSatisfy({ ("0"..."9").contains($0) }), head.count > 5,
      let mark = head.dropFirst(3).first, mark == "?" || mark == ">"
    else { return nil }
    var parts: [(code: Int, text: String)] = []
    for piece in head.dropFirst(4).split(separator: mark) {
      guard let code = StatementValue.number(piece.prefix(2)), piece.prefix(2).count == 2 else {
        // The separator stands in the text itself.
        if let last = parts.indices.last { parts[last].text += "\(mark)\(piece)" }
        continue
      }
      parts.append((code, String(piece.dropFirst(2))))
    }
    let all = { (codes: [ClosedRange<Int>]) in
      Self.joined(parts.filter { part in codes.contains { $0.contains(part.code) } }.map(\.text))
    }
    purpose = all([20...29, 60...63]) ?? all([0...0])
    party = .init(
      name: all([32...33]), account: all([38...38]) ?? all([31...31]), bank: all([30...30]))
  }

  /// A piece of 27 signs was cut where its room ended; others end where their words do.
  private static func joined(_ pieces: [String]) -> String? {
    var text = ""
    for piece in pieces { text += piece.count < 27 ? piece + " " : piece }
    return StatementValue.words(text)
  }
}
