import CRM
import Postgres
import Support
import Testing

/// What the database promises even to who has the service's log-in: in the context of a session
/// nothing beyond that session's rights, and nothing of the owner's ever.
@Suite struct `An attacker with the service's log-in` {
  private static let seizures = [
    "set session_replication_role = replica", "alter table clients.party disable trigger all",
    "drop trigger audit_party on clients.party", "drop policy party_select on clients.party",
    "create policy mine on clients.party for select using (true)",
    "alter role crm_service bypassrls", "grant crm_owner to crm_service",
    "set role crm_migrator", "set role pg_read_all_data", "set session authorization crm_migrator",
    "select pg_read_file('/etc/passwd')",
    "copy clients.party to '/tmp/stolen'", "copy clients.tag (name) from program 'id'",
    "select * from pg_statistic", "select * from pg_authid",
    "select access.lock_rights(false)",
    "truncate clients.channel", "truncate audit.change",
    "create function clients.mine() returns int language sql return 1",
    "create or replace function access.trusted() returns boolean language sql return true",
    "insert into clients.tag (id, name) overriding system value values (1, 'x')",
    "update clients.party set created_at = now()", "select * from audit.change_default",
    "insert into access.session (account_id) values (1)", "delete from access.session",
    "update system.migration set sha256 = ''", "delete from audit.change_default",
    "select access.note_password()",
  ]

  @Test func `does not become the owner`() async throws {
    try await withAttack { attack in
      var done: [String] = []
      for statement in Self.seizures {
        let state = try await attack.refusal("\(raw: statement)")
        // Insufficient privilege, or a feature that the log-in does not have.
        if state != "42501", state != "0A000" { done.append("\(statement): \(state ?? "done")") }
      }
      #expect(done == [])
    }
  }

  @Test func `cannot put row security aside`() async throws {
    try await withAttack { attack in
      let state = try await attack.refusal(
        "set local row_security = off", "select * from clients.party")
      #expect(state == "42501")
    }
  }

  @Test func `keeps no context beyond the transaction`() async throws {
    try await withAttack { attack in
      let token = try #require(attack.session.token)
      try await withClient(attack.crm.database.service) { client in
        let within = try await client.batch(
          TestCRM.entry(token) + ["select count(*) from clients.party"])
        #expect(within[2].string(0, 0) == "2")
        let after = try await client.rows("select count(*) from clients.party")
        #expect(after.string(0, 0) == "0")
      }
    }
  }

  @Test func `does not raise its own rights`() async throws {
    try await withAttack { attack in
      let me = attack.session.account
      let role = try await attack.refusal(
        "insert into access.account_role (account_id, role_id) values (\(me), 1)")
      #expect(role == "42501")
      let permission = try await attack.refusal(
        """
        insert into access.permission (role_id, resource, action, scope)
        values (3, 'parties', 'read', 'all')
        """)
      #expect(permission == "42501")
      for change: SQL in [
        "update access.permission set scope = 'all'", "delete from access.permission",
        "update access.account_role set role_id = 1", "update access.role set archived_at = now()",
        "update access.account set department_id = \(attack.away) where id = \(me)",
        "update access.department set parent_id = null", "delete from access.team",
      ] {
        let got = try await attack.reached(change)
        #expect(got == 0)
      }
    }
  }

  @Test func `takes over no other account`() async throws {
    try await withAttack { attack in
      let token = Digest.sha256("mine".utf8)
      let reset = try await attack.refusal(
        "select access.reset_password(\(attack.stranger), \(Staff.hash))")
      #expect(reset == "42501")
      let opened = try await attack.refusal(
        """
        select access.open_token(decode(\(token), 'hex'), 'mine', '{roles.create}',
          now() + interval '1 day', null)
        """)
      #expect(opened == "42501")
      let others: SQL = "from access.session where account_id <> \(attack.session.account)"
      let seen = try await attack.reached("select \(sql: others)")
      #expect(seen == 0)
      let ended = try await attack.reached(
        "select from generate_series(1, 99) as id where access.close_sessions(id) > 0")
      #expect(ended == 1)
      let secrets = try await attack.reached(
        "select from audit.change where new ? 'hash' or table_name = 'access.session'")
      #expect(secrets == 0)
    }
  }

  @Test func `learns nothing of what is hidden by errors, statistics or searching`() async throws {
    try await withAttack { attack in
      let computed = try await attack.reached(
        "select from clients.party where 2 / (case when name = 'Secret' then 0 else 1 end) = 2")
      #expect(computed == 2)
      let statistics = try await attack.reached("select from pg_stats where schemaname = 'clients'")
      #expect(statistics == 0)
      let found = try await attack.reached("select from clients.search_party('Secret') as id")
      #expect(found == 0)
      let told = try await attack.reached(
        "select from clients.timeline where title like '%Secret%'")
      #expect(told == 0)
      let recorded = try await attack.reached(
        "select from audit.change where new::text like '%Secret%'")
      #expect(recorded == 0)
    }
  }
}
