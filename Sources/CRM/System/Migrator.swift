import Postgres

/// Brings a database to the schema of this release, file by file.
///
/// Connects as `crm_migrator` and works as `crm_owner`. A file runs in one transaction together with
/// its row in `system.migration`, so a killed run leaves nothing half done.
public struct Migrator: Sendable {
  /// What to do with the pending files.
  public enum Mode: Sendable, Hashable {
    /// Run them.
    case apply
    /// Run them in one transaction and roll it back.
    case dryRun
    /// Record them as applied, since a DBA ran them by `psql`; reference data are loaded all the same.
    case adopt
  }

  private let conninfo: String
  private let files: SQLFiles
  private let patience: LockPatience
  private let build: Build
  private let note: @Sendable (String) -> Void

  /// - Parameters:
  ///   - conninfo: A libpq connection string of `crm_migrator`, or of a role that may `set role crm_owner`.
  ///   - build: What migrates: the licence must cover it.
  ///   - note: Is told each step, for a person who waits.
  public init(
    conninfo: String, files: SQLFiles, patience: LockPatience = LockPatience(),
    build: Build = .current, note: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.conninfo = conninfo
    self.files = files
    self.patience = patience
    self.build = build
    self.note = note
  }

  /// Runs, tries or records what is pending, then the seeds. One runner at a time; others wait and
  /// then find nothing to do.
  ///
  /// - Returns: The names of the files it dealt with.
  /// - Throws: ``MigrationError``, `DatabaseError` or `ClientError`.
  @discardableResult
  public func run(_ mode: Mode = .apply, seeds: Bool = true) async throws -> [String] {
    let migrations = try files.migrations()
    return try await asOwner { client in
      if let fault = try await DatabaseEncoding.fault(client) {
        throw MigrationError.encoding(fault)
      }
      try await MigrationLock(client: client, note: note).take()
      let applied = try await AppliedMigration.all(client)
      let status = try MigrationStatus(
        files: migrations, applied: applied, allowSkipped: mode == .adopt)
      try await demandMaintenance(client)
      try await perform(mode, status.pending, client)
      if mode != .dryRun && seeds { try await runSeeds(client) }
      if mode != .dryRun { try await LicenseKeys.enter(client) }
      if mode == .apply { try await customIndexes(client).build() }
      return status.pending.map(\.name)
    }
  }

  /// Builds the indexes that custom fields of large tables wait for, unless another runner is at work.
  ///
  /// - Returns: How many.
  /// - Throws: ``MigrationError``, `DatabaseError` or `ClientError`.
  @discardableResult
  public func buildIndexes() async throws -> Int {
    try await asOwner { client in
      guard try await MigrationLock(client: client, note: note).takeIfFree() else { return 0 }
      return try await customIndexes(client).build()
    }
  }

  private func customIndexes(_ client: Client) -> CustomIndexes {
    CustomIndexes(client: client, patience: patience, note: note)
  }

  /// What is applied and what is pending, without changing anything.
  public func status() async throws -> MigrationStatus {
    let migrations = try files.migrations()
    return try await asOwner { client in
      try MigrationStatus(files: migrations, applied: try await AppliedMigration.all(client))
    }
  }

  /// The schema that the database has, against the one of this release.
  public func version() async throws -> SchemaVersion {
    try await asOwner { try await SchemaVersion.check($0, files: files) }
  }

  /// The SQL that is pending, with the locks it takes and the sizes of the tables they hit.
  public func plan() async throws -> String {
    let migrations = try files.migrations()
    return try await asOwner { client in
      let applied = try await AppliedMigration.all(client)
      let status = try MigrationStatus(files: migrations, applied: applied)
      try await demandMaintenance(client)
      return try await MigrationPlan(pending: status.pending, client: client).text()
    }
  }

  /// A build that the licence does not cover stops before it changes anything.
  private func demandMaintenance(_ client: Client) async throws {
    if let fault = try await Maintenance.fault(client, build: build) {
      throw MigrationError.notCovered(fault)
    }
  }

  /// Connects and takes the owner's role, which alone may read and write everything.
  private func asOwner<Answer: Sendable>(
    _ body: (Client) async throws -> Answer
  ) async throws -> Answer {
    try await CommandClient.run(conninfo) { client in
      try await Self.becomeOwner(client)
      return try await body(client)
    }
  }

  private static func becomeOwner(_ client: Client) async throws {
    do {
      try await client.execute("set role crm_owner")
    } catch let error as DatabaseError where error.sqlState == "42501" {
      let row = try await client.rows("select session_user::text as name").first
      throw MigrationError.role(try row?.string("name") ?? "")
    }
  }

  private func perform(_ mode: Mode, _ pending: [MigrationFile], _ client: Client) async throws {
    switch mode {
    case .apply:
      let run = MigrationRun(client: client, patience: patience, note: note)
      for file in pending { try await run.apply(file) }
    case .dryRun:
      try await MigrationRun(client: client, patience: patience, note: note).rehearse(pending)
    case .adopt:
      try await client.transaction { transaction in
        try await MigrationRecord.prepare(transaction)
        for file in pending { try await MigrationRecord.insert(file, transaction) }
      }
    }
  }

  private func runSeeds(_ client: Client) async throws {
    for seed in try files.seeds() {
      try await MigrationRun(client: client, patience: patience, note: note)
        .seed(name: seed.name, text: seed.text)
    }
  }
}
