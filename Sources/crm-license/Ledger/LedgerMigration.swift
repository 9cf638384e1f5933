import ArgumentParser
import Foundation
import License
import Postgres

/// Where the SQL of the ledger lies.
struct LedgerSQLOption: ParsableArguments {
  @Option(help: ArgumentHelp("The directory that holds ledger/.", valueName: "directory"))
  var sql: String?

  /// The files in order: searched beside the program as `../share/crm/sql`, then upwards from it.
  ///
  /// - Throws: ``Failure`` when there are none.
  func files() throws -> LedgerFiles {
    let found = places.map { "\($0)/ledger" }
      .first { FileManager.default.fileExists(atPath: "\($0)/roles.sql") }
    guard let found else {
      throw Failure(
        .usage, "sql",
        "The SQL of the ledger was not found (searched \(places.joined(separator: ", "))). "
          + "Give --sql.",
        ru: "SQL реестра не найден (искали: \(places.joined(separator: ", "))). Укажите --sql.")
    }
    return try LedgerFiles(directory: found)
  }

  private var places: [String] {
    if let sql { return [sql] }
    var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    var places = [folder.appendingPathComponent("../share/crm/sql").standardizedFileURL.path]
    while folder.path != "/" {
      places.append(folder.appendingPathComponent("sql").path)
      folder.deleteLastPathComponent()
    }
    return places
  }
}

/// The numbered files of sql/ledger.
struct LedgerFiles: Sendable {
  let roles: String
  let migrations: [(version: Int, name: String, text: String)]

  init(directory: String) throws {
    roles = "\(directory)/roles.sql"
    let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    migrations = try names.compactMap { name in
      guard name.hasSuffix(".sql"), let version = Int(name.prefix(4)) else { return nil }
      let text = try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
      return (version, String(name.dropLast(4)), text)
    }
  }
}

/// Brings a ledger to the schema of this release: all files that are missing, in one transaction.
struct LedgerMigration {
  let ledger: Ledger
  let files: LedgerFiles

  /// - Returns: The names of the files that were run.
  /// - Throws: ``Failure`` for a file that was changed after it was run, or one that is not there.
  func run() async throws -> [String] {
    try await ledger.client.transaction { transaction in
      try await transaction.execute("set local role license_owner")
      // One runner at a time; the number is the word "ledger" in ASCII.
      try await transaction.execute("select pg_advisory_xact_lock(119187420867954)")
      let applied = try await applied(transaction)
      try judge(applied)
      let pending = files.migrations.filter { applied[$0.version] == nil }
      for file in pending { try await apply(file, transaction) }
      return pending.map(\.name)
    }
  }

  private func applied(_ transaction: Transaction) async throws -> [Int: String] {
    let present = try await transaction.rows(
      "select to_regclass('ledger.migration') is not null as present"
    ).single.bool("present")
    guard present else { return [:] }
    let rows = try await transaction.rows("select version, sha256 from ledger.migration")
    return try Dictionary(
      uniqueKeysWithValues: rows.map { (try $0.int("version"), try $0.string("sha256")) })
  }

  private func judge(_ applied: [Int: String]) throws {
    for (version, digest) in applied.sorted(by: { $0.key < $1.key }) {
      let file = files.migrations.first { $0.version == version }
      guard let file, Digest.sha256(Array(file.text.utf8)) == digest else {
        throw Failure(
          .conflict, "migration",
          "The ledger has migration \(version) in another form than this release. Use the release that "
            + "belongs to the ledger.",
          ru:
            "В реестре миграция \(version) не такая, как в этом выпуске. Используйте выпуск, соответствующий реестру."
        )
      }
    }
  }

  private func apply(
    _ file: (version: Int, name: String, text: String), _ transaction: Transaction
  ) async throws {
    let digest = Digest.sha256(Array(file.text.utf8))
    // A file has many statements, a request takes one; a block runs the text as a whole.
    let tag = "$m\(digest.prefix(16))$"
    try await transaction.execute(
      "\(raw: "do $run$ begin execute \(tag)\n\(file.text)\n\(tag); end $run$")")
    try await transaction.execute(
      """
      insert into ledger.migration (version, name, sha256)
      values (\(file.version)::integer, \(file.name), \(digest))
      """)
  }
}
