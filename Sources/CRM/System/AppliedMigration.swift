import Postgres

/// A row of `system.migration`: what the database remembers of a file.
public struct AppliedMigration: Sendable, Hashable {
  /// The number at the head of the file's name.
  public let version: Int
  /// The file's name without its ending.
  public let name: String
  /// Of the file's text as it was applied, in lower-case hexadecimal.
  public let sha256: String

  /// What was applied, in order; nothing when the database is empty.
  public static func all(_ client: Client) async throws -> [AppliedMigration] {
    guard try await exists(client) else { return [] }
    let rows = try await client.rows(
      """
      select version::bigint as version, name::text as name, sha256::text as sha256
      from system.migration order by version
      """)
    return try rows.map { row in
      AppliedMigration(
        version: try row.int("version"), name: try row.string("name"),
        sha256: try row.string("sha256"))
    }
  }

  /// Whether the table is there and this role may read it.
  private static func exists(_ client: Client) async throws -> Bool {
    let rows = try await client.rows(
      "select to_regclass('system.migration') is not null as present")
    return try rows.first?.bool("present") ?? false
  }
}

/// What the files and the database say about each other.
public struct MigrationStatus: Sendable {
  /// The number of the last applied file; 0 for an empty database.
  public let applied: Int
  /// The files that are not applied yet, in order.
  public let pending: [MigrationFile]

  /// Compares; a changed, unknown or skipped file is an error.
  ///
  /// - Parameters:
  ///   - allowSkipped: Whether files before the last applied one may be pending (`--adopt`).
  ///   - allowNewer: Whether a newer release may have added migrations after the last file.
  /// - Throws: ``MigrationError``.
  public init(
    files: [MigrationFile], applied: [AppliedMigration], allowSkipped: Bool = false,
    allowNewer: Bool = false
  ) throws {
    let known = Dictionary(uniqueKeysWithValues: files.map { ($0.version, $0) })
    let newest = allowNewer ? files.last?.version ?? 0 : .max
    for row in applied where row.version <= newest {
      guard let file = known[row.version], file.name == row.name else {
        throw MigrationError.unknown(row.name)
      }
      guard file.sha256 == row.sha256 else {
        throw MigrationError.changed(row.name, applied: row.sha256, now: file.sha256)
      }
    }
    let versions = Set(applied.map(\.version))
    pending = files.filter { !versions.contains($0.version) }
    self.applied = applied.last?.version ?? 0
    if let early = pending.first, early.version < self.applied, !allowSkipped {
      throw MigrationError.skipped(early.name, latest: self.applied)
    }
  }
}
