import Foundation

/// The text of a timestamptz: `2024-02-29 12:30:00.123456+00`, always in UTC.
///
/// Dates are counted in the proleptic Gregorian calendar, as PostgreSQL does
/// (days_from_civil, Howard Hinnant, "chrono-compatible low-level date algorithms").
enum TimestampText {
  private static let epochToReference = 978_307_200

  static func write(_ date: Date) -> String {
    if date == .distantFuture { return "infinity" }
    if date == .distantPast { return "-infinity" }
    let micros = Int((date.timeIntervalSinceReferenceDate * 1_000_000).rounded())
    let total = micros + epochToReference * 1_000_000
    let days = floorDivide(total, 86_400_000_000)
    let rest = total - days * 86_400_000_000
    let (year, month, day) = civil(days)
    let clock = rest / 1_000_000
    let shown = year > 0 ? year : 1 - year
    let text =
      pad(shown, 4) + "-" + pad(month, 2) + "-" + pad(day, 2) + " " + pad(clock / 3600, 2) + ":"
      + pad(clock / 60 % 60, 2) + ":" + pad(clock % 60, 2) + "." + pad(rest % 1_000_000, 6) + "+00"
    return year > 0 ? text : text + " BC"
  }

  /// Reads a date, a timestamp or a timestamptz in ISO style; without a zone it is UTC.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Date? {
    var scanner = DigitScanner(bytes)
    if scanner.whole == "infinity" { return .distantFuture }
    if scanner.whole == "-infinity" { return .distantPast }
    guard var year = scanner.number(), scanner.skip("-"), let month = scanner.number(),
      scanner.skip("-"), let day = scanner.number()
    else { return nil }
    var micros = 0
    var zone = 0
    if scanner.skip(" ") || scanner.skip("T"), !scanner.isBC {
      guard let time = scanner.time() else { return nil }
      micros = time
      guard let offset = scanner.zone() else { return nil }
      zone = offset
    }
    if scanner.isBC { year = 1 - year } else if !scanner.isAtEnd { return nil }
    let seconds = days(year, month, day) * 86_400 - zone - epochToReference
    return Date(timeIntervalSinceReferenceDate: Double(seconds * 1_000_000 + micros) / 1_000_000)
  }

  private static func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private static func floorDivide(_ left: Int, _ right: Int) -> Int {
    left >= 0 ? left / right : -((right - 1 - left) / right)
  }

  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let ofEra = shifted - era * 400
    let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }

  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, ofYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
