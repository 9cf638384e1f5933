/// What this build of the product is.
public struct Build: Sendable, Hashable {
  /// `X.Y.Z`.
  public let version: String
  /// The day, `YYYY-MM-DD`, on which X.Y.0 was released; every X.Y.Z has it, so that mends of a series that a
  /// licence covers stay covered.
  public let seriesDate: String

  /// - Parameters:
  ///   - version: `X.Y.Z`.
  ///   - seriesDate: `YYYY-MM-DD`.
  public init(version: String, seriesDate: String) {
    self.version = version
    self.seriesDate = seriesDate
  }

  /// The one that runs.
  public static let current = Build(version: "0.1.0", seriesDate: "2026-11-23")
}
