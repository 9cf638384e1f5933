import CRM
import Postgres
import Support
import Testing

/// Rights reach over departments and teams, so moving people or departments could give more of them.
@Suite struct `Moving people and departments` {
  private static let growing: [(attack: String, refusal: String)] = [
    // Oneself, a colleague, and a subordinate's place.
    ("update access.account set department_id = 4 where id = 7", "account_within_own"),
    ("update access.account set department_id = 4 where id = 3", "account_within_own"),
    ("update access.account set department_id = 3 where id = 3", "account_within_own"),
    ("update access.account set kind = 'service' where id = 6", "account_within_own"),
    ("update access.account set archived_at = null where id = 1", "account_within_own"),
    ("select access.lock_account(6, false)", "account_within_own"),
    (
      "insert into access.team_member (team_id, account_id) values (2, 3), (2, 6)",
      "team_member_within_own"
    ),
    (
      "insert into access.team_member (team_id, account_id) values (1, 3)", "team_member_within_own"
    ),
    ("update access.team_member set team_id = 1 where team_id = 2", "team_member_within_own"),
    ("update access.team set archived_at = null where id = 3", "team_within_own"),
    ("update access.department set parent_id = 2 where id = 4", "department_within_own"),
    (
      """
      insert into access.account_role (account_id, role_id)
      select 6, id from access.role where code = 'reader'
      """, "account_role_within_own"
    ),
    (
      """
      insert into access.permission (role_id, resource, action, scope)
      select id, 'parties', 'read', 'department' from access.role where code = 'held'
      """, "permission_within_own"
    ),
    ("update access.role set archived_at = null where code = 'away'", "role_within_own"),
    ("update access.account set locked_at = null where id = 3", "42501"),
    ("update access.account set must_change_password = false where id = 3", "42501"),
    (
      "insert into access.account (login, name, must_change_password) values ('x', 'X', false)",
      "42501"
    ),
  ]

  @Test func `gives nobody more than the mover has`() async throws {
    try await Self.withMover { staff in
      await each(Self.growing) { attack, refusal in
        let got = try await staff.refusal("helper", "\(raw: attack)")
        #expect(got == refusal, "\(attack)")
      }
    }
  }

  private static let works: [String] = [
    "update access.account set department_id = null where id = 7",
    "update access.account set department_id = 2 where id = 5",
    "insert into access.team_member (team_id, account_id) values (2, 3)",
    "update access.department set parent_id = 1 where id = 3",
    "select access.lock_account(1, true)",
    """
    insert into access.account_role (account_id, role_id)
    select 3, id from access.role where code = 'reader'
    """,
  ]

  @Test func `is the mover's within his own reach`() async throws {
    try await Self.withMover { staff in
      // What salesmen may do beyond reading is not the mover's: only who reads is moved.
      try await staff.arrange("delete from access.account_role where account_id in (3, 5)")
      try await staff.arrange(
        """
        insert into access.account_role (account_id, role_id)
        select 5, id from access.role where code = 'reader'
        """)
      await each(Self.works) { work in
        let refusal = try await staff.rehearsal("helper", "\(raw: work)")
        #expect(refusal == nil, "\(work)")
      }
    }
  }

  /// Whose password one sets, one can be: the rights count at their bearer's place, not by scopes alone.
  @Test func `takes over nobody who reaches other departments or owners`() async throws {
    try await withStaff { staff in
      try await staff.makeMover()
      try await staff.role("team", "parties", "read", "team", to: [4])
      for preparation: SQL in [
        "delete from access.account_role where account_id in (3, 5, 6)",
        "delete from access.account_role where account_id = 4 and role_id <> \(raw: Self.team)",
        """
        insert into access.account_role (account_id, role_id)
        select account, id from access.role cross join unnest('{3,5,6}'::bigint[]) as account
        where code = 'reader'
        """,
        "insert into access.team (name) values ('Both')",
        "insert into access.team_member (team_id, account_id) values (1, 4), (1, 6)",
      ] {
        try await staff.arrange(preparation)
      }
      let hash = Staff.hash
      for (account, refusal) in [
        (3, nil), (4, "account_within_own"), (5, "account_within_own"), (6, "account_within_own"),
      ] as [(Int, String?)] {
        let reset: SQL = "select access.reset_password(\(account), \(hash))"
        #expect(try await staff.refusal("helper", reset) == refusal, "\(account)")
      }
    }
  }
  private static let team = "(select id from access.role where code = 'team')"

  /// Two at once could give together what neither may alone.
  @Test func `is judged one mover at a time`() async throws {
    try await Self.withMover { staff in
      try await staff.arrange("delete from access.account_role where account_id = 2")
      try await withClient(staff.database.migration) { arranger in
        let waiting = try await arranger.transaction { transaction in
          try await transaction.execute(
            """
            insert into access.account_role (account_id, role_id)
            select 2, id from access.role where code = 'below'
            """)
          let moving = Task {
            try await staff.refusal(
              "helper", "update access.department set parent_id = 2 where id = 4")
          }
          try await Task.sleep(for: .milliseconds(200))
          return moving
        }
        let refusal = try await waiting.value
        #expect(refusal == "department_within_own")
      }
    }
  }

  /// A mover, Vera of Purchasing alone in team 1 and the mover in team 2; team 3 of both is put away, so is
  /// the role `away`; Vera holds the empty role `held`.
  private static func withMover(_ body: (Staff) async throws -> Void) async throws {
    try await withStaff { staff in
      try await staff.makeMover()
      try await staff.role("below", "parties", "update", "below")
      try await staff.role("held", "tags", "read", "none", to: [6])
      try await staff.role("away", "parties", "read", "department", to: [6])
      for preparation: SQL in [
        "update access.role set archived_at = now() where code = 'away'",
        """
        insert into access.account_role (account_id, role_id)
        select 4, id from access.role where code = 'administrator'
        """,
        "update access.account set archived_at = now() where id = 1",
        "update access.account set locked_at = now() where id = 6",
        "insert into access.team (name) values ('Vera'), ('Mover'), ('Both')",
        "insert into access.team_member (team_id, account_id) values (1, 6), (2, 7), (3, 6), (3, 7)",
        "update access.team set archived_at = now() where id = 3",
      ] {
        try await staff.arrange(preparation)
      }
      try await body(staff)
    }
  }
}
