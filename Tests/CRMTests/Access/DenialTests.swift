import CRM
import Postgres
import Support
import Testing

/// The helper administers people of every department; a role `denial` takes from him, or from Anna, what
/// another role permits.
@Suite struct `A denial` {
  private static let lifting = [
    "delete from access.account_role where role_id = role('denial')",
    "update access.account_role set valid_until = now() where role_id = role('denial')",
    "update access.account_role set valid_until = now() + '1 day' where role_id = role('denial')",
    "update access.account_role set valid_from = now() + '1 day' where role_id = role('denial')",
    "update access.account_role set role_id = role('reader') where role_id = role('denial')",
    "update access.account_role set account_id = 4 where role_id = role('denial')",
    """
    merge into access.account_role as r using (values (role('denial'))) as v (id) on r.role_id = v.id
    when matched then delete
    """,
    "update access.role set archived_at = now() where id = role('denial')",
    "delete from access.role where id = role('denial')",
    "delete from access.permission where role_id = role('denial')",
    "update access.permission set effect = 'allow' where role_id = role('denial')",
    "update access.permission set resource = 'tags' where role_id = role('denial')",
    "update access.permission set action = 'export' where role_id = role('denial')",
    "update access.permission set role_id = role('reader') where role_id = role('denial')",
  ]

  @Test(arguments: [3, 7])
  func `is lifted by nobody who may not do himself what it denies`(bearer: Int) async throws {
    try await withStaff { staff in
      try await Self.prepare(staff, denied: "update", of: bearer)
      let refusals = [
        "account_role_within_own", "role_within_own", "permission_within_own",
        "account_role_role_fkey",
      ]
      let right: SQL =
        "select may_update like '% parties=%' as can from access.context(\(bearer), null)"
      await each(Self.lifting) { attack in
        let refusal = try await staff.refusal("helper", "\(raw: Self.named(attack))")
        #expect(refusals.contains(refusal ?? "done"), "\(attack): \(refusal ?? "done")")
        #expect(try await staff.arrange(right)[0].bool("can") == false, "\(attack)")
      }
    }
  }

  /// He adds one of his own before he lifts the other, then lifts his own.
  @Test func `is not lifted behind another`() async throws {
    try await withStaff { staff in
      try await Self.prepare(staff, denied: "update", of: 3)
      try await staff.role("second", "parties", "update", "none", effect: "deny")
      let refusal = try await staff.refusal(
        "helper",
        "insert into access.account_role (account_id, role_id) values (3, \(raw: Self.role("second")))",
        "delete from access.account_role where role_id = \(raw: Self.role("denial"))",
        "delete from access.account_role where role_id = \(raw: Self.role("second"))")
      #expect(refusal == "account_role_within_own")
    }
  }

  private static let works: [String] = [
    "delete from access.account_role where role_id = role('denial')",
    "update access.account_role set valid_until = now() + '1 day' where role_id = role('denial')",
    "update access.role set archived_at = now() where id = role('denial')",
  ]

  @Test func `is lifted by who may do it himself`() async throws {
    try await withStaff { staff in
      try await Self.prepare(staff, denied: "read", of: 3)
      await each(Self.works) { work in
        let refusal = try await staff.rehearsal("helper", "\(raw: Self.named(work))")
        #expect(refusal == nil, "\(work)")
      }
    }
  }

  @Test func `that has ended is cleared away by anybody who may`() async throws {
    try await withStaff { staff in
      try await Self.prepare(staff, denied: "update", of: 3)
      try await staff.arrange(
        """
        update access.account_role set valid_from = now() - interval '2 days',
          valid_until = now() - interval '1 day' where role_id = \(raw: Self.role("denial"))
        """)
      let cleared = try await staff.work(
        "helper", "delete from access.account_role where role_id = \(raw: Self.role("denial"))")
      #expect(cleared.affected == 1)
    }
  }

  private static func prepare(_ staff: Staff, denied action: String, of bearer: Int) async throws {
    try await staff.makeMover()
    try await staff.role(
      "editor", "parties", "update", "department", to: [7].filter { $0 == bearer })
    try await staff.role("denial", "parties", action, "none", effect: "deny", to: [bearer])
  }

  private static func role(_ code: String) -> String {
    "(select id from access.role where code = '\(code)')"
  }

  private static func named(_ sql: String) -> String {
    ["denial", "reader"].reduce(sql) { $0.replacing("role('\($1)')", with: role($1)) }
  }
}
