import CRM
import Support
import Testing

/// What the service answers to who would end a denial, his own or a friend's, by the ways that he has.
@Suite struct `Whoever administers roles but is denied parties` {
  @Test func `lifts the denial by no request`() async throws {
    try await withCRM { crm in
      let friend = try await crm.as(.sales)
      let mover = try await crm.as(.hr, in: .sales)
      try await prepare(crm, [friend.account, mover.account])
      let role = try await crm.observed("select id from access.role where code = 'denial'")[0].int(
        "id")
      let permission = try await crm.observed(
        "select id from access.permission where role_id = \(role)")[0].int("id")
      let given = try await crm.observed(
        "select id from access.account_role where role_id = \(role) order by id")
      for one in given {
        let path = try "account-roles/\(one.int("id"))"
        for reply in [
          try await mover.delete(path),
          try await mover.patch(path, ["valid_until": "2099-01-01T00:00:00Z"]),
        ] { #expect(Self.refused(reply, "account_role_within_own"), "\(reply.text)") }
      }
      let archived = try await mover.delete("roles/\(role)")
      #expect(Self.refused(archived, "role_within_own"), "\(archived.text)")
      for reply in [
        try await mover.delete("permissions/\(permission)"),
        try await mover.patch("permissions/\(permission)", ["effect": "allow"]),
        try await mover.patch("permissions/\(permission)", ["resource": "tags"]),
      ] { #expect(Self.refused(reply, "permission_within_own"), "\(reply.text)") }
      for session in [friend, mover] { #expect(try await session.get("parties").status == 403) }
    }
  }

  private static func refused(_ reply: Reply, _ rule: String) -> Bool {
    (400..<500).contains(reply.status) && reply.text.contains(rule)
  }

  private func prepare(_ crm: TestCRM, _ bearers: [Int]) async throws {
    try await crm.arrange(
      """
      insert into access.permission (role_id, resource, action, scope)
      select r.id, resource, action, 'all' from access.role as r
      cross join unnest('{roles,permissions,account_roles}'::text[]) as resource
      cross join unnest('{create,update,delete}'::text[]) as action
      where r.code = 'hr' on conflict do nothing
      """)
    try await crm.arrange(
      "insert into access.role (code, name_en, name_ru) values ('denial', 'Denial', 'Запрет')")
    try await crm.arrange(
      """
      insert into access.permission (role_id, resource, action, scope, effect)
      select id, 'parties', 'read', 'none', 'deny' from access.role where code = 'denial'
      """)
    try await crm.arrange(
      """
      insert into access.account_role (account_id, role_id)
      select account, id from access.role cross join unnest(\(bearers)) as account
      where code = 'denial'
      """)
  }
}
