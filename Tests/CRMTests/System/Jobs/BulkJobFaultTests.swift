import Support
import Testing

@testable import CRM

@Suite struct `A bulk job that is asked for wrongly` {
  private static let good: JSON = [
    "resource": "parties", "op": "update", "data": ["rating": 2], "expected_count": 3,
    "filter": ["field": "rating", "op": "eq", "value": 1],
  ]

  /// What is changed in a request that would be right, and where the faults are told.
  static let cases: [(change: JSON, faults: [String])] = [
    (["resource": "partys"], ["/input/resource"]),
    (["op": "create"], ["/input/op"]),
    (["op": "delete"], ["/input/data"]),
    (["resource": "countries", "op": "update"], ["/input/op"]),
    (["filter": ["field": "ratign", "op": "eq", "value": 1]], ["/input/filter"]),
    (["filter": ["field": "rating", "op": "near", "value": 1]], ["/input/filter"]),
    (["filter": ["and": []]], ["/input/filter"]),
    (["view": 77], ["/input/view"]),
    (
      ["resource": "channels", "op": "delete", "data": nil, "q": "x"],
      ["/input/filter", "/input/q"]
    ),
    (
      ["data": ["version": 7, "ratting": 1, "rating": "x"]],
      ["/input/data/rating", "/input/data/ratting", "/input/data/version"]
    ),
    (["data": ["channels": []]], ["/input/data/channels"]),
    (["data": [:]], ["/input/data"]),
    (["expected_count": 0], ["/input/expected_count"]),
    (["expected_count": 50_001], ["/input/expected_count"]),
    (
      ["mode": "some", "expected_count": "3", "more": 1],
      ["/input/expected_count", "/input/mode", "/input/more"]
    ),
    (["ids": [1]], ["/input/ids"]),
    (["filter": nil], ["/input/filter"]),
    (["filter": nil, "ids": [0]], ["/input/ids"]),
  ]

  @Test func `is told all that is wrong, by its place, and leaves nothing`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      _ = try await crm.firms(3)
      await each(Self.cases) { change, faults in
        let reply = try await chief.post(
          "jobs", ["kind": "bulk", "input": Self.good.with(change)])
        #expect(reply.status == 422, "\(change.text): \(reply.text)")
        #expect(Set(reply.pointers) == Set(faults), "\(change.text): \(reply.text)")
        let jobs = try await crm.observed("select from system.job where kind = 'bulk'")
        #expect(jobs.count == 0, "\(change.text)")
      }
    }
  }

  private static let counts: [Int] = [2, 4]

  @Test func `with another count than there are is refused, and told how many`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      _ = try await crm.firms(3)
      let before = try await crm.records()
      await each(Self.counts) { count in
        let reply = try await chief.post(
          "jobs", ["kind": "bulk", "input": Self.good.with(["expected_count": .id(count)])])
        #expect(reply.status == 409 && reply.problem == "count_differs", "\(count): \(reply.text)")
        #expect(reply["count"] == 3, "\(count)")
        #expect(try await crm.records() == before, "\(count)")
        let kept = try await crm.observed(
          "select job_id from system.job_record union all select id from system.job where kind = 'bulk'"
        )
        #expect(kept.count == 0, "\(count)")
      }
    }
  }

  private static let kinds: [JSON] = ["sweep", "reversal", "none"]

  @Test func `or of a kind that cannot be asked for is refused`() async throws {
    try await withCRM { crm in
      await each(Self.kinds) { kind in
        let reply = try await crm.as(.administrator).post("jobs", ["kind": kind, "input": [:]])
        #expect(reply.status == 422 && reply.pointers == ["/kind"], "\(kind.text): \(reply.text)")
        #expect(reply.text.contains("bulk"), "\(kind.text)")
      }
    }
  }
}
