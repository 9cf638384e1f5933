import Postgres
import Support
import Testing

@testable import CRM

/// What late workers, other imports and large jobs cannot spoil.
@Suite struct `A job in the way of others` {
  private static let take: SQL =
    "select id from system.take_jobs('other', array['late'], array[null::integer], 1, '15 s')"

  @Test func `that has ended is brought back by no worker that is late`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let id = try await crm.enqueue("late", as: crm.as(.sales))[0]
      try await crm.arrange(
        """
        update system.job set state = 'running', worker = 'late', fence = 1,
          lease_until = now() - interval '1 second' where id = \(id)
        """)
      try await withClient(crm.database.service) { late in
        try await late.transaction { transaction in
          let ended = try await transaction.rows(
            "select system.finish_jobs(array[\(id)], array[1::bigint], array['{}'::jsonb]) as n")
          #expect(try ended.single.int("n") == 1)
          // Its lease is over, so another takes it for a dead one's, while it ends.
          try await withClient(crm.database.service) { other in
            let taken = try await other.rows(Self.take)
            #expect(taken.isEmpty)
          }
        }
        #expect(try await crm.job(id).string("state") == "done")
        #expect(try await late.rows(Self.take).isEmpty)
      }
      for again in [true, false] {
        try await crm.arrange("select system.put_back_job(\(id), \(again), 'x', 'x', 'x')")
        #expect(try await crm.job(id).string("state") == "done")
      }
    }
  }

  @Test func `of a schedule is not repeated while the next waits`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let chief = try await crm.as(.administrator)
      let jobs = try await crm.arrange(
        """
        with plan as (
          insert into system.schedule (kind, cron) values ('tick', '0 0 1 1 *') returning id
        )
        insert into system.job (kind, account_id, schedule_id, state, ended_at)
        select 'tick', null, plan.id, state, case state when 'failed' then now() end
        from plan, unnest(array['failed', 'waiting']) as state returning id, state
        """)
      let failed = try jobs.first { try $0.string("state") == "failed" }?.int("id") ?? 0
      let reply = try await chief.post("jobs/\(failed)/retry")
      #expect(reply.status == 409 && reply.problem == "schedule_waits", "\(reply.text)")
      #expect(try await crm.job(failed).string("state") == "failed")
      try await crm.arrange("delete from system.job where kind = 'tick' and state = 'waiting'")
      #expect(try await chief.post("jobs/\(failed)/retry")["state"] == "waiting")
    }
  }

  private static func send(_ session: TestSession, _ name: String) async throws -> (Int, Int) {
    let path = try await Loading(session: session).announce()
    let reply = try await session.send(
      "PUT", "\(path)/content",
      headers: [("Content-Type", "text/csv"), ("Prefer", "respond-async")],
      body: Array(Loading.file("\(name),\(name),RU,1").utf8))
    #expect(reply.status == 202, "\(reply.text)")
    return (reply.id, try #require(reply["job_id"]?.int))
  }

  @Test func `of an import that was given up by hand keeps nobody's queue`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let (given, first) = try await Self.send(seller, "Given up")
      try await crm.arrange("update system.import set state = 'failed' where id = \(given)")
      let (_, second) = try await Self.send(seller, "Second")
      let (_, third) = try await Self.send(other, "Third")
      try await withClient(crm.database.service, connections: 4, fast: 1) { client in
        let (engine, _) = try await CRM.engine(client, secret: [])
        try await withRunner(crm.database, [ImportJob { engine }.kind]) {
          for job in [second, third] { try await crm.job(job, becomes: ["done"]) }
          let row = try await crm.job(first, becomes: ["failed"])
          #expect(try row.string("fault_code") == "import_ended")
        }
      }
      let names = try await crm.observed("select name from clients.party order by name")
      #expect(try names.map { try $0.string("name") } == ["Second", "Third"])
    }
  }

  @Test func `that is old is swept in portions, with all that hangs on it`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let account = try await crm.as(.sales).account
      try await crm.arrange(
        """
        with old as (
          insert into system.job (kind, account_id, state, ended_at)
          select 'bulk', \(account), 'done', now() - make_interval(days => d)
          from unnest(array[31, 29]) as d returning id
        ), records as (
          insert into system.job_record (job_id, n, record_id)
          select id, n, n from old, generate_series(1, 25) as n
        ), refusals as (
          insert into system.job_refusal (job_id, n, resource, record_id, code, reason_en, reason_ru)
          select id, n, 'parties', n, 'x', 'x', 'x' from old, generate_series(1, 25) as n
        )
        insert into system.job_reversal (job_id, n, table_name, record_id, action, last_id, last_at, columns)
        select id, n, 'clients.party', n, 'change', n, now(), '{}' from old, generate_series(1, 25) as n
        """)
      let left: SQL = """
        select (select count(*) from system.job where kind = 'bulk') as jobs,
          (select count(*) from system.job_record) + (select count(*) from system.job_refusal)
            + (select count(*) from system.job_reversal) as parts
        """
      try await withClient(crm.database.service) { client in
        let first = try await client.rows("select system.sweep(10) as n").single
        #expect(try first.int("n") == 30)
        let some = try await crm.observed(left).single
        #expect(try some.int("jobs") == 2 && some.int("parts") == 120)
        #expect(try await Sweeper(client: client, most: 10).sweep() == 46)
      }
      let rest = try await crm.observed(left).single
      #expect(try rest.int("jobs") == 1 && rest.int("parts") == 75)
    }
  }
}

/// Statements of jobs may take longer than any request waits.
@Suite struct `A job on a slow database` {
  private static let deadline = Duration.seconds(4)

  /// Writing statements of jobs, and they alone, last longer than the deadline.
  private static func slow(_ crm: TestCRM, _ table: SQL) async throws {
    try await crm.arrange(
      """
      create or replace function system.slow() returns trigger language plpgsql as $$
      begin
        if current_setting('crm.request', true) like 'job-%' then perform pg_sleep(5); end if;
        return null;
      end $$
      """)
    try await crm.arrange(
      """
      create trigger slow after insert or update on \(table)
        for each statement execute function system.slow()
      """)
  }

  @Test func `is done although a stretch of it takes longer than a request may`() async throws {
    try await withCRM(.set(\.deadline, Self.deadline)) { crm in
      let chief = try await crm.as(.administrator)
      let ids = try await crm.firms(3)
      try await Self.slow(crm, "clients.party")
      let row = try await crm.bulk(
        chief,
        [
          "resource": "parties", "op": "update", "data": ["rating": 5], "mode": "each",
          "ids": .array(ids.map { .id($0) }), "expected_count": 3,
        ])
      #expect(try row.string("state") == "done" && row.result("changed") == 3, "\(row)")
      #expect(try row.int("failures") == 0)
      try await Self.slow(crm, "system.job_reversal")
      let undone = try await crm.undo(chief, row.int("id"))
      #expect(try undone.string("state") == "done" && undone.result("restored") == 3, "\(undone)")
      #expect(try undone.int("failures") == 0)
    }
  }

  @Test func `loads a file although a part of it takes longer than a request may`() async throws {
    try await withCRM(.set(\.deadline, Self.deadline)) { crm in
      try await Self.slow(crm, "clients.party")
      let loading = Loading(session: try await crm.as(.sales))
      let told = try await loading.load(Loading.file("1,One,RU,1", "2,Two,RU,2"))
      #expect(told["state"] == "done" && told.counts == [2, 2, 0, 0, 0, 0], "\(told.text)")
    }
  }
}
