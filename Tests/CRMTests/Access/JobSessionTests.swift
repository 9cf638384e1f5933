import CRM
import Postgres
import Support
import Testing

/// What the service's log-in could make of jobs, whose sessions need no seat.
@Suite struct `The session of a job` {
  /// Takes a job of its own making as a worker for as long as it can, and enters it with a token it knows.
  private func enter(_ crm: TestCRM, _ token: String) async throws -> Int {
    let id = try await crm.enqueue("own", as: crm.as(.sales))[0]
    try await withClient(crm.database.service) { client in
      let taken = try await client.rows(
        """
        select fence from system.take_jobs('own', array['own'], array[null::integer], 1, '7 days')
        where id = \(id)
        """)
      let entered = try await client.rows(
        """
        select system.enter_job(\(id), \(try taken.single.int("fence")),
          sha256(\(Array(token.utf8)))) as session
        """)
      #expect(try entered.single.intIfPresent("session") != nil)
    }
    return id
  }

  @Test func `is none over HTTP`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      _ = try await enter(crm, "known")
      let thief = crm.anyone.with(token: "known")
      #expect(try await thief.get("me").status == 401)
      #expect(try await thief.get("parties").status == 401)
      #expect(try await thief.post("parties", ["kind": "company", "name": "Gull"]).status == 401)
      #expect(try await crm.observed("select from clients.party").isEmpty)
    }
  }

  @Test func `lasts an hour unless its job is renewed, and so does the job`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let id = try await enter(crm, "known")
      let left: SQL = """
        select extract(epoch from j.lease_until - clock_timestamp()) between 3000 and 3600 as lent,
          extract(epoch from s.expires_at - clock_timestamp()) between 3000 and 3600 as lasting
        from system.job as j join access.session as s on s.id = j.session_id where j.id = \(id)
        """
      let statements: [SQL] = [
        "select 1",
        "select * from system.renew_jobs(array[\(id)], array[1::bigint], '7 days')",
        "select system.tell_job(\(id), 1, 1, null, null, '7 days')",
      ]
      for statement in statements {
        try await withClient(crm.database.service) { _ = try await $0.rows(statement) }
        let row = try await crm.observed(left).single
        let (lent, lasting) = (try row.bool("lent"), try row.bool("lasting"))
        #expect(lent && lasting, "\(statement.text)")
        // What the renewal finds is a session that would end in five minutes.
        if statement.text == "select 1" {
          try await crm.arrange(
            """
            update access.session set expires_at = clock_timestamp() + interval '5 minutes'
            where kind = 'job'
            """)
        }
      }
    }
  }
}
