import Postgres

/// Rows of `system.migration`, and the settings a migration's transaction works under.
enum MigrationRecord {
  /// Makes the transaction the owner's and checks that the runner's lock was not lost.
  ///
  /// - Throws: ``MigrationError/lost`` when another session holds the lock.
  static func prepare(_ transaction: Transaction) async throws {
    let rows = try await transaction.rows(
      "select pg_try_advisory_xact_lock(\(MigrationLock.key)) as ours")
    guard try rows.first?.bool("ours") == true else { throw MigrationError.lost }
    for statement in settings { try await transaction.execute(statement) }
  }

  private static let settings: [SQL] = [
    "set local role crm_owner", "set local statement_timeout = 0",
    "set local idle_in_transaction_session_timeout = 0", "set local search_path = pg_catalog",
    "set local client_min_messages = warning",
  ]

  /// Records a file as applied by this transaction.
  ///
  /// - Throws: ``MigrationError/unrecorded(_:)`` when the table is not there.
  static func insert(_ file: MigrationFile, _ transaction: Transaction) async throws {
    let rows = try await transaction.rows(
      "select to_regclass('system.migration') is not null as present")
    guard try rows.first?.bool("present") == true else {
      throw MigrationError.unrecorded(file.name)
    }
    try await transaction.execute(
      """
      insert into system.migration (version, name, sha256, applied_by, started_at, finished_at)
      values (\(file.version), \(file.name), \(file.sha256), session_user, now(), clock_timestamp())
      """)
  }
}
