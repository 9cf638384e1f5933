import Foundation
import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `An undo that is not finished` {
  private static let count = 1_200

  /// A job that has rated every firm, and the firm to which an undo comes last.
  private static func rated(
    _ crm: TestCRM, _ chief: TestSession
  ) async throws -> (job: Int, last: Int) {
    let ids = try await crm.firms(count)
    let input: JSON = [
      "resource": "parties", "op": "update", "data": ["rating": 5], "mode": "each",
      "ids": .array(ids.map { .id($0) }), "expected_count": .id(count),
    ]
    let job = try await withBulkWorker(crm) { try await crm.bulk(chief, input).int("id") }
    let last = try await crm.observed(
      """
      select record_id as id from audit.change where request_id = 'job-' || \(job)::bigint
      order by id limit 1
      """)
    return (job, try last.single.int("id"))
  }

  private static func ask(_ chief: TestSession, _ job: Int) async throws -> Int {
    let reply = try await chief.post("jobs/\(job)/reversal", ["dry_run": false])
    #expect(reply.status == 202, "\(reply.text)")
    return reply.id
  }

  /// What must hold wherever it was ended: what is counted as brought back is, and the rest is as the job left it.
  private static func expectHalfway(_ crm: TestCRM, _ undo: Int) async throws {
    let seen = try await crm.observed(
      """
      select done, (select count(*) from clients.party where rating = 1) as restored
      from system.job where id = \(undo)
      """
    ).single
    let done = try seen.int("done")
    #expect(try done > 0 && seen.int("restored") == done)
  }

  @Test func `is cancelled, leaves what it has brought back, and goes on when it is asked to`()
    async throws
  {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let chief = try await crm.as(.administrator)
      let (job, last) = try await Self.rated(crm, chief)
      let undo = try await Self.ask(chief, job)
      try await withBulkWorker(crm) {
        try await crm.holding(last) {
          try #require(try await crm.isHalfway(undo))
          #expect(try await chief.post("jobs/\(undo)/cancellation").status == 200)
        }
        #expect(try await crm.ended(undo).string("state") == "cancelled")
        try await Self.expectHalfway(crm, undo)
        #expect(try await chief.post("jobs/\(undo)/retry").status == 200)
        let row = try await crm.ended(undo)
        #expect(try row.string("state") == "done" && row.result("restored") == Self.count, "\(row)")
      }
      #expect(
        try await crm.observed("select from clients.party where rating = 1").count == Self.count)
    }
  }

  @Test func `is killed, and another goes on: each record comes back once`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let chief = try await crm.as(.administrator)
      let (job, last) = try await Self.rated(crm, chief)
      let undo = try await Self.ask(chief, job)
      let first = try WorkProcess(crm.database)
      try await crm.holding(last) {
        try #require(try await crm.isHalfway(undo), "\(first.output)")
        first.send(SIGKILL)
      }
      #expect(try await eventually { try await crm.database.blocked() == 0 })
      try await Self.expectHalfway(crm, undo)
      try await withBulkWorker(crm) {
        let row = try await crm.ended(undo)
        #expect(try row.result("restored") == Self.count && row.result("refused") == 0, "\(row)")
      }
      let changes = try await crm.observed(
        "select from audit.change where request_id = 'job-' || \(undo)::bigint")
      #expect(changes.count == Self.count)
    }
  }
}
