import Postgres

/// Runs a file marked `-- crm: no-transaction`: each statement alone, as `create index concurrently`
/// demands, every one safe to repeat.
///
/// Such a statement waits for old transactions without stopping readers or writers, so its
/// `lock_timeout` is a minute. When it fails it leaves an invalid index, which the next try drops.
struct ConcurrentRun {
  private let run: MigrationRun
  private var client: Client { run.client }

  init(_ run: MigrationRun) { self.run = run }

  func apply(_ file: MigrationFile) async throws {
    try await run.patiently(file.name) { _ in
      try await settle()
      for statement in file.script.statements { try await execute(statement, of: file.name) }
    }
    try await client.transaction { transaction in
      try await MigrationRecord.prepare(transaction)
      try await MigrationRecord.insert(file, transaction)
    }
  }

  /// Settings of the session: there is no transaction that could carry them.
  private func settle() async throws {
    for setting: SQL in [
      "set role crm_owner", "set statement_timeout = 0", "set lock_timeout = '60s'",
      "set search_path = pg_catalog",
    ] {
      _ = try await client.execute(setting)
    }
  }

  private func execute(_ statement: Script.Statement, of name: String) async throws {
    do {
      if let index = ConcurrentIndex(statement.text), try await isBuilt(index) { return }
      _ = try await client.execute("\(raw: statement.text)")
    } catch let error as DatabaseError {
      throw MigrationError.failed(file: name, line: statement.line, cause: error)
    }
  }

  /// Whether an earlier try finished the index; an invalid leftover of it is dropped.
  private func isBuilt(_ index: ConcurrentIndex) async throws -> Bool {
    let rows = try await client.rows(
      """
      select i.indisvalid as valid
      from pg_catalog.pg_index i
      join pg_catalog.pg_class c on c.oid = i.indexrelid
      where c.relname = \(index.name) and i.indrelid = to_regclass(\(index.table))
      """)
    guard let row = rows.first else { return false }
    if try row.bool("valid") { return true }
    let schema = index.table.split(separator: ".").first.map(String.init) ?? "public"
    _ = try await client.execute(
      "drop index concurrently \(identifier: schema).\(identifier: index.name)")
    return false
  }
}

/// The names in `create [unique] index concurrently [if not exists] name on [only] schema.table`.
struct ConcurrentIndex: Equatable {
  let name: String
  let table: String

  /// Nil when the statement is another one.
  init?(_ statement: String) {
    var words = statement.split { " \n\t(".contains($0) }.map { $0.lowercased() }[...]
    guard words.popFirst() == "create" else { return nil }
    if words.first == "unique" { words = words.dropFirst() }
    guard words.prefix(2).elementsEqual(["index", "concurrently"]) else { return nil }
    words = words.dropFirst(2)
    if words.prefix(3).elementsEqual(["if", "not", "exists"]) { words = words.dropFirst(3) }
    guard let name = words.popFirst(), words.popFirst() == "on" else { return nil }
    if words.first == "only" { words = words.dropFirst() }
    guard let table = words.first else { return nil }
    self.name = name
    self.table = table
  }
}
