import Foundation

/// One numbered file of `sql/migrations`, named `NNNN_area_words.sql`.
public struct MigrationFile: Sendable, Hashable {
  /// Its number.
  public let version: Int
  /// The file name without `.sql`.
  public let name: String
  /// The whole text.
  public let text: String
  /// SHA-256 of the text, hexadecimal.
  public let sha256: String

  /// Takes a name such as `0012_finance_invoice` and its text.
  ///
  /// - Throws: ``MigrationError/name(_:)``.
  public init(name: String, text: String) throws {
    version = try Self.version(of: name)
    self.name = name
    self.text = text
    sha256 = Digest.sha256(text.utf8)
  }

  /// The number at the head of a name such as `0012_finance_invoice`.
  ///
  /// - Throws: ``MigrationError/name(_:)``.
  static func version(of name: String) throws -> Int {
    let number = name.prefix { $0 != "_" }
    guard number.count == 4, let version = Int(number), version > 0, name.count > 5 else {
      throw MigrationError.name(name)
    }
    return version
  }

  /// Whether the file runs in one transaction; `-- crm: no-transaction` in it says it does not.
  public var isTransactional: Bool {
    !text.split(separator: "\n").contains { $0.hasPrefix("-- crm: no-transaction") }
  }

  /// Its statements.
  public var script: Script { Script(text) }

  /// The comment lines at its head, which say what, why and which locks.
  public var header: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.hasPrefix("--") }.map(String.init)
  }

  /// All migrations of a directory in order of their numbers.
  ///
  /// - Throws: ``MigrationError/directory(_:)``, ``MigrationError/name(_:)`` or
  ///   ``MigrationError/duplicate(_:_:)``.
  public static func all(in directory: String) throws -> [MigrationFile] {
    let files = try SQLFiles.read(directory).map { try MigrationFile(name: $0.name, text: $0.text) }
    for (first, second) in zip(files, files.dropFirst()) where first.version == second.version {
      throw MigrationError.duplicate(first.name, second.name)
    }
    return files
  }
}
