import Foundation
import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A bulk job that is not alone` {
  private static func rate(_ count: Int, _ mode: JSON = "each") -> JSON {
    [
      "resource": "parties", "op": "update", "data": ["rating": 5], "mode": mode,
      "expected_count": .id(count), "filter": ["field": "rating", "op": "eq", "value": 1],
    ]
  }

  @Test func `works on what was chosen: no newcomer is touched, nothing that was changed since`()
    async throws
  {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let chief = try await crm.as(.administrator)
      let ids = try await crm.firms(5)
      let job = try await crm.ask(chief, Self.rate(5))
      let newcomer = try await crm.firms(1)[0]
      _ = try await chief.patch("parties/\(ids[0])", ["name": "Renamed"])
      _ = try await chief.patch("parties/\(ids[1])", ["rating": 5])
      _ = try await chief.delete("parties/\(ids[2])")
      try await withBulkWorker(crm) {
        let row = try await crm.ended(job)
        #expect(try row.result("changed") == 2 && row.result("unchanged") == 1)
        #expect(
          try await crm.refusals(job) == ["\(ids[0]):stale_version", "\(ids[2]):not_found"])
      }
      let left = try await crm.observed(
        "select id, name from clients.party where rating = 1 order by id")
      #expect(try left.map { try $0.int("id") } == [ids[0], newcomer])
    }
  }

  @Test(arguments: ["each", "atomic"])
  func `overwrites no edit of the field that it writes itself`(mode: JSON) async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let ids = try await crm.firms(1000)
      let edited = ids.suffix(5)
      let job = try await crm.holding(ids[0]) {
        let job = try await crm.ask(chief, Self.rate(1000, mode))
        #expect(try await eventually { try await crm.database.blocked() > 0 })
        for id in edited {
          let reply = try await chief.patch("parties/\(id)", ["rating": 3])
          #expect(reply.status == 200, "\(reply.text)")
        }
        return job
      }
      let row = try await crm.ended(job)
      let mine = try await crm.observed("select id from clients.party where rating = 3 order by id")
      #expect(try mine.map { try $0.int("id") } == Array(edited))
      #expect(try await crm.refusals(job) == edited.map { "\($0):stale_version" })
      let changed = try await crm.observed("select from clients.party where rating = 5").count
      #expect(changed == (mode == "each" ? 995 : 0))
      #expect(try row.string("state") == (mode == "each" ? "done" : "failed"))
    }
  }

  @Test func `is killed half-way and goes on: each record is written once`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let chief = try await crm.as(.administrator)
      let count = 1_200
      let ids = try await crm.firms(count)
      let job = try await crm.ask(chief, Self.rate(count))
      let first = try WorkProcess(crm.database)
      try await crm.holding(ids[count - 1]) {
        try #require(try await crm.isHalfway(job), "\(first.output)")
        first.send(SIGKILL)
      }
      #expect(try await eventually { try await crm.database.blocked() == 0 })
      let halfway = try await crm.observed(
        """
        select done, (select count(*) from clients.party where rating = 5) as rated
        from system.job where id = \(job)
        """
      ).single
      let done = try halfway.int("done")
      #expect(try done > 0 && done < count && halfway.int("rated") == done)
      try await withBulkWorker(crm) {
        let row = try await crm.ended(job)
        #expect(try row.string("state") == "done" && row.result("changed") == count)
      }
      let seen = try await crm.observed(
        """
        select count(*) as changes, count(distinct record_id) as records from audit.change
        where request_id = 'job-' || \(job)::bigint
        """
      ).single
      #expect(try seen.int("changes") == count && seen.int("records") == count)
    }
  }

  @Test func `is cancelled half-way, and what it has done is undone`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let count = 1_200
      let ids = try await crm.firms(count)
      let before = try await crm.records()
      let job = try await crm.holding(ids[count - 1]) {
        let job = try await crm.ask(chief, Self.rate(count))
        try #require(try await crm.isHalfway(job))
        #expect(try await chief.post("jobs/\(job)/reversal").problem == "job_open")
        #expect(try await chief.post("jobs/\(job)/cancellation").status == 200)
        return job
      }
      let row = try await crm.ended(job)
      #expect(try row.string("state") == "cancelled")
      let done = try row.int("done")
      // The part that was under way may have come to its end.
      #expect(done > 0)
      let undone = try await crm.undo(chief, job)
      #expect(try undone.result("restored") == done && undone.result("refused") == 0)
      #expect(try await crm.records() == before)
    }
  }
}
