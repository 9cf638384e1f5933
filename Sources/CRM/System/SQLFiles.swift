import Foundation

/// The product's SQL on disk: migrations, seeds, roles and checks, all readable by a DBA.
public struct SQLFiles: Sendable {
  /// The directory that holds `migrations` and `seed`; `deploy` lies beside it.
  public let directory: String

  /// Uses the directory named, by `--sql` or `CRM_SQL`.
  public init(directory: String) { self.directory = directory }

  /// Searches beside the executable: `../share/crm/sql` of an installed program, else the `sql` of
  /// the repository it was built in, else of the working directory.
  ///
  /// - Throws: ``MigrationError/directory(_:)``.
  public static func find(executable: String = "/proc/self/exe") throws -> SQLFiles {
    let program = URL(fileURLWithPath: executable).resolvingSymlinksInPath()
    var folder = program.deletingLastPathComponent()
    var places = [folder.appendingPathComponent("../share/crm/sql").standardizedFileURL.path]
    while folder.path != "/" {
      places.append(folder.appendingPathComponent("sql").path)
      folder.deleteLastPathComponent()
    }
    places.append("\(FileManager.default.currentDirectoryPath)/sql")
    let found = places.first { FileManager.default.fileExists(atPath: "\($0)/migrations") }
    guard let found else { throw MigrationError.directory(places[0]) }
    return SQLFiles(directory: found)
  }

  /// The migrations in order.
  public func migrations() throws -> [MigrationFile] {
    try MigrationFile.all(in: "\(directory)/migrations")
  }

  /// The number of the last migration, 0 where there is none; only names are read, since whoever asks whether the
  /// service is ready asks every few seconds.
  ///
  /// - Throws: ``MigrationError/directory(_:)`` or ``MigrationError/name(_:)``.
  func lastVersion() throws -> Int {
    try Self.names("\(directory)/migrations").map { try MigrationFile.version(of: $0) }.max() ?? 0
  }

  /// The idempotent files of reference data, by name; none when there is no such directory.
  public func seeds() throws -> [(name: String, text: String)] {
    let seed = "\(directory)/seed"
    return FileManager.default.fileExists(atPath: seed) ? try Self.read(seed) : []
  }

  /// The text of `schema.sql`: what the migrations add up to.
  ///
  /// - Throws: ``MigrationError/file(_:)``.
  func schemaText() throws -> String {
    try Self.text("\(directory)/schema.sql")
  }

  /// A file of `deploy`, such as `roles.sql`.
  public func deploy(_ name: String) -> String {
    URL(fileURLWithPath: directory).deletingLastPathComponent()
      .appendingPathComponent("deploy/\(name)").path
  }

  /// The text of a file of `deploy`.
  ///
  /// - Throws: ``MigrationError/file(_:)``.
  public func deployText(_ name: String) throws -> String {
    try Self.text(deploy(name))
  }

  private static func text(_ path: String) throws -> String {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw MigrationError.file(path)
    }
    return text
  }

  /// The `.sql` files of a directory, sorted by name.
  static func read(_ directory: String) throws -> [(name: String, text: String)] {
    try names(directory).map { name in
      (name, try String(contentsOfFile: "\(directory)/\(name).sql", encoding: .utf8))
    }
  }

  /// The names of the `.sql` files of a directory, sorted and without their ending.
  private static func names(_ directory: String) throws -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
      throw MigrationError.directory(directory)
    }
    return names.filter { $0.hasSuffix(".sql") }.sorted().map { String($0.dropLast(4)) }
  }
}
