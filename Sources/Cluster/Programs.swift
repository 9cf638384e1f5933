import Foundation

/// The server programs of PostgreSQL 15 on this machine.
public struct Programs: Sendable {
  /// The directory that holds `postgres`, `initdb`, `psql`.
  public let directory: String

  /// Takes `CRM_POSTGRES_BIN`, else searches Debian's place and PATH.
  ///
  /// - Throws: ``ClusterError/programs(path:reason:)`` when the place named is not fit,
  ///   ``ClusterError/missing(searched:)``.
  public static func find(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Programs {
    if let named = environment["CRM_POSTGRES_BIN"], !named.isEmpty { return try judged(named) }
    let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    for place in ["/usr/lib/postgresql/15/bin"] + path where isComplete(place) && isFifteen(place) {
      return Programs(directory: place)
    }
    throw ClusterError.missing(searched: ["/usr/lib/postgresql/15/bin", "PATH"])
  }

  /// Another PostgreSQL than the one that was named is never taken in silence.
  private static func judged(_ place: String) throws -> Programs {
    guard isComplete(place) else {
      throw ClusterError.programs(
        path: place, reason: "postgres, initdb and psql are not all there for this user to run")
    }
    guard isFifteen(place) else {
      throw ClusterError.programs(path: place, reason: "its postgres is of another version")
    }
    return Programs(directory: place)
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
