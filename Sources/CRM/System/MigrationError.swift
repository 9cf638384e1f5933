import Postgres

/// Why the schema was not changed; each case says what is wrong and what to do about it.
public enum MigrationError: Error, Sendable, CustomStringConvertible {
  /// There are no migrations at the place.
  case directory(String)
  /// A file that belongs to the product is missing.
  case file(String)
  /// A file is not named `NNNN_area_words.sql`.
  case name(String)
  /// Two files have the same number.
  case duplicate(String, String)
  /// A file that was applied has another content now.
  case changed(String, applied: String, now: String)
  /// The database has a migration that this release does not know.
  case unknown(String)
  /// A file is missing in the middle: later ones were applied already.
  case skipped(String, latest: Int)
  /// A statement failed.
  case failed(file: String, line: Int, cause: DatabaseError)
  /// A table stayed locked by others through all tries.
  case locked(file: String, tries: Int)
  /// Another runner held the lock too long.
  case busy
  /// The connection was lost and with it the lock against other runners.
  case lost
  /// The role may not act as the owner.
  case role(String)
  /// The database writes letters in a way that the product cannot use.
  case encoding(String)
  /// The file lacks what keeps `system.migration`.
  case unrecorded(String)
  /// The licence does not cover this release.
  case notCovered(String)

  /// What is wrong and what to do, in English.
  public var description: String {
    switch self {
    case .directory(let path):
      "There are no migrations in \(path). Name the directory by --sql or CRM_SQL."
    case .file(let path):
      "\(path) is missing. It lies beside the directory that --sql or CRM_SQL names."
    case .name(let name):
      "The migration \(name) is not named NNNN_area_words.sql."
    case .duplicate(let first, let second):
      "The migrations \(first) and \(second) have the same number; give one of them the next free one."
    case .changed(let name, let applied, let now):
      "The migration \(name) was changed after it was applied "
        + "(applied \(applied.prefix(12))…, now \(now.prefix(12))…). "
        + "Put the file back as it was and write the change as a new migration."
    case .unknown(let name):
      "The database has the migration \(name), which this release does not know: "
        + "a newer release made it. Run that release, or restore the backup taken before it."
    case .skipped(let name, let latest):
      "The migration \(name) was never applied although \(latest) was; "
        + "give it a number after the latest one. If a DBA ran it by psql: crm migrate --adopt."
    case .failed(let file, let line, let cause):
      "The migration \(file) failed at line \(line): \(cause.message) [\(cause.sqlState)]"
        + (cause.detail.map { " \($0)" } ?? "") + (cause.hint.map { " \($0)" } ?? "")
    case .locked(let file, let tries):
      "The migration \(file) did not get its locks in \(tries) tries and changed nothing. "
        + "Look for long transactions (deploy/README.md, Migrations) and run it again."
    case .busy:
      "Another runner has been migrating this database for an hour; nothing was done."
    case .lost:
      "The connection was lost between two migrations; run it again."
    case .role(let name):
      "The role \(name) may not change the schema. Connect as crm_migrator (deploy/roles.sql makes it)."
    case .encoding(let fault), .notCovered(let fault): fault
    case .unrecorded(let name):
      "The table system.migration does not exist after \(name); it keeps what was applied."
    }
  }
}
