/// How the dates of a workbook are counted, and how they are written.
struct SheetCalendar: Sendable {
  /// Days from 1904-01-01, as on old Macintoshes, rather than from the eve of 1900.
  let from1904: Bool

  private static let (milliseconds, microseconds) = (86_400_000, 86_400_000_000)

  /// The number as plain notation by its format; a number that the format cannot show stays a number.
  func text(_ raw: String, _ format: NumberFormat) -> String {
    guard let number = SheetDecimal(raw) else { return raw }
    let time = number.units(perDay: Self.milliseconds).map { $0 * 1000 }
    let shown: String? =
      switch format {
      case .number: nil
      case .date: time.flatMap { day($0 / Self.microseconds) }
      case .time: time.map { Self.clock($0 % Self.microseconds) }
      case .duration: time.map(Self.clock)
      case .instant(false): time.flatMap(instant)
      case .instant(true): (exactly(number) ?? time).flatMap(instant).map { $0 + "Z" }
      }
    return shown ?? number.meant.text
  }

  /// Spreadsheets keep milliseconds; as we write instants, their numbers hold microseconds.
  private func exactly(_ number: SheetDecimal) -> Int? {
    number.digits.count <= Self.exact ? number.units(perDay: Self.microseconds) : nil
  }

  private func instant(_ time: Int) -> String? {
    let (days, rest) = time.quotientAndRemainder(dividingBy: Self.microseconds)
    return day(days).map { "\($0)T\(Self.clock(rest))" }
  }

  /// With more digits than that, a program has saved the file again.
  private static let exact = 16

  /// The date of a number; nil where there is none.
  private func day(_ number: Int) -> String? {
    if from1904 { return CivilDay(number - 24_107).shown }
    // The 29th of February 1900, which there never was, has the number 60.
    if number == 60 { return "1900-02-29" }
    guard number > 0 else { return nil }
    return CivilDay(number - (number > 60 ? 25_569 : 25_568)).shown
  }

  private static func clock(_ time: Int) -> String {
    let (seconds, rest) = time.quotientAndRemainder(dividingBy: 1_000_000)
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { CivilDay.pad($0, 2) }
    let fraction = rest % 1000 == 0 ? CivilDay.pad(rest / 1000, 3) : CivilDay.pad(rest, 6)
    return parts.joined(separator: ":") + (rest == 0 ? "" : ".\(fraction)")
  }
}
