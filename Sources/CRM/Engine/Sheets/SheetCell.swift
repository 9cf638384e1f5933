import Foundation

/// How a value stands in a cell of a workbook: what a cell cannot hold exactly is text.
enum SheetCell: Equatable {
  case text(String)
  case number(Double)
  /// Days since the eve of 1900.
  case date(Double)
  /// The same with the time of day, in UTC.
  case instant(Double)
  case boolean(Bool)

  /// - Parameter text: As PostgreSQL writes it.
  init(_ text: String, _ type: ValueType) {
    self =
      switch type {
      case .integer, .decimal: Self.number(text).map { .number($0) } ?? .text(text)
      case .boolean: .boolean(text.hasPrefix("t"))
      case .date: Self.day(Array(text.utf8)[...]).map { .date(Double($0)) } ?? .text(text)
      case .instant: Self.instant(text).map { .instant($0) } ?? .text(Self.shown(instant: text))
      case .text, .json, .textList, .integerList: .text(text)
      }
  }

  /// A text that is longer does not fit; in UTF-16.
  static let maximum = 32_767

  private static func number(_ text: String) -> Double? {
    let first = text.utf8.first { $0 != UInt8(ascii: "-") }
    guard let first, (0x30...0x39).contains(first) else { return nil }
    if text.utf8.count > SheetDecimal.meant {
      guard let number = SheetDecimal(text), number.digits.count <= SheetDecimal.meant else {
        return nil
      }
    }
    return Double(text)
  }

  /// The dates that all programs count alike: from the March of 1900, behind the day that never was.
  private static let first = 61

  /// `2024-02-29` and nothing else.
  private static func day(_ text: ArraySlice<UInt8>) -> Int? {
    let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, let year = digits(parts[0]),
      let month = digits(parts[1]), let day = digits(parts[2]),
      let civil = CivilDay(year: year, month: month, day: day)
    else { return nil }
    let number = civil.number + 25_569
    return number >= first ? number : nil
  }

  /// A whole number of at most six digits, of none for 0.
  private static func digits(_ text: ArraySlice<UInt8>) -> Int? {
    guard text.count <= 6, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return text.reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }

  /// Those whose microseconds fit into the sixteen digits that are written, up to 2079.
  private static let last = 65_536

  /// `2024-02-29 12:30:00.123456+00`.
  private static func instant(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 22, bytes[10] == UInt8(ascii: " "), text.hasSuffix("+00"),
      let day = day(bytes[..<10]), day < last, let micros = microseconds(bytes[11...].dropLast(3))
    else { return nil }
    let digits = Int128(100_000_000_000)
    let fraction = (Int128(micros) * digits * 2 + 86_400_000_000) / (2 * 86_400_000_000)
    return Double("\(day).\(CivilDay.pad(Int(fraction), 11))")
  }

  /// `12:30:00.123456`.
  private static func microseconds(_ clock: ArraySlice<UInt8>) -> Int? {
    let numbers = clock.prefix(8).split(separator: UInt8(ascii: ":")).compactMap(digits)
    let zeros = [UInt8](repeating: 0x30, count: max(0, 15 - clock.count))
    guard numbers.count == 3, let micros = digits((clock.dropFirst(9) + zeros).prefix(6)) else {
      return nil
    }
    return ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]) * 1_000_000
      + (clock.count > 9 ? micros : 0)
  }

  /// As everywhere in the API; what is no date of the calendar (`infinity`) stays as it is.
  private static func shown(instant text: String) -> String {
    guard text.hasSuffix("+00") else { return text }
    return text.dropLast(3).replacing(" ", with: "T") + "Z"
  }
}
