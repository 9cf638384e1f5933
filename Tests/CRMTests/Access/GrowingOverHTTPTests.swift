import CRM
import Support
import Testing

/// What the service answers to who would move people or departments beyond his own reach.
@Suite struct `Whoever administers people but sees one department` {
  @Test func `moves nobody to where he would see more`() async throws {
    try await withMover { crm, mover in
      let away = try await crm.id(of: .purchasing)
      let colleague = try await crm.as(.sales)
      for account in [mover.account, colleague.account] {
        let reply = try await mover.patch(
          "accounts/\(account)", ["department_id": .number("\(away)")])
        #expect(reply.status == 422 && reply.pointers == ["/department_id"], "\(reply.text)")
        #expect(reply.json["errors"]?.array?.first?["code"]?.string == "account_within_own")
      }
      let moved = try await crm.observed("select from access.account where department_id = \(away)")
      #expect(moved.count == 0)
    }
  }

  @Test func `makes no team that shows him more`() async throws {
    try await withMover { crm, mover in
      let stranger = try await crm.as(.purchasing)
      let reply = try await mover.post(
        "teams",
        [
          "name": "Both",
          "members": [
            ["account_id": .number("\(mover.account)")],
            ["account_id": .number("\(stranger.account)")],
          ],
        ])
      #expect(reply.status == 422, "\(reply.text)")
      #expect(try await crm.observed("select from access.team").count == 0)
    }
  }

  @Test func `moves no department below another`() async throws {
    try await withMover { crm, mover in
      _ = try await crm.as(.headOfDepartment)
      let away = try await crm.id(of: .purchasing)
      let home = try await crm.id(of: .sales)
      let reply = try await mover.patch(
        "departments/\(away)", ["parent_id": .number("\(home)")])
      #expect(reply.status == 422 && reply.pointers == ["/parent_id"], "\(reply.text)")
    }
  }

  @Test func `unlocks nobody who may do more, and locks by no other way`() async throws {
    try await withMover { crm, mover in
      let chief = try await crm.as(.administrator)
      _ = try await crm.as(.administrator, number: 2)
      let path = "accounts/\(chief.account)/lock"
      #expect(try await mover.post(path).status == 204)
      let reply = try await mover.delete(path)
      #expect(reply.status == 403 && reply.problem == "beyond_own_rights", "\(reply.text)")
      let written = try await mover.patch(
        "accounts/\(mover.account)", ["locked_at": .null, "must_change_password": false])
      #expect(written.status == 422)
      #expect(Set(written.pointers) == ["/locked_at", "/must_change_password"])
    }
  }

  /// Personnel of Sales who may also change whatever has to do with people.
  private func withMover(_ body: (TestCRM, TestSession) async throws -> Void) async throws {
    try await withCRM { crm in
      try await crm.arrange(
        """
        insert into access.permission (role_id, resource, action, scope)
        select r.id, resource, action, 'all' from access.role as r
        cross join unnest('{accounts,departments,teams,team_members}'::text[]) as resource
        cross join unnest('{create,update,lock}'::text[]) as action
        where r.code = 'hr' on conflict do nothing
        """)
      try await body(crm, try await crm.as(.hr, in: .sales))
    }
  }
}
