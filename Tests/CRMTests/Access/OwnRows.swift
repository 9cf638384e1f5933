import CRM
import Postgres
import Support

/// Somebody with a row in every table of the system that holds what is his, and who would like to have it.
struct OwnRows {
  let crm: TestCRM
  let owner: TestSession
  /// Of another department.
  let stranger: TestSession
  /// Reads much, and changes nothing.
  let auditor: TestSession
  private let party: Int

  /// What everybody reads.
  static let shared: Set<String> = [
    "system.country", "system.currency", "system.resource", "system.custom_field",
    "system.migration", "system.succession", "system.number_series",
  ]

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    (owner, stranger) = (try await crm.as(.sales), try await crm.as(.purchasing))
    auditor = try await crm.as(.auditor)
    party = try await owner.create("parties", ["name": "Own"]).id
    try await owner.create("follows", ["resource": "parties", "record_id": .id(party)])
    try await owner.create("notification-mutes", ["kind": "changed"])
    try await withClient(crm.database.migration) { _ = try await $0.batch(rows + files) }
  }

  private var rows: [SQL] {
    [
      "insert into system.import (account_id, resource, mapping) values (\(owner.account), 'parties', '{}')",
      """
      insert into system.import_refusal (import_id, line, cells, reason_en, reason_ru)
      select id, 1, '{a}', 'No.', 'Нет.' from system.import
      """,
      #"""
      insert into system.import_mapping (account_id, name, mapping)
      values (\#(owner.account), 'x', '{"resource": "parties"}')
      """#,
      """
      insert into system.job (account_id, kind, state, lease_until)
      values (\(owner.account), 'nobody-does', 'running', 'infinity')
      """,
      "insert into system.job_record (job_id, n, record_id) select id, 1, \(party)::bigint from system.job",
      """
      insert into system.job_refusal (job_id, n, resource, record_id, code, reason_en, reason_ru)
      select id, 1, 'parties', \(party)::bigint, 'x', 'No.', 'Нет.' from system.job
      """,
      """
      insert into system.job_reversal (job_id, n, table_name, record_id, action, last_id, last_at, columns)
      select id, 1, 'clients.party', \(party)::bigint, 'remove', 1, now(), '{}' from system.job
      """,
      "insert into system.view (account_id, resource, name) values (\(owner.account), 'parties', 'x')",
      """
      insert into system.export (account_id, resource, kind, format, query)
      values (\(owner.account), 'parties', 'list', 'csv', '{}')
      """,
      """
      insert into system.notification (account_id, event_id, at, kind, action, resource, table_name, record_id)
      select \(owner.account)::bigint, n, now(), 'changed', action, 'parties', 'clients.party', \(party)::bigint
      from unnest(array['update', 'delete']) with ordinality as a (action, n)
      """,
      """
      insert into system.idempotency (account_id, key, method, path, body_sha256, status)
      values (\(owner.account), 'k', 'POST', '/parties', '', 201)
      """,
      """
      insert into system.delivery (consumer, event_id, at, table_name, record_id, action, parked_at)
      values ('notifications', 1, now(), 'clients.party', \(party), 'update', now())
      """,
      "insert into system.schedule (kind, cron) values ('tick', '@yearly')",
    ]
  }

  /// A content on its way, a file that is linked to nothing, and one of the party.
  private var files: [SQL] {
    [
      """
      insert into system.content (type, size, sha256)
      select 'text/plain', 1, encode(sha256(n::text::bytea), 'hex') from generate_series(1, 3) as n
      """,
      """
      insert into system.content_piece (content_id, start, bytes)
      select id, 0, convert_to(right(id::text, 1), 'utf8') from system.content
      """,
      """
      insert into system.file (account_id, name, content_id)
      select \(owner.account)::bigint, c.id::text, c.id from system.content as c order by c.id limit 2
      """,
      "update system.content set account_id = \(owner.account) where kept_at is null",
      """
      insert into system.file_link (file_id, resource, record_id)
      select min(id), 'parties', \(party)::bigint from system.file
      """,
      """
      insert into system.file_download (account_id, file_id, number, start, bytes)
      select \(owner.account)::bigint, id, 1, 0, 1 from system.file
      """,
    ]
  }

  /// One number that a query past every policy answers.
  func number(_ query: SQL) async throws -> Int {
    Int(try await crm.observed(query).string(0, 0) ?? "") ?? -1
  }

  /// What comes of a statement of somebody's; nothing of it stays.
  ///
  /// - Returns: the constraint or SQLSTATE that refused it, or how many rows it reached.
  func outcome(_ session: TestSession?, _ statement: SQL) async throws -> String {
    let entry = session?.token.map(TestCRM.entry) ?? []
    let attempt = try await withClient(crm.database.service) {
      try await $0.attempt(entry + [statement, "select 1 / 0"])
    }
    guard attempt.error?.sqlState == "22012" else {
      return attempt.error?.constraint ?? attempt.error?.sqlState ?? "done"
    }
    return "\(attempt.results.last?.affected ?? -1)"
  }
}

/// Gives the body what is somebody's own, where no job changes it meanwhile.
func withOwnRows(_ body: (OwnRows) async throws -> Void) async throws {
  try await withCRM(.set(\.jobs, 0)) { try await body(try await OwnRows($0)) }
}
