import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `The undo under attack` {
  /// A seller's reversal that has not run yet, of a job that deleted a record of his.
  private static func planned(
    _ crm: TestCRM, _ seller: TestSession
  ) async throws -> (record: Int, reversal: Int) {
    let record = try await seller.create("parties", ["name": "Mine", "rating": 3]).id
    let job = try await withBulkWorker(crm) {
      try await crm.bulk(
        seller,
        ["resource": "parties", "op": "delete", "ids": [.id(record)], "expected_count": 1]
      ).int("id")
    }
    let reversal = try await seller.post("jobs/\(job)/reversal").id
    let attempt = try await crm.sql(seller, "select system.plan_reversal(\(reversal)) as steps")
    #expect(try attempt.complete()[0].single.int("steps") == 1)
    return (record, reversal)
  }

  @Test func `is nobody's way to rows that he could not make`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let (record, reversal) = try await Self.planned(crm, seller)
      try await other.create("parties", ["name": "Theirs"])
      let before = try await crm.records()
      let attacks: [(TestSession, SQL, SQL)] = [
        // Another's step, what is none, one that there is not, and what only the owner may.
        (other, "\(reversal)::text || ':1'", "insert into clients.party default values"),
        (seller, "'1:1; x'", "insert into clients.party default values"),
        (seller, "\(reversal)::text || ':2'", "insert into clients.party default values"),
        (seller, "''", "insert into system.job_reversal (job_id, n) values (\(reversal), 2)"),
        (seller, "''", "update system.job_reversal set record_id = 1"),
        (seller, "''", "select before from system.job_reversal"),
        (seller, "''", "select to_jsonb(r) from system.job_reversal as r"),
        (seller, "''", "delete from system.job_reversal"),
        (other, "\(reversal)::text || ':'", "update clients.party set name = name"),
        (
          seller, "''",
          "insert into clients.party (id, name) overriding system value values (\(record), 'x')"
        ),
        (other, "''", "select system.hold_reversals(\(reversal), array[1]::bigint[])"),
      ]
      for (session, setting, statement) in attacks {
        let attempt = try await crm.sql(
          session, "select set_config('crm.reversing', \(sql: setting), true)", statement)
        #expect(attempt.error?.sqlState == "42501", "\(statement.text): \(attempt)")
      }
      let foreign = try await crm.sql(
        other,
        "insert into system.job (kind, input) values ('reversal', jsonb_build_object('job', \(reversal) - 1)) returning id",
        "select system.plan_reversal(max(id)) as steps from system.job where kind = 'reversal'",
        "select outcome from system.reverse(\(reversal), array[1]::bigint[])")
      #expect(try foreign.complete()[1].single.intIfPresent("steps") == nil)
      #expect(try foreign.complete()[2].count == 0)
      #expect(try await crm.records() == before)
    }
  }

  @Test func `gives back what was, whatever is sent, and elsewhere changes nothing`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let seller = try await crm.as(.sales)
      let party = try await seller.create("parties", ["name": "Other"]).id
      let (record, reversal) = try await Self.planned(crm, seller)
      let step: SQL = "select set_config('crm.reversing', \(reversal)::text || ':1', true)"
      let other = try await crm.sql(
        seller, step,
        "insert into clients.interaction (party_id, kind, subject) values (\(party), 'note', 'x')",
        "select subject, created_by, owner_id, version from clients.interaction")
      let made = try other.complete()[2].single
      #expect(try made.string("subject") == "x" && made.int("version") == 1)
      #expect(
        try made.int("created_by") == seller.account && made.int("owner_id") == seller.account)
      let attempt = try await crm.sql(
        seller, step,
        "insert into clients.party (name, rating) values ('Forged', 1) returning id, name, rating")
      let row = try attempt.complete()[1].single
      #expect(try row.int("id") == record && row.string("name") == "Mine" && row.int("rating") == 3)
      let again = try await crm.sql(
        seller, step, "insert into clients.party (name) values ('Forged') returning id")
      #expect(try again.complete()[1].count == 0)
    }
  }

  @Test func `is given no records by others, and none when it has been made`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let job = try await crm.enqueue("bulk", as: seller)[0]
      let statement: SQL =
        "insert into system.job_record (job_id, n, record_id) values (\(job), 1, 1)"
      for session in [seller, other] {
        #expect(try await crm.sql(session, statement).error?.sqlState == "42501")
      }
      let refusal = try await crm.sql(
        other,
        "insert into system.job_refusal (job_id, n, resource, record_id, code, reason_en, reason_ru) values (\(job), 1, 'x', 1, 'x', 'x', 'x')"
      )
      #expect(refusal.error?.sqlState == "42501")
    }
  }

  @Test func `takes no change along that was made under its name`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let ids = try await crm.firms(2)
      let job = try await crm.bulk(
        chief,
        [
          "resource": "parties", "op": "update", "ids": [.id(ids[0])], "expected_count": 1,
          "data": ["rating": 5],
        ]
      ).int("id")
      for name in ["job-\(job)", "Job-\(job)"] {
        let reply = try await chief.patch(
          "parties/\(ids[1])", ["rating": 4], headers: [("X-Request-ID", name)])
        #expect(reply.status == 200 && reply[header: "x-request-id"] != name)
      }
      // Nor what somebody else has written with the service's own log-in.
      let stranger = try await crm.as(.administrator, number: 2)
      _ = try await crm.sql(
        stranger, "select set_config('crm.request', 'job-' || \(job)::bigint, true)",
        "update clients.party set rating = 3 where id = \(ids[1])")
      let undone = try await crm.undo(chief, job)
      #expect(try undone.result("restored") == 1 && undone.result("refused") == 0)
      let ratings = try await crm.observed("select rating from clients.party order by id")
      #expect(try ratings.map { try $0.int("rating") } == [1, 3])
    }
  }
}
