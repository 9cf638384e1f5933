import Postgres

/// The schema the database has against the one this release needs.
public struct SchemaVersion: Sendable, Hashable {
  /// The last migration applied; 0 for an empty database.
  public let applied: Int
  /// The last migration of this release.
  public let needed: Int

  /// Asks the database.
  ///
  /// - Throws: ``MigrationError`` when the files are missing or misnamed, or `DatabaseError`.
  public static func check(_ client: Client, files: SQLFiles) async throws -> SchemaVersion {
    let needed = try files.lastVersion()
    let applied = try await AppliedMigration.all(client).last?.version ?? 0
    return SchemaVersion(applied: applied, needed: needed)
  }

  /// Why the service cannot work on it, or nil.
  public var fault: String? {
    guard applied < needed else { return nil }
    let have = applied == 0 ? "has no schema yet" : "has schema \(applied)"
    return "The database \(have), this release needs \(needed). Run: crm migrate"
  }

  /// A newer schema serves the previous release too, since changes first only expand.
  public var warning: String? {
    guard applied > needed else { return nil }
    return "The database has schema \(applied), newer than \(needed) of this release: "
      + "update the service soon."
  }
}
