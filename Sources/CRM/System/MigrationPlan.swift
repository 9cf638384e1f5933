import Postgres

/// What a DBA reads before a migration runs: the SQL, its locks, and the sizes of the tables they hit.
struct MigrationPlan {
  let pending: [MigrationFile]
  let client: Client

  func text() async throws -> String {
    guard !pending.isEmpty else { return "-- Nothing is pending." }
    var parts = ["-- \(pending.count) pending; every file in order:"]
    for file in pending { parts.append(try await describe(file)) }
    return parts.joined(separator: "\n\n")
  }

  private func describe(_ file: MigrationFile) async throws -> String {
    let kind = file.isTransactional ? "one transaction" : "no transaction, each statement alone"
    var lines = ["-- == \(file.name).sql: \(kind), sha256 \(file.sha256)"]
    let locks = file.script.statements.flatMap { StatementLock.all(in: $0.text) }
    let present = try await sizes(of: Set(locks.map(\.table)))
    for lock in ordered(locks) {
      guard let size = present[lock.table] else { continue }
      lines.append("-- lock: \(lock.mode) on \(lock.table) (\(size)); stops \(lock.blocks)")
    }
    if lines.count == 1 { lines.append("-- lock: none on existing tables") }
    return lines.joined(separator: "\n") + "\n" + file.text
  }

  private func ordered(_ locks: [StatementLock]) -> [StatementLock] {
    var seen: Set<StatementLock> = []
    return locks.filter { seen.insert($0).inserted }
  }

  /// The size and number of rows of the tables that exist already.
  private func sizes(of tables: Set<String>) async throws -> [String: String] {
    let rows = try await client.rows(
      """
      select t.name as name,
        pg_size_pretty(pg_total_relation_size(c.oid))
          || ', about ' || greatest(c.reltuples, 0)::bigint || ' rows' as size
      from unnest(\(tables.sorted())) as t(name)
      join pg_catalog.pg_class c on c.oid = to_regclass(t.name)
      where c.relkind in ('r', 'p', 'm')
      """)
    let pairs = try rows.map { (try $0.string("name"), try $0.string("size")) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}
