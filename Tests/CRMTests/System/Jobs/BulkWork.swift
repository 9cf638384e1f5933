import Postgres
import Support

@testable import CRM

/// A worker of bulk jobs and reversals alone, on the test's database, for as long as the body runs.
func withBulkWorker<Answer: Sendable>(
  _ crm: TestCRM, lease: Duration = .seconds(15), _ body: () async throws -> Answer
) async throws -> Answer {
  try await withClient(crm.database.service, connections: 4, fast: 1) { client in
    let current = CurrentEngine()
    current.renew(try await CRM.engine(client, secret: []).0)
    let kinds = [BulkJob(engine: current).kind, ReversalJob(engine: current).kind]
    return try await withRunner(crm.database, kinds, lease: lease, body)
  }
}

extension TestCRM {
  /// Companies with a rating of 1, by the hand of nobody.
  func firms(_ count: Int) async throws -> [Int] {
    var ids: [Int] = []
    // No statement so large that a slow machine would not end it in time.
    while ids.count < count {
      let (first, last) = (ids.count + 1, min(ids.count + 1000, count))
      ids += try await arrange(
        """
        insert into clients.party (name, kind, rating)
        select 'Firm ' || n, 'company', 1 from generate_series(\(first)::integer, \(last)::integer) as n
        order by n returning id
        """
      ).map { try $0.int("id") }
    }
    return ids
  }

  /// Asks for a bulk job.
  ///
  /// - Returns: its number.
  func ask(_ session: TestSession, _ input: JSON) async throws -> Int {
    let reply = try await session.post("jobs", ["kind": "bulk", "input": input])
    guard reply.status == 202 else { throw Declined(text: reply.text) }
    return reply.id
  }

  /// Asks for a bulk job and waits for its end.
  @discardableResult
  func bulk(_ session: TestSession, _ input: JSON) async throws -> Row {
    try await ended(ask(session, input))
  }

  /// Undoes a job and waits for the end of that.
  @discardableResult
  func undo(_ session: TestSession, _ job: Int, dryRun: Bool = false) async throws -> Row {
    let reply = try await session.post("jobs/\(job)/reversal", ["dry_run": .bool(dryRun)])
    guard reply.status == 202 else { throw Declined(text: reply.text) }
    return try await ended(reply.id)
  }

  /// The job when it has ended.
  func ended(_ id: Int) async throws -> Row {
    try await job(id, becomes: ["done", "failed", "cancelled"])
  }

  /// What ``Support/TestDatabase/records()`` answers.
  func records() async throws -> Set<String> { try await database.records() }

  /// The refusals of a job as `record:code`.
  func refusals(_ job: Int) async throws -> [String] {
    try await observed(
      "select record_id || ':' || code as text from system.job_refusal where job_id = \(job) order by n"
    ).map { try $0.string("text") }
  }
}

extension TestDatabase {
  /// Every record of every table that keeps its changes, but for what goes on with each change, and for files, which a
  /// request brings and no job makes.
  func records() async throws -> Set<String> {
    try await withClient(observer) { client in
      let tables = try await client.all(
        """
        select t.tgrelid::regclass::text as name from pg_trigger as t
        where t.tgfoid = 'audit.record'::regproc and not t.tgisinternal
          and t.tgrelid <> 'system.file'::regclass
        """
      ).map { try $0.string("name") }
      let parts = tables.map { table -> SQL in
        """
        select \(table)::text || ' ' || (to_jsonb(t) - array['version', 'updated_at', 'updated_by'])::text
          as text from \(raw: table) as t
        """
      }
      return Set(try await client.all(parts.joined(" union all ")).map { try $0.string("text") })
    }
  }
}

extension Row {
  /// A member of the result of a job; nil where it has none.
  func result(_ name: String) throws -> Int? {
    guard let text = try stringIfPresent("result") else { return nil }
    return try JSONParser.parse(Array(text.utf8))[name]?.int
  }
}

/// A job was not made.
struct Declined: Error {
  let text: String
}
