import Postgres

/// Builds the indexes that custom fields of large tables wait for: CONCURRENTLY, so that nobody waits for them.
struct CustomIndexes {
  /// One connection, as the owner, that holds the runner's lock.
  let client: Client
  let patience: LockPatience
  let note: @Sendable (String) -> Void

  /// Builds what is pending, and opens the fields that waited for it.
  ///
  /// - Returns: How many indexes it built.
  /// - Throws: ``MigrationError/locked(file:tries:)``, `DatabaseError` or `ClientError`.
  @discardableResult
  func build() async throws -> Int {
    guard try await isKnown else { return 0 }
    let pending = try await client.all("select * from system.pending_custom_indexes()")
    guard !pending.isEmpty else { return 0 }
    // Settings of the session: there is no transaction that could carry them.
    for setting: SQL in ["set statement_timeout = 0", "set lock_timeout = '60s'"] {
      _ = try await client.execute(setting)
    }
    for index in pending { try await build(index) }
    for field in Set(try pending.map { try $0.int("field_id") }).sorted() {
      try await finish(field)
    }
    return pending.count
  }

  /// A schema that is not whole yet has no custom fields.
  private var isKnown: Bool {
    get async throws {
      let rows = try await client.rows(
        "select to_regprocedure('system.pending_custom_indexes()') is not null as known")
      return try rows.single.bool("known")
    }
  }

  private func build(_ index: Row) async throws {
    let (area, name) = (try index.string("area"), try index.string("name"))
    if try index.bool("is_built") { return }
    if try index.bool("is_broken") {
      _ = try await client.execute(
        "drop index concurrently \(identifier: area).\(identifier: name)")
    }
    note("building the index \(name)")
    _ = try await client.execute("\(raw: try index.string("statement"))")
  }

  /// The database does the rest when it reads that the index is there; its lock is waited for briefly.
  private func finish(_ field: Int) async throws {
    for attempt in 0..<patience.tries {
      do {
        _ = try await client.execute(
          "update system.custom_field set index_state = 'ready' where id = \(field)")
        return
      } catch let error as DatabaseError where error.isLockTrouble {
        try await Task.sleep(for: patience.pause(attempt))
      }
    }
    throw MigrationError.locked(file: "custom field \(field)", tries: patience.tries)
  }
}

extension DatabaseError {
  /// Somebody else held a lock for longer than was to be waited.
  var isLockTrouble: Bool { sqlState == "55P03" || sqlState == "40P01" }
}
