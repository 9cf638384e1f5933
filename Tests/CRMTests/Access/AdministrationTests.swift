import CRM
import Postgres
import Support
import Testing

@Suite struct `Administering rights` {
  private static let giving: [(attack: String, refusal: String?)] = [
    (
      "insert into access.account_role (account_id, role_id) values (7, 1)",
      "account_role_within_own"
    ),
    (
      """
      insert into access.permission (role_id, resource, action, scope)
      select id, 'parties', 'read', 'own' from access.role where code = 'helper'
      """, "permission_within_own"
    ),
    ("select access.reset_password(1, 'scrypt$ln=15,r=8,p=3$b$b')", "account_within_own"),
    ("select access.close_sessions(1)", nil),
    ("delete from access.permission where effect = 'deny'", "permission_within_own"),
  ]

  @Test func `gives nobody more than the giver has`() async throws {
    try await withStaff { staff in
      try await staff.arrange(
        """
        insert into access.permission (role_id, resource, action, scope, effect)
        select id, 'parties', 'read', 'none', 'deny' from access.role where code = 'helper'
        """)
      await each(Self.giving) { attack, refusal in
        let got = try await staff.refusal("helper", "\(raw: attack)")
        #expect(got == refusal, "\(attack)")
        #expect(try await staff.version("admin") != nil, "\(attack)")
      }
    }
  }

  private static let removals: [String] = [
    "select access.lock_account(1, true)",
    "update access.account set archived_at = now() where id = 1",
    "update access.account set kind = 'service' where id = 1",
    "delete from access.account_role where account_id = 1",
    "update access.account_role set valid_until = now() + interval '1 day' where account_id = 1",
    "update access.role set archived_at = now() where code = 'administrator'",
    "delete from access.permission where resource = 'account_roles' and role_id = 1",
    """
    insert into access.permission (role_id, resource, action, scope, effect)
    values (1, 'accounts', 'update', 'none', 'deny')
    """,
  ]

  @Test func `keeps the last administrator`() async throws {
    try await withStaff { staff in
      await each(Self.removals) { attack in
        let refusal = try await staff.refusal("admin", "\(raw: attack)")
        #expect(refusal?.hasSuffix("_administrator") == true, "\(attack): \(refusal ?? "done")")
      }
    }
  }

  /// Whoever asks first has his change committed before the other is judged.
  @Test func `keeps one of two administrators who are taken away at once`() async throws {
    try await withStaff { staff in
      try await staff.arrange(
        "insert into access.account_role (account_id, role_id) values (3, 1)")
      let refusals = try await withThrowingTaskGroup(of: String?.self) { group in
        for login in ["admin", "anna"] {
          group.addTask {
            let account = login == "admin" ? 3 : 1
            return try await staff.refusal(
              login,
              "delete from access.account_role where role_id = 1 and account_id = \(account)",
              "select pg_sleep(0.2)")
          }
        }
        var refusals: [String?] = []
        for try await refusal in group { refusals.append(refusal) }
        return refusals
      }
      #expect(refusals.count == 2)
      let left = try await staff.observed(
        "select from access.account_role where role_id = 1 and account_id in (1, 3)")
      #expect(left.count == 1)
    }
  }

  /// Looking through all accounts for each of many roles took most of a minute.
  @Test func `asks who is left to administer only where a change touches that`() async throws {
    try await withStaff { staff in
      try await staff.arrange(
        """
        create or replace function access.administered() returns boolean
        language plpgsql stable security definer set search_path = pg_catalog as $$
        begin
          raise exception 'asked' using errcode = 'CT001';
        end
        $$
        """)
      try await staff.arrange(
        """
        insert into access.account_role (account_id, role_id)
        select 6, id from access.role where code in ('sales', 'hr')
        """)
      try await staff.arrange("delete from access.account_role where account_id = 6")
      let asked = try await staff.refusal(
        "admin", "delete from access.account_role where account_id = 1")
      #expect(asked == "CT001")
    }
  }

  @Test func `can be handed over in one transaction`() async throws {
    try await withStaff { staff in
      let refusal = try await staff.refusal(
        "admin", "insert into access.account_role (account_id, role_id) values (3, 1)",
        "delete from access.account_role where account_id = 1")
      #expect(refusal == nil)
      #expect(try await staff.count("anna", "select count(*) from clients.party") == "7")
      #expect(try await staff.count("admin", "select count(*) from clients.party") == "0")
    }
  }

  @Test func `reaches sessions by department, team and time`() async throws {
    try await withStaff { staff in
      let parties: SQL = "select count(*) from clients.party"
      try await staff.work("admin", "update access.department set parent_id = 4 where id = 3")
      #expect(try await staff.count("head", parties) == "3")
      try await staff.work("admin", "update access.account set department_id = 3 where id = 4")
      #expect(try await staff.count("boris", parties) == "2")
      try await staff.work(
        "admin", "insert into access.team (name) values ('Both')",
        "insert into access.team_member (team_id, account_id) values (1, 4), (1, 6)")
      #expect(try await staff.count("boris", parties) == "3")
      try await staff.work("admin", "update access.team set archived_at = now()")
      #expect(try await staff.count("boris", parties) == "2")
      try await staff.work(
        "admin",
        "update access.account_role set valid_until = clock_timestamp() where account_id = 4")
      #expect(try await staff.count("boris", parties) == "0")
    }
  }

  @Test func `ends the sessions of who is locked`() async throws {
    try await withStaff { staff in
      try await staff.work("admin", "select access.lock_account(3, true)")
      #expect(try await staff.version("anna") == nil)
    }
  }

  @Test func `lets no session that is opened meanwhile keep what is taken`() async throws {
    try await withStaff { staff in
      let late = try await withClient(staff.database.migration) { arranger in
        try await arranger.transaction { transaction in
          try await transaction.execute("delete from access.account_role where account_id = 3")
          let signingIn = Task {
            try await staff.client.rows(
              """
              select access.sign_in_succeed(3, \(Staff.hash), sha256('late'), null, 'a', 'b', '1 hour')
              """)
          }
          try await Task.sleep(for: .milliseconds(200))
          return signingIn
        }
      }
      #expect(try await late.value.count == 1)
      #expect(try await staff.count("late", "select count(*) from clients.party") == "0")
    }
  }

  @Test func `has no circle of departments`() async throws {
    try await withStaff { staff in
      let refusal = try await staff.refusal(
        "admin", "update access.department set parent_id = 3 where id = 1")
      #expect(refusal == "department_no_circle")
    }
  }
}
