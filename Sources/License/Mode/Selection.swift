/// Which of the installed revisions is in force.
public struct Selection: Sendable, Hashable {
  /// The highest revision whose term has begun, or nil.
  public let current: LicenseGrant?
  /// The highest revision that waits for its first day and will take its place, or nil.
  public let waiting: LicenseGrant?

  /// Chooses among the revisions of one licence that were taken; each counts days in its own zone.
  ///
  /// - Parameter today: The day it is for a revision.
  public init(_ grants: [LicenseGrant], today: (LicenseGrant) -> Day) {
    let taken = Set(grants.compactMap(\.corrects))
    let sorted = grants.filter { !taken.contains($0.revision) }
      .sorted { $0.revision < $1.revision }
    let begun = sorted.last { $0.term.from <= today($0) }
    current = begun
    waiting = sorted.last {
      $0.term.from > today($0) && $0.revision > (begun?.revision ?? 0)
    }
  }
}
