import CRM
import Postgres
import Support
import Testing

/// What somebody could do to imports who has the service's own log-in and the context of his own session.
@Suite struct `Behind the service's back, an import` {
  private static let announced: SQL = """
    insert into system.import (resource, mapping) values ('parties', '{}') returning id
    """

  /// Announces an import and asks for a job, by plain SQL.
  private static func loaded(
    _ crm: TestCRM, _ session: TestSession, kind: String = "import"
  ) async throws -> (id: Int, job: Int) {
    let results = try await crm.sql(
      session, announced, "insert into system.job (kind) values (\(kind)) returning id"
    ).complete()
    return (try results[0].single.int("id"), try results[1].single.int("id"))
  }

  private static func state(_ crm: TestCRM, _ id: Int) async throws -> String {
    try await crm.observed(
      "select concat_ws(' ', state, fault_en) as state from system.import where id = \(id)"
    ).single.string("state")
  }

  private static func give(_ id: Int, _ job: Int) -> SQL {
    "update system.import set job_id = \(job) where id = \(id) returning id"
  }

  @Test func `has a job of its account, for itself alone, and of its kind`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let (own, theirs) = (
        try await Self.loaded(crm, seller), try await Self.loaded(crm, other)
      )
      let wrong = try await Self.loaded(crm, seller, kind: "bulk")
      for job in [theirs.job, wrong.job] {
        let tried = try await crm.sql(seller, Self.give(own.id, job))
        #expect(tried.error?.constraint == "import_job_own", "\(tried)")
      }
      #expect(try await crm.sql(seller, Self.give(own.id, own.job)).error == nil)
      let second = try await crm.sql(seller, Self.give(wrong.id, own.job))
      #expect(second.error?.constraint == "import_job_own", "\(second)")
    }
  }

  @Test func `follows its own job, and none of another account`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let (own, theirs) = (
        try await Self.loaded(crm, seller), try await Self.loaded(crm, other)
      )
      try await crm.arrange("alter table system.import disable trigger import_job_own")
      #expect(try await crm.sql(seller, Self.give(own.id, theirs.job)).error == nil)
      #expect(try await crm.sql(other, Self.give(theirs.id, theirs.job)).error == nil)
      let cancel: SQL =
        "select system.cancel_job(\(theirs.job)) as was"
      #expect(try await crm.sql(seller, cancel).complete()[0].single.stringIfPresent("was") == nil)
      #expect(try await Self.state(crm, theirs.id) == "waiting")
      #expect(try await crm.sql(other, cancel).complete()[0].single.string("was") == "waiting")
      #expect(try await Self.state(crm, theirs.id) == "cancelled")
      #expect(try await Self.state(crm, own.id) == "waiting")
      #expect(
        try await crm.sql(other, "select system.repeat_job(\(theirs.job))").error == nil)
      #expect(try await Self.state(crm, theirs.id) == "running")
    }
  }

  @Test func `runs alone of its account, in a state there is`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let seller = try await crm.as(.sales)
      let first = try await Self.loaded(crm, seller)
      _ = try await Self.loaded(crm, seller)
      let both = try await crm.sql(seller, "update system.import set state = 'running'")
      #expect(both.error?.constraint == "import_running_key", "\(both)")
      let unknown = try await crm.sql(
        seller, "update system.import set state = 'eternal' where id = \(first.id)")
      #expect(unknown.error?.constraint == "import_state_known", "\(unknown)")
    }
  }

  @Test func `keeps its refusals unless it is a rehearsal, and is given none by others`()
    async throws
  {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let seller = try await crm.as(.sales)
      // He reads all imports, and is nobody's importer.
      try await crm.arrange(
        """
        insert into access.permission (role_id, resource, action, scope)
        select id, 'imports', 'read', 'all' from access.role where code = 'auditor'
        """)
      let auditor = try await crm.as(.auditor)
      let real = try await Self.loaded(crm, seller).id
      let tried = try await crm.sql(
        seller,
        "insert into system.import (resource, mapping, dry_run) values ('parties', '{}', true) returning id"
      ).complete()
      let rehearsal = try tried[0].single.int("id")
      let refuse = { (id: Int) -> SQL in
        """
        insert into system.import_refusal (import_id, line, cells, reason_en, reason_ru)
        values (\(id), 1, '{a}', 'No.', 'Нет.')
        """
      }
      #expect(try await crm.sql(seller, refuse(real), refuse(rehearsal)).error == nil)
      let seen = try await crm.sql(auditor, "select id from system.import_refusal")
      #expect(try seen.complete()[0].count == 2)
      #expect(try await crm.sql(auditor, refuse(real)).error?.sqlState == "42501")
      let forget: SQL = "delete from system.import_refusal"
      #expect(try await crm.sql(auditor, forget).complete()[0].affected == 0)
      #expect(
        try await crm.sql(auditor, "update system.import set read = 7").complete()[0].affected == 0)
      #expect(try await crm.sql(seller, forget).complete()[0].affected == 1)
      let left = try await crm.observed("select import_id from system.import_refusal")
      #expect(try left.single.int("import_id") == real)
    }
  }
}
