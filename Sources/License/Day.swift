import Foundation

/// A calendar day of the proleptic Gregorian calendar, from 1970 to 9999, in no particular zone.
///
/// Days are counted as in Howard Hinnant, "chrono-compatible low-level date algorithms".
public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public let number: Int

  /// The day with that number since 1970-01-01.
  public init(number: Int) { self.number = number }

  /// A day that the calendar has, or nil, as for 30 February.
  public init?(year: Int, month: Int, day: Int) {
    guard (1970...9999).contains(year), (1...12).contains(month),
      (1...Self.length(ofMonth: month, year: year)).contains(day)
    else { return nil }
    self.init(year, month, day)
  }

  /// Exactly `YYYY-MM-DD` of a day that the calendar has.
  public init?(_ text: String) {
    let utf8 = Array(text.utf8)
    guard utf8.count == 10, utf8[4] == 0x2D, utf8[7] == 0x2D,
      let year = Self.digits(utf8[0..<4]), let month = Self.digits(utf8[5..<7]),
      let day = Self.digits(utf8[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  private init(_ year: Int, _ month: Int, _ day: Int) {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  /// Its year, month and day.
  public var parts: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let place = (5 * dayOfYear + 2) / 153
    let month = place < 10 ? place + 3 : place - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * place + 2) / 5 + 1)
  }

  /// The day so many days later.
  public func adding(days: Int) -> Day { Day(number: number + days) }

  /// The same date so many years later; 29 February becomes 28 where there is none.
  public func adding(years: Int) -> Day {
    let parts = parts
    let year = parts.year + years
    return Day(year, parts.month, min(parts.day, Self.length(ofMonth: parts.month, year: year)))
  }

  /// Days from this one to the other, negative when that is earlier.
  public func days(to other: Day) -> Int { other.number - number }

  /// Earlier days come first.
  public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

  /// As `2026-12-01`.
  public var description: String {
    let parts = parts
    return [(parts.year, 4), (parts.month, 2), (parts.day, 2)].map { value, width in
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }.joined(separator: "-")
  }

  private static func digits(_ text: ArraySlice<UInt8>) -> Int? {
    guard text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    let leap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }
}

/// An instant to the second as the files write it: `2026-11-23T10:00:00Z`.
public enum Instant {
  /// The instant, or nil for any other text.
  public static func parse(_ text: String) -> Date? {
    let utf8 = Array(text.utf8)
    guard utf8.count == 20, utf8[10] == UInt8(ascii: "T"), utf8[19] == UInt8(ascii: "Z"),
      utf8[13] == UInt8(ascii: ":"), utf8[16] == UInt8(ascii: ":"),
      let day = Day(String(decoding: utf8[0..<10], as: UTF8.self))
    else { return nil }
    let digits = [11, 12, 14, 15, 17, 18].map { Int(utf8[$0]) - 0x30 }
    guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let (hour, minute, second) = (
      digits[0] * 10 + digits[1], digits[2] * 10 + digits[3], digits[4] * 10 + digits[5]
    )
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return Date(
      timeIntervalSince1970: Double(day.number * 86_400 + hour * 3600 + minute * 60 + second))
  }

  /// The text, its fraction of a second cut off.
  public static func text(_ instant: Date) -> String {
    let total = Int(instant.timeIntervalSince1970.rounded(.down))
    let day = total >= 0 ? total / 86_400 : -((86_399 - total) / 86_400)
    let rest = total - day * 86_400
    let clock = [rest / 3600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(Day(number: day))T\(clock.joined(separator: ":"))Z"
  }
}
