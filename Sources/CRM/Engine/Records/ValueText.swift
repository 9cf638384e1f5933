/// How values are written in ASCII, byte by byte: a regular expression would be compiled anew for every value.
enum ValueText {
  /// `-?[0-9]+(\.[0-9]+)?`
  static func isDecimal(_ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    if bytes.first == UInt8(ascii: "-") { bytes.removeFirst() }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count) && parts.allSatisfy { number($0) != nil }
  }

  /// `YYYY-MM-DD`, a day of the Gregorian calendar in the years 0001 to 9999.
  static func isDate(_ text: String) -> Bool { isDate(Array(text.utf8)[...]) }

  /// RFC 3339, section 5.6: a date, `T` or a blank, `hh:mm`, at will `:ss` with up to nine digits behind a point, and
  /// `Z` or an offset of at most 14 hours.
  static func isInstant(_ text: String) -> Bool {
    let bytes = Array(text.utf8)[...]
    guard bytes.count >= 17, isDate(bytes.prefix(10)), "Tt ".utf8.contains(bytes[10]) else {
      return false
    }
    let clock = bytes[11..<16]
    guard let end = bytes[16...].firstIndex(where: { "Zz+-".utf8.contains($0) }) else {
      return false
    }
    return isClock(clock, lastHour: 23) && isSeconds(bytes[16..<end]) && isZone(bytes[end...])
  }

  private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], let year = number(parts[0]),
      let month = number(parts[1]), let day = number(parts[2])
    else { return false }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return year > 0 && (1...12).contains(month) && day >= 1 && day <= days[month - 1]
  }

  /// `hh:mm`
  private static func isClock(_ bytes: ArraySlice<UInt8>, lastHour: Int) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [2, 2], let hour = number(parts[0]), let minute = number(parts[1])
    else { return false }
    return hour <= lastHour && minute < 60
  }

  /// Nothing, or `:ss`, or that with a fraction.
  private static func isSeconds(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.first == UInt8(ascii: ":") else { return bytes.isEmpty }
    let parts = bytes.dropFirst().split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts[0].count == 2, let second = number(parts[0]), second < 60 else { return false }
    return parts.count == 1
      || parts.count == 2 && parts[1].count <= 9 && number(parts[1]) != nil
  }

  private static func isZone(_ bytes: ArraySlice<UInt8>) -> Bool {
    "Zz".utf8.contains(bytes.first ?? 0)
      ? bytes.count == 1 : isClock(bytes.dropFirst(), lastHour: 14)
  }

  /// What at least one digit stands for, as far as an integer goes; nil where another byte is among them.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty else { return nil }
    var value = 0
    for byte in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value &* 10 &+ Int(byte - UInt8(ascii: "0"))
    }
    return value
  }
}
