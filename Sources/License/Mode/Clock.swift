import Foundation

/// What time it is for a licence: setting the clock back gains nothing, a clock that ran ahead by accident loses nothing.
public struct ClockJudgement: Sendable, Hashable {
  /// The time that terms are judged by.
  public let effective: Date
  /// Whether the clock is more than ten minutes behind the mark.
  public let isSuspect: Bool
  /// Whether the clock has leapt ahead and is not believed yet.
  public let isAheadUnproven: Bool

  /// How far behind the mark a clock may be, in seconds.
  public static let tolerance: TimeInterval = 600
  /// How far ahead of the mark a clock may leap, in seconds.
  public static let leap: TimeInterval = 36 * 3600
  /// How long a process must run steadily before a leap is believed, in seconds.
  public static let proof: TimeInterval = 72 * 3600
  /// On how many different days there must be work before a leap is believed.
  public static let provingDays = 3

  /// - Parameters:
  ///   - now: What the clock says.
  ///   - mark: The latest time that is beyond doubt (the high-water mark).
  ///   - steady: How long by a monotonic clock the process has run since the mark was last moved, in seconds.
  ///   - activeDays: On how many different days by the clock there was work since it leapt.
  public init(now: Date, mark: Date, steady: TimeInterval = 0, activeDays: Int = 0) {
    let ahead = now.timeIntervalSince(mark)
    let isLeap = ahead - steady > Self.leap
    let isProven = steady > Self.proof || activeDays >= Self.provingDays
    isSuspect = ahead < -Self.tolerance
    isAheadUnproven = isLeap && !isProven
    effective = isAheadUnproven ? mark.addingTimeInterval(max(steady, 0)) : max(now, mark)
  }
}
