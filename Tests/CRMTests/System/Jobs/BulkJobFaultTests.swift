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

  @Test(arguments: cases.indices)
  func `is told all that is wrong, by its place, and leaves nothing`(place: Int) async throws {
    let (change, faults) = Self.cases[place]
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      _ = try await crm.firms(3)
      let reply = try await chief.post(
        "jobs", ["kind": "bulk", "input": Self.good.with(change)])
      #expect(reply.status == 422, "\(reply.text)")
      #expect(Set(reply.pointers) == Set(faults), "\(reply.text)")
      #expect(try await crm.observed("select from system.job where kind = 'bulk'").count == 0)
    }
  }

  @Test(arguments: [2, 4])
  func `with another count than there are is refused, and told how many`(count: Int) async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      _ = try await crm.firms(3)
      let before = try await crm.records()
      let reply = try await chief.post(
        "jobs", ["kind": "bulk", "input": Self.good.with(["expected_count": .id(count)])])
      #expect(reply.status == 409 && reply.problem == "count_differs", "\(reply.text)")
      #expect(reply["count"] == 3)
      #expect(try await crm.records() == before)
      let kept = try await crm.observed(
        "select job_id from system.job_record union all select id from system.job where kind = 'bulk'"
      )
      #expect(kept.count == 0)
    }
  }

  @Test(arguments: ["sweep", "reversal", "none"])
  func `or of a kind that cannot be asked for is refused`(kind: JSON) async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.administrator).post("jobs", ["kind": kind, "input": [:]])
      #expect(reply.status == 422 && reply.pointers == ["/kind"], "\(reply.text)")
      #expect(reply.text.contains("bulk"))
    }
  }
}
