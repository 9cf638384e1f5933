/// Where a day lies in the term of a licence.
public enum TermState: Sendable, Hashable {
  /// Before the first day.
  case pending(from: Day)
  /// Within, with the days left to the last one; nil for a perpetual licence.
  case active(daysLeft: Int?)
  /// Behind the last day, while work goes on, until that day inclusive.
  case grace(until: Day)
  /// Behind the grace, since that day.
  case ended(since: Day)
}

extension Term {
  /// Where the day lies.
  public func state(on today: Day) -> TermState {
    if today < from { return .pending(from: from) }
    guard let until else { return .active(daysLeft: nil) }
    if today <= until { return .active(daysLeft: today.days(to: until)) }
    let last = until.adding(days: graceDays)
    return today <= last ? .grace(until: last) : .ended(since: last.adding(days: 1))
  }

  /// A term of so many years: the last day has the date of the first, so that a year has a day to spare.
  public static func annual(from: Day, years: Int) -> Term {
    Term(kind: .annual, from: from, until: from.adding(years: years))
  }

  /// The last day after a renewal: from the old end while the term or its grace runs, else from today.
  ///
  /// - Returns: nil for a perpetual term, which needs none.
  public func renewedUntil(years: Int, today: Day) -> Day? {
    guard let until else { return nil }
    if case .ended = state(on: today) { return today.adding(years: years) }
    return until.adding(years: years)
  }
}

extension LicenseGrant {
  /// The last day whose releases may be run.
  ///
  /// The latest of: the maintenance's end, an annual term's end, the first day of the term. Whatever was released by
  /// then stays the customer's.
  public var entitledUntil: Day {
    max(max(maintenance?.until ?? term.from, term.until ?? term.from), term.from)
  }

  /// Whether a build may be run: it is judged by the day on which X.Y.0 of its series was released.
  ///
  /// - Throws: ``Refusal`` with `not_entitled`.
  public func judge(build version: String, seriesDate: Day) throws {
    guard seriesDate > entitledUntil else { return }
    throw Refusal(
      .notEntitled,
      Wording(
        "The licence \(serial) covers what was released until \(entitledUntil); the series of \(version) "
          + "was released on \(seriesDate). Keep the version you have, or ask the vendor for maintenance.",
        ru:
          "Лицензия \(serial) покрывает выпущенное до \(entitledUntil), а серия \(version) выпущена \(seriesDate). Оставьте прежнюю версию или продлите сопровождение у поставщика."
      ))
  }
}
