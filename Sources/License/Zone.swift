import Foundation

/// The time zone whose calendar a licence counts its days in.
public struct Zone: Sendable, Hashable {
  /// Its name in the IANA database.
  public let identifier: String
  private let zone: TimeZone

  /// Where a file says nothing: Europe/Moscow.
  public static let standard: Zone = {
    guard let zone = Zone("Europe/Moscow") else {
      preconditionFailure("This system knows no time zone Europe/Moscow; install tzdata.")
    }
    return zone
  }()

  /// A zone of the IANA database by its exact name, or nil where there is none.
  public init?(_ identifier: String) {
    guard identifier == "UTC" || TimeZone.knownTimeZoneIdentifiers.contains(identifier),
      let zone = TimeZone(identifier: identifier)
    else { return nil }
    self.identifier = identifier
    self.zone = zone
  }

  /// The day it is there at that instant.
  public func day(of instant: Date) -> Day {
    let local = instant.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: instant))
    return Day(number: Int((local / 86_400).rounded(.down)))
  }

  /// The first instant of the day there, also where clocks skip midnight.
  public func start(of day: Day) -> Date {
    let midnight = Double(day.number * 86_400)
    var low = midnight - 86_400
    var high = midnight + 86_400
    while high - low > 1 {
      let middle = ((low + high) / 2).rounded(.down)
      let isBefore = self.day(of: Date(timeIntervalSince1970: middle)) < day
      (low, high) = isBefore ? (middle, high) : (low, middle)
    }
    return Date(timeIntervalSince1970: high)
  }

  /// The first instant after the day there.
  public func end(of day: Day) -> Date { start(of: day.adding(days: 1)) }
}
