import CRM
import Postgres
import Support
import Testing

@Suite struct `A narrowed token` {
  private static let counts: SQL = """
    select (select count(*) from system.job) as jobs, (select count(*) from system.import) as imports,
      (select count(*) from system.import_refusal) as refusals, (select count(*) from system.export) as exports,
      (select count(*) from system.file) as files, (select count(*) from system.view) as views,
      (select count(*) from system.import_mapping) as mappings, (select count(*) from system.follow) as follows,
      (select count(*) from system.notification_mute) as mutes,
      (select count(*) from system.notification) as notifications,
      (select count(*) from system.job_record) as records
    """
  private static let kinds = [
    "jobs", "imports", "refusals", "exports", "files", "views", "mappings", "follows", "mutes",
    "notifications", "records",
  ]

  private func token(_ session: TestSession, _ rights: JSON) async throws -> TestSession {
    let made = try await session.post("me/tokens", ["name": "Site", "permissions": rights])
    return session.with(token: try #require(made["token"]?.string, "\(made.text)"))
  }

  private func seen(_ crm: TestCRM, _ session: TestSession) async throws -> [String: Int] {
    let row = try await crm.sql(session, Self.counts).complete()[0].single
    return Dictionary(
      uniqueKeysWithValues: try Self.kinds.map { ($0, try row.int($0)) })
  }

  @Test func `sees nothing of its account's own that it has no right to`() async throws {
    try await withOwnRows { own in
      let whole = try await seen(own.crm, own.owner)
      #expect(whole.values.allSatisfy { $0 > 0 }, "\(whole)")
      let token = try await self.token(own.owner, ["countries.read"])
      let narrow = try await seen(own.crm, token)
      #expect(narrow.values.allSatisfy { $0 == 0 }, "\(narrow)")
      #expect(try await token.get("jobs").data.isEmpty)
      let named = try await self.token(
        own.owner, ["parties.read", "views.read", "notifications.read"])
      let more = try await seen(own.crm, named)
      #expect(more["views"] == whole["views"] && more["notifications"] == whole["notifications"])
      #expect(more["jobs"] == 0 && more["exports"] == 0)
    }
  }

  @Test func `lets no job go on, stops none and undoes none that may more than it`() async throws {
    try await withOwnRows { own in
      let job = try await own.number("select id from system.job")
      try await own.crm.arrange(
        """
        update system.job set state = 'failed', ended_at = now(), lease_until = null
        where id = \(job) returning id
        """)
      let token = try await self.token(own.owner, ["countries.read"])
      #expect(try await token.post("jobs/\(job)/retry", [:]).status == 404)
      #expect(try await token.post("jobs/\(job)/cancellation", [:]).status == 404)
      let tried = try await own.crm.sql(
        token, "select system.repeat_job(\(job)) as was",
        "select system.reversible_job(\(job)) as was"
      ).complete()
      #expect(tried.allSatisfy { $0.string(0, 0) == nil })
      // What it has asked for itself it sees and steers.
      let asked = try await own.crm.sql(
        token, "insert into system.job (kind) values ('nobody-does') returning id"
      ).complete()
      let its = try asked[0].single.int("id")
      #expect(try await seen(own.crm, token)["jobs"] == 1)
      let ended = try await own.crm.sql(token, "select system.cancel_job(\(its)) as was").complete()
      #expect(ended[0].string(0, 0) == "waiting")
    }
  }

  @Test func `loads no file of others by an import`() async throws {
    try await withOwnRows { own in
      let file = try await own.number("select min(id) from system.file")
      let attack: SQL = "update system.import set file_id = \(file)"
      try await own.crm.arrange(
        """
        insert into system.import (account_id, resource, mapping)
        values (\(own.stranger.account), 'parties', '{}') returning id
        """)
      #expect(try await own.outcome(own.stranger, attack) == "import_file_own")
    }
  }
}
