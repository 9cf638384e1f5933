import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `Jobs in READ_ONLY` {
  @Test func `go on where they are the product's own`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let file = try await Filing(session: chief).send(Filing.bytes(100)).id
      let isDeclared = try await eventually {
        try await crm.observed("select from system.schedule where kind like 'sweep%'").count == 2
      }
      #expect(isDeclared)
      try await crm.database.endLicense()
      try await crm.arrange(
        "update system.file set kept_until = now() - interval '1 day' where id = \(file)")
      try await crm.arrange("update system.schedule set enabled = true where kind like 'sweep%'")
      try await crm.arrange(
        """
        update system.schedule set next_at = now() - interval '1 minute' where kind like 'sweep%'
        """)
      let isSwept = try await eventually {
        try await crm.observed(
          """
          select distinct kind from system.job
          where account_id is null and kind like 'sweep%' and state = 'done'
          """
        ).count == 2
      }
      #expect(isSwept)
      let left = try await crm.observed("select from system.file where id = \(file)")
      #expect(left.isEmpty)
      let moved = try await crm.observed(
        "select from system.schedule where kind like 'sweep%' and next_at > now()")
      #expect(moved.count == 2)
    }
  }

  /// What only reads goes on, an export above all.
  @Test func `go on where they only read, and fail with the reason where they write`() async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let party = try await chief.create("parties", ["kind": "company", "name": "Gull"]).id
      let reading = try await crm.enqueue("look", as: chief)[0]
      let writing = try await crm.enqueue("rename", ["id": .id(party)], as: chief)[0]
      try await crm.database.endLicense()
      let kinds = [
        Self.kind("look", crm, "select name from clients.party"),
        Self.kind("rename", crm, "update clients.party set name = 'Tern' returning name"),
      ]
      try await withRunner(crm.database, kinds) {
        let looked = try await crm.job(reading, becomes: ["done"])
        #expect(try looked.string("result") == #"{"seen": 1}"#)
        let refused = try await crm.job(writing, becomes: ["failed"])
        let problem = Problem.licenceReadsOnly
        #expect(try refused.string("fault_code") == "license_read_only")
        #expect(try refused.string("fault_en") == problem.detail.en)
        #expect(try refused.string("fault_ru") == problem.detail.ru)
        #expect(try refused.int("failures") == 1)
      }
      let names = try await crm.observed("select from clients.party where name = 'Gull'")
      #expect(names.count == 1)
    }
  }

  /// Bulk requests and jobs write by ways of their own.
  @Test func `wait where they write records in bulk, until there is a licence, and say so`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let party = try await chief.create("parties", ["kind": "company", "name": "Gull"])
      try await crm.database.endLicense()
      let bulk = try await chief.post(
        "parties/bulk",
        [
          "mode": "atomic",
          "operations": [["op": "create", "data": ["kind": "company", "name": "Tern"]]],
        ])
      #expect(bulk.status == 402, "\(bulk.text)")
      let job = try await chief.post(
        "jobs",
        [
          "kind": "bulk",
          "input": [
            "resource": "parties", "op": "update", "data": ["name": "Tern"],
            "ids": [.id(party.id)], "expected_count": 1,
          ],
        ])
      #expect(job.status == 202, "\(job.text)")
      let isTold = try await eventually {
        try await chief.get("jobs/\(job.id)")["fault_code"]?.string == "license_read_only"
      }
      #expect(isTold)
      let waiting = try await chief.get("jobs/\(job.id)")
      #expect(waiting["state"]?.string == "waiting", "\(waiting.text)")
      let names = try await crm.observed("select name from clients.party")
      #expect(try names.map { try $0.string("name") } == ["Gull"])
      try await crm.database.license(seats: 1000, revision: 3)
      let isDone = try await eventually {
        try await chief.get("jobs/\(job.id)")["state"]?.string == "done"
      }
      #expect(isDone)
      #expect(try await chief.get("jobs/\(job.id)")["fault_code"] == .null)
      let changed = try await crm.observed("select name from clients.party")
      #expect(try changed.map { try $0.string("name") } == ["Tern"])
    }
  }

  /// Runs one statement for who asked, and counts its rows.
  private static func kind(_ name: String, _ crm: TestCRM, _ statement: SQL) -> JobKind {
    JobKind(name) { job in
      let hash = try await job.call().tokenHash ?? ""
      return try await withClient(crm.database.service) { client in
        let rows = try await client.batch(
          Enter.statements(tokenHash: hash, version: 1, requestID: "t") + [statement])
        return ["seen": .id(rows[2].count)]
      }
    }
  }
}
