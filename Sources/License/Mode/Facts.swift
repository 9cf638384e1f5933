import Foundation

/// All that the mode of an instance follows from; each fact is established on its own.
public struct Facts: Sendable, Hashable {
  /// The licence in force, or nil where none was ever installed.
  public var grant: LicenseGrant?
  /// A revision that waits for its first day; it silences warnings of the end.
  public var waiting: LicenseGrant?
  /// The day it is in the licence's zone, by ``ClockJudgement``.
  public var today: Day
  /// The newest list of revocations, or nil.
  public var revocations: RevocationList?
  /// How the instance fits the licence.
  public var binding: Binding
  /// Since when more seats are held than there are, or nil.
  public var seatsOverSince: Day?
  /// Whether the clock can be believed.
  public var isClockSuspect: Bool
  /// Whether somebody works from outside the site's networks.
  public var isOutsideNetwork: Bool
  /// The build that runs and the day its series was released, or nil where it does not matter.
  public var build: Build?

  /// A version of the product.
  public struct Build: Sendable, Hashable {
    /// As `1.4.2`.
    public var version: String
    /// The day X.Y.0 was released.
    public var seriesDate: Day

    /// A build of its parts.
    public init(version: String, seriesDate: Day) {
      self.version = version
      self.seriesDate = seriesDate
    }
  }

  /// Facts with everything as it should be.
  public init(
    grant: LicenseGrant?, waiting: LicenseGrant? = nil, today: Day,
    revocations: RevocationList? = nil, binding: Binding = .match, seatsOverSince: Day? = nil,
    isClockSuspect: Bool = false, isOutsideNetwork: Bool = false, build: Build? = nil
  ) {
    self.grant = grant
    self.waiting = waiting
    self.today = today
    self.revocations = revocations
    self.binding = binding
    self.seatsOverSince = seatsOverSince
    self.isClockSuspect = isClockSuspect
    self.isOutsideNetwork = isOutsideNetwork
    self.build = build
  }
}

/// How an instance works, from the freest to the narrowest.
public enum Mode: String, Sendable, CaseIterable, Comparable {
  /// Nothing was ever installed: one seat, everything works.
  case free = "FREE"
  /// Everything as bought.
  case full = "FULL"
  /// Everything works, and administrators are told something.
  case warn = "WARN"
  /// More seats are held than there are, for too long: none is given until they fit.
  case capped = "CAPPED"
  /// Records can be read, exported and erased, but not changed.
  case readOnly = "READ_ONLY"

  /// Freer modes come first.
  public static func < (left: Mode, right: Mode) -> Bool {
    allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
  }
}

/// One reason for a mode.
public struct Reason: Sendable, Hashable {
  /// What programs go by; the raw values never change.
  public enum Code: String, Sendable, CaseIterable {
    /// No licence was ever installed.
    case none
    /// The licence has not begun.
    case pending
    /// The term ends soon.
    case ending
    /// The term is over, its grace runs.
    case grace
    /// The term and its grace are over.
    case ended
    /// The licence will be revoked.
    case revoking
    /// The licence is revoked.
    case revoked
    /// Some witnesses of the instance changed.
    case soft
    /// The instance looks like a copy.
    case copy
    /// The licence is for another instance.
    case mismatch
    /// More seats are held than there are.
    case seatsOver = "seats_over"
    /// The clock cannot be believed.
    case clock
    /// Somebody works from outside the site.
    case network
    /// The build is newer than the licence covers.
    case build
  }

  /// Who is told.
  public enum Audience: String, Sendable {
    /// Who keeps the licence.
    case administrators
    /// Everybody who works.
    case everyone
  }

  /// What programs go by.
  public let code: Code
  /// The mode that it leads to.
  public let mode: Mode
  /// The day it began or will begin, where that is known.
  public let since: Day?
  /// Who is told.
  public let audience: Audience
  /// What a person reads: what is wrong, since when, who can put it right and how.
  public let message: Wording
}

/// The mode that follows from facts.
public struct Evaluation: Sendable, Hashable {
  /// How the instance works.
  public let mode: Mode
  /// Why: the gravest first; none where everything is as it should be.
  public let reasons: [Reason]
  /// How many seats are given out at once.
  public let seats: Int
  /// The modules that are switched on.
  public let modules: Set<Feature>
  /// How many service accounts there may be.
  public let serviceAccounts: Int
}
