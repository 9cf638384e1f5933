import CRM
import Foundation
import Postgres

/// A directory of migrations that a test writes itself, for a database of its own.
public struct MigrationFixture: Sendable {
  /// The database they are for.
  public let database: TestDatabase
  /// The directory as the migrator sees it.
  public let files: SQLFiles

  /// Makes the directory with a first migration that keeps the record of the others.
  public init(_ database: TestDatabase) throws {
    self.database = database
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    files = SQLFiles(directory: folder.path)
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("migrations"), withIntermediateDirectories: true)
    try write("0001_system_migration", Self.first)
  }

  /// Writes or replaces a migration.
  public func write(_ name: String, _ text: String) throws {
    try text.write(
      toFile: "\(files.directory)/migrations/\(name).sql", atomically: true, encoding: .utf8)
  }

  /// Deletes a migration.
  public func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(files.directory)/migrations/\(name).sql")
  }

  /// The migrator of these files.
  public func migrator(tries: Int = 50) -> Migrator {
    Migrator(
      conninfo: database.migrator, files: files, patience: LockPatience(tries: tries))
  }

  /// A number that an SQL expression yields, asked as superuser.
  public func number(_ expression: String) async throws -> Int {
    try await withClient(database.superuser) { client in
      let rows = try await client.rows("select (\(raw: expression))::bigint as number")
      return try rows[0].int("number")
    }
  }

  /// Lets the superuser do something to the database.
  public func execute(_ statement: String) async throws {
    _ = try await withClient(database.superuser) { try await $0.execute("\(raw: statement)") }
  }

  private static let first = """
    create schema system;
    create table system.migration (
      version bigint primary key, name text not null, sha256 text not null,
      applied_by text not null, started_at timestamptz not null, finished_at timestamptz not null
    );
    """
}

/// Gives the body an empty database and migrations to write.
public func withMigrations<Answer: Sendable>(
  _ body: (MigrationFixture) async throws -> Answer
) async throws -> Answer {
  try await withEmptyDatabase { database in
    let fixture = try MigrationFixture(database)
    defer { try? FileManager.default.removeItem(atPath: fixture.files.directory) }
    return try await body(fixture)
  }
}
