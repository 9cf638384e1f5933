/// Amounts and dates of statements, as the product writes them.
enum StatementValue {
  /// `1234.56` of `1234,56`, `+1234.56` or `1234,`; nil for what is no amount that money here can hold: 15 digits, a
  /// mark and 4 digits at most.
  static func amount(_ text: some StringProtocol) -> String? {
    var digits = String(text).trimmed[...]
    let isNegative = digits.first == "-"
    if isNegative || digits.first == "+" { digits = digits.dropFirst() }
    let sides = digits.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
    guard let whole = sides.first, sides.count <= 2, !whole.isEmpty,
      sides.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    var decimals = sides.count == 2 ? sides[1] : ""
    while decimals.count > 4, decimals.last == "0" { decimals = decimals.dropLast() }
    let bare = whole.drop { $0 == "0" }
    guard bare.count <= 15, decimals.count <= 4 else { return nil }
    let number = (bare.isEmpty ? "0" : String(bare)) + (decimals.isEmpty ? "" : ".\(decimals)")
    return isNegative ? negated(number) : number
  }

  /// The amount on the other side of nothing.
  static func negated(_ amount: String) -> String {
    if amount.hasPrefix("-") { return String(amount.dropFirst()) }
    return amount.contains { $0 != "0" && $0 != "." } ? "-\(amount)" : amount
  }

  /// Whether it is a day of the calendar; `YYYY-MM-DD` then.
  static func day(_ year: Int, _ month: Int, _ day: Int) -> String? {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    guard (1...days).contains(day) else { return nil }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Of `20210820`, whatever follows; nil where it is no day.
  static func compactDay(_ text: some StringProtocol) -> String? {
    let digits = text.prefix(8)
    guard digits.count == 8, let number = number(digits) else { return nil }
    return day(number / 10_000, number / 100 % 100, number % 100)
  }

  /// Of `20.08.2021`; nil where it is no day.
  static func dottedDay(_ text: some StringProtocol) -> String? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { number($0) }
    guard parts.count == 3, let date = parts[0], let month = parts[1], let year = parts[2] else {
      return nil
    }
    return day(year, month, date)
  }

  /// Of `2021-08-20`, whatever follows; nil where it is no day.
  static func hyphenedDay(_ text: some StringProtocol) -> String? {
    let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
      .map { number($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let date = parts[2] else {
      return nil
    }
    return day(year, month, date)
  }

  /// Digits and nothing else.
  static func number(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  /// The text without white space around, nil where nothing is left.
  static func words(_ text: String?) -> String? {
    guard let text = text?.trimmed, !text.isEmpty else { return nil }
    return text
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
