import CRM
import Postgres
import Support
import Testing

@Suite struct `Sign-in in the database` {
  private static func wait(_ staff: Staff, device: String?) async throws -> Int {
    let row = try await staff.client.rows(
      """
      select wait_seconds from access.sign_in_lookup('Anna', '10.0.0.1',
        sha256(\(device)::text::bytea))
      """
    ).first
    return try row?.int("wait_seconds") ?? -1
  }

  private static func succeed(_ staff: Staff, hash: String, device: String?) async throws -> Bool {
    let row = try await staff.client.rows(
      """
      select session_id from access.sign_in_succeed(3, \(hash), sha256(random()::text::bytea),
        sha256(\(device)::text::bytea), '10.0.0.1', 'test', interval '1 hour')
      """
    ).first
    return try row?.intIfPresent("session_id") != nil
  }

  @Test func `waits after ten wrong tries, but not on a known device`() async throws {
    try await withStaff { staff in
      let known = try await Self.succeed(staff, hash: Staff.hash, device: "desk")
      #expect(known)
      for _ in 1...10 { #expect(try await Self.wait(staff, device: nil) == 0) }
      #expect(try await Self.wait(staff, device: nil) > 0)
      #expect(try await Self.wait(staff, device: "stranger") > 0)
      #expect(try await Self.wait(staff, device: "desk") == 0)
      #expect(try await Self.succeed(staff, hash: Staff.hash, device: "desk"))
    }
  }

  @Test func `opens nothing with a password that was just replaced`() async throws {
    try await withStaff { staff in
      let opened = try await Self.succeed(
        staff, hash: "scrypt$ln=15,r=8,p=3$old$old", device: nil)
      #expect(!opened)
    }
  }

  @Test func `after a reset leads to nothing but a new password`() async throws {
    try await withStaff { staff in
      let fresh = "scrypt$ln=15,r=8,p=3$fresh$fresh"
      try await staff.work("admin", "select access.reset_password(3, \(fresh))")
      #expect(try await staff.version("anna") == nil)
      _ = try await staff.client.rows(
        """
        select access.sign_in_succeed(3, \(fresh), sha256('anna'), null, 'a', 'b', '1 hour')
        """)
      #expect(try await staff.count("anna", "select count(*) from clients.party") == "0")
      try await staff.work("anna", "select access.change_password(\(Staff.hash), null)")
      #expect(try await staff.count("anna", "select count(*) from clients.party") == "3")
    }
  }

  @Test func `gives tokens that stay within their owner`() async throws {
    try await withStaff { staff in
      let open: SQL = """
        select access.open_token(sha256('program'), 'Program', '{parties.read}',
          now() + interval '90 days', null)
        """
      try await staff.work("anna", open)
      #expect(try await staff.count("program", "select count(*) from clients.party") == "3")
      #expect(try await staff.count("program", "select count(*) from clients.channel") == "0")
      #expect(try await staff.work("program", "update clients.party set notes = 'x'").affected == 0)
      for attack: SQL in [
        open, "select access.change_password(\(Staff.hash), null)",
        "select access.open_token(sha256('all'), 'All', null, now() + interval '1 day', null)",
      ] {
        #expect(try await staff.refusal("program", attack) == "session_required")
      }
      #expect(
        try await staff.refusal(
          "anna",
          """
          select access.open_token(sha256('more'), 'More', '{accounts.update}',
            now() + interval '1 day', null)
          """) == "42501")
      try await staff.work("admin", "delete from access.account_role where account_id = 3")
      #expect(try await staff.count("program", "select count(*) from clients.party") == "0")
    }
  }

  @Test func `shows no token a password, and lets none set one`() async throws {
    try await withStaff { staff in
      try await staff.work(
        "admin",
        """
        select access.open_token(sha256('program'), 'Program', null, now() + interval '1 day', null)
        """)
      for attack: SQL in [
        "select access.own_password('10.0.0.1')", "select access.require_session()",
        "select access.reset_password(3, \(Staff.hash))",
        "select access.reset_password(1, \(Staff.hash))",
      ] {
        #expect(try await staff.refusal("program", attack) == "session_required")
      }
      let own = try await staff.refusal("admin", "select access.reset_password(1, \(Staff.hash))")
      #expect(own == "own_password")
      try await staff.work("admin", "select access.own_password('10.0.0.1')")
      let failed = try await staff.observed(
        "select from access.sign_in_attempt where login_key = 'admin' and not succeeded")
      #expect(failed.count == 1)
    }
  }

  @Test func `ends everywhere at once`() async throws {
    try await withStaff { staff in
      let ended = try await staff.count("anna", "select access.close_sessions(null)")
      #expect(ended == "1")
      #expect(try await staff.version("anna") == nil)
      #expect(try await staff.version("boris") != nil)
      #expect(try await staff.count("boris", "select access.close_sessions(1)") == "0")
    }
  }
}
