/// Where the database keeps what the engine needs beside the resources; told by the composition root, since the
/// engine knows no tables.
public struct Relations: Sendable {
  /// Columns: id, at, account_id, request_id, table_name, record_id, parent_table, parent_id, action, old, new.
  public let changes: String
  /// Columns: id, name.
  public let accounts: String
  /// Columns: account_id, key, method, path, body_sha256, status, answer, created_at.
  public let idempotency: String
  /// Columns: id, created_at, account_id, resource, mapping, dry_run, state, read, created, updated, unchanged,
  /// skipped, refused, fault_en, fault_ru, alive_at, job_id, file_id, header; unique: account_id where the state is running.
  /// The state is that of its job, where it has one.
  public let imports: String
  /// Columns: import_id, line, cells, reason_en, reason_ru.
  public let importRefusals: String
  /// Columns: id, name, resource, mapping.
  public let importMappings: String
  /// Other names under which files have fields and choices, by the name of the field or choice.
  public let words: [String: [String]]
  /// Columns: id, resource, kind, format, query, outcome, rows, bytes.
  public let exports: String
  /// Columns: id, kind, input, fault_code.
  public let jobs: String
  /// Columns: id, resource, kind, query.
  public let views: String
  /// In what amounts are counted: a column that refers to it, or is named like it, says so of the amounts in its
  /// table.
  public let units: String

  /// Each as `schema.table`.
  public init(
    changes: String, accounts: String, idempotency: String, imports: String, importRefusals: String,
    importMappings: String, words: [String: [String]] = [:], exports: String, jobs: String,
    views: String, units: String
  ) {
    self.changes = changes
    self.accounts = accounts
    self.idempotency = idempotency
    self.imports = imports
    self.importRefusals = importRefusals
    self.importMappings = importMappings
    self.words = words
    self.exports = exports
    self.jobs = jobs
    self.views = views
    self.units = units
  }
}
