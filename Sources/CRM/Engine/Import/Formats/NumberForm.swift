/// A way to write numbers: the mark before the decimals, and what may stand between thousands.
///
/// Signs of money, brackets or a minus behind it for less than nothing, and white space around are understood in
/// every number.
struct NumberForm: Sendable {
  enum Percent: String, Sendable, CaseIterable {
    /// `12.5 %` is 12.5.
    case number
    /// `12.5 %` is 0.125.
    case fraction
  }

  let mark: Character
  let groups: Set<Character>
  /// What a percent sign means; nil: it is refused.
  let percent: Percent?

  /// Space, no-break space, narrow no-break space, apostrophes.
  private static let gaps: Set<Character> = [" ", "\u{A0}", "\u{202F}", "'", "’"]

  init(mark: Character, percent: Percent? = nil) {
    self.mark = mark
    groups = Self.gaps.union([mark == "," ? "." : ","])
    self.percent = percent
  }

  init(_ json: JSON, _ pointer: String) throws {
    guard let text = json["decimal"]?.string, text == "," || text == "." else {
      throw ImportMapping.wrong(
        "\(pointer)/decimal", Text("\",\" or \".\".", ru: "\",\" или \".\"."))
    }
    mark = text == "," ? "," : "."
    let standard = NumberForm(mark: mark)
    groups =
      try json["group"].map { try Self.groups($0, standard, "\(pointer)/group") }
      ?? standard.groups
    percent = try json["percent"].map { try Self.percent($0, "\(pointer)/percent") }
  }

  private static func groups(
    _ json: JSON, _ standard: NumberForm, _ pointer: String
  ) throws -> Set<Character> {
    guard let text = json.string, Set(text).isSubset(of: standard.groups) else {
      throw ImportMapping.wrong(
        pointer,
        Text(
          "What may stand between thousands: a space, an apostrophe, a point or a comma that is not the decimal mark; \"\" for nothing.",
          ru:
            "Что может стоять между тысячами: пробел, апостроф, точка или запятая, если это не знак дроби; \"\" — ничего."
        ))
    }
    return Set(text)
  }

  private static func percent(_ json: JSON, _ pointer: String) throws -> Percent {
    guard let percent = json.string.flatMap(Percent.init) else {
      throw ImportMapping.wrong(
        pointer,
        Text(
          "\"number\": 12.5 % is 12.5; \"fraction\": it is 0.125.",
          ru: "\"number\": 12,5 % — это 12,5; \"fraction\": это 0,125."))
    }
    return percent
  }

  /// The number with a point, as the API writes it.
  ///
  /// - Parameter whole: Whether it must have no decimals but zeros.
  /// - Throws: ``FieldValue/Mismatch``.
  func value(_ text: String, whole: Bool) throws(FieldValue.Mismatch) -> String {
    var shell = NumberShell(text, takesPercent: percent != nil)
    shell.peel()
    guard let (units, decimals) = digits(shell.core) else { throw mismatch }
    var (integer, fraction) = (units, decimals)
    if shell.isPercent, percent == .fraction {
      let padded = String(repeating: "0", count: max(0, 3 - integer.count)) + integer
      (integer, fraction) = (String(padded.dropLast(2)), padded.suffix(2) + fraction)
    }
    if whole {
      guard fraction.allSatisfy({ $0 == "0" }) else { throw fractional }
      fraction = ""
    }
    let bare = integer.drop { $0 == "0" }
    let number = (bare.isEmpty ? "0" : bare) + (fraction.isEmpty ? "" : ".\(fraction)")
    let isNothing = number.allSatisfy { $0 == "0" || $0 == "." }
    return shell.isNegative && !isNothing ? "-\(number)" : String(number)
  }

  /// The sign, word or code of money that stands at a number; nil for none.
  func unit(_ text: String) -> String? {
    var shell = NumberShell(text, takesPercent: percent != nil)
    shell.peel()
    return shell.unit
  }

  private func digits(_ text: Substring) -> (units: String, decimals: String)? {
    let sides = text.split(separator: mark, omittingEmptySubsequences: false)
    guard sides.count <= 2, let units = ungrouped(sides[0]) else { return nil }
    guard sides.count == 2 else { return units.isEmpty ? nil : (units, "") }
    guard !sides[1].isEmpty, sides[1].allSatisfy(Self.isDigit) else { return nil }
    return (units, String(sides[1]))
  }

  /// The digits, where the same separator stands before every three of them, or none.
  private func ungrouped(_ text: Substring) -> String? {
    guard let separator = text.first(where: { !Self.isDigit($0) }) else { return String(text) }
    guard groups.contains(separator) else { return nil }
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard (1...3).contains(parts[0].count), parts.dropFirst().allSatisfy({ $0.count == 3 }),
      parts.allSatisfy({ $0.allSatisfy(Self.isDigit) })
    else { return nil }
    return parts.joined()
  }

  private static func isDigit(_ character: Character) -> Bool {
    ("0"..."9").contains(character)
  }

  private var mismatch: FieldValue.Mismatch {
    .init(
      "A number with the decimal mark \"\(mark)\" is expected, such as 1234\(mark)50.",
      ru: "Ожидается число со знаком дроби «\(mark)», например 1234\(mark)50.")
  }

  private var fractional: FieldValue.Mismatch {
    .init("A whole number is expected.", ru: "Ожидается целое число.")
  }
}
