import Foundation

/// The server programs of PostgreSQL 15 on this machine.
public struct Programs: Sendable {
  /// The directory that holds `postgres`, `initdb`, `psql`.
  public let directory: String

  /// Searches `CRM_POSTGRES_BIN`, Debian's place, then PATH.
  ///
  /// - Throws: ``ClusterError/missing(searched:)``.
  public static func find(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Programs {
    let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let named = environment["CRM_POSTGRES_BIN"].map { [$0] } ?? []
    let places = named + ["/usr/lib/postgresql/15/bin"] + path
    for place in places where isComplete(place) && isFifteen(place) {
      return Programs(directory: place)
    }
    throw ClusterError.missing(searched: named + ["/usr/lib/postgresql/15/bin", "PATH"])
  }

  /// The full path of a program.
  public func path(_ program: String) -> String { "\(directory)/\(program)" }

  /// Whether the server can preload a library, such as `pg_stat_statements`.
  func hasLibrary(_ name: String) -> Bool {
    let library = URL(fileURLWithPath: directory).deletingLastPathComponent()
      .appendingPathComponent("lib/\(name).so")
    return FileManager.default.fileExists(atPath: library.path)
  }

  private static func isComplete(_ place: String) -> Bool {
    ["postgres", "initdb", "psql"].allSatisfy {
      FileManager.default.isExecutableFile(atPath: "\(place)/\($0)")
    }
  }

  private static func isFifteen(_ place: String) -> Bool {
    if place.hasSuffix("/15/bin") { return true }
    let output = try? Tool("\(place)/postgres", ["--version"]).run()
    return output?.contains(" 15.") ?? false
  }
}
