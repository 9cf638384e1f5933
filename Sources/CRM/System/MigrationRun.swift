import Postgres

/// Runs files on the connection that holds the runner's lock.
struct MigrationRun {
  let client: Client
  let patience: LockPatience
  let note: @Sendable (String) -> Void

  /// Applies and records one file.
  ///
  /// - Throws: ``MigrationError/failed(file:line:cause:)``, ``MigrationError/locked(file:tries:)``.
  func apply(_ file: MigrationFile) async throws {
    note("migrating \(file.name)")
    guard file.isTransactional else { return try await ConcurrentRun(self).apply(file) }
    try await patiently(file.name) { attempt in
      try await client.transaction { transaction in
        try await begin(transaction, attempt)
        try await execute(file.script, of: file.name, transaction)
        try await MigrationRecord.insert(file, transaction)
      }
    }
  }

  /// Runs all files in one transaction and rolls it back; those without a transaction are left out.
  func rehearse(_ files: [MigrationFile]) async throws {
    guard let last = files.last else { return }
    try await patiently(last.name) { attempt in
      do {
        try await client.transaction { transaction in
          try await begin(transaction, attempt)
          for file in files { try await rehearse(file, transaction) }
          throw Rehearsed()
        }
      } catch is Rehearsed {}
    }
  }

  /// Runs an idempotent file of reference data in one transaction.
  func seed(name: String, text: String) async throws {
    try await patiently(name) { attempt in
      try await client.transaction { transaction in
        try await begin(transaction, attempt)
        try await execute(Script(text), of: name, transaction)
      }
    }
  }

  /// Repeats the work while it fails for want of a lock, with growing pauses.
  func patiently(_ name: String, _ work: (Int) async throws -> Void) async throws {
    for attempt in 0..<patience.tries {
      do {
        return try await work(attempt)
      } catch MigrationError.failed(_, _, let cause) where cause.isLockTrouble {
        if attempt == 0 { note("waiting for locks of \(name); readers go first") }
        try await Task.sleep(for: patience.pause(attempt))
      }
    }
    throw MigrationError.locked(file: name, tries: patience.tries)
  }

  private func begin(_ transaction: Transaction, _ attempt: Int) async throws {
    try await MigrationRecord.prepare(transaction)
    let timeout = "\(patience.timeout(attempt))ms"
    _ = try await transaction.rows("select set_config('lock_timeout', \(timeout), true)")
  }

  private func rehearse(_ file: MigrationFile, _ transaction: Transaction) async throws {
    guard file.isTransactional else {
      return note("left out of the rehearsal, it runs without a transaction: \(file.name)")
    }
    note("rehearsing \(file.name)")
    try await execute(file.script, of: file.name, transaction)
  }

  private func execute(
    _ script: Script, of name: String, _ transaction: Transaction
  ) async throws {
    for statement in script.statements {
      do {
        try await transaction.execute("\(raw: statement.text)")
      } catch let error as DatabaseError {
        throw MigrationError.failed(file: name, line: statement.line, cause: error)
      }
    }
  }

  /// Ends a rehearsal's transaction by rolling it back.
  private struct Rehearsed: Error {}
}
