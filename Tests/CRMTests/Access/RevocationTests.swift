import CRM
import Support
import Testing

@Suite struct `Rights are effective at once` {
  @Test func `a role taken away is refused by the next request`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let admin = try await crm.as(.administrator)
      #expect(try await sales.get("parties").status == 200)
      let roles = try await admin.get("account-roles?account_id=\(sales.account)")
      let id = roles.data.first?["id"]?.int ?? 0
      #expect(try await admin.delete("account-roles/\(id)").status == 204)
      let refused = try await sales.get("parties")
      #expect(refused.status == 403 && refused["permission"]?.string == "parties.read")
    }
  }

  @Test func `a role given is granted by the next request`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let admin = try await crm.as(.administrator)
      #expect(try await sales.get("roles").status == 403)
      let auditor = try await admin.get("roles?code=auditor").data.first?["id"] ?? .null
      try await admin.create(
        "account-roles", ["account_id": .number(String(sales.account)), "role_id": auditor])
      #expect(try await sales.get("roles").status == 200)
    }
  }

  @Test func `a locked account is refused by the next request, and cannot sign in`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let admin = try await crm.as(.administrator)
      let input: JSON = ["login": "sales-sales-1", "password": "correct horse battery"]
      #expect(try await sales.post("accounts/\(sales.account)/lock").status == 403)
      #expect(try await admin.post("accounts/\(sales.account)/lock").status == 204)
      #expect(try await sales.get("me").status == 401)
      #expect(try await crm.anyone.post("sessions", input).problem == "wrong_credentials")
      #expect(try await admin.send("DELETE", "accounts/\(sales.account)/lock").status == 204)
      #expect(try await crm.anyone.post("sessions", input).status == 201)
    }
  }

  @Test func `the last administrator cannot be locked`() async throws {
    try await withCRM { crm in
      let admin = try await crm.as(.administrator)
      let reply = try await admin.post("accounts/\(admin.account)/lock")
      #expect(reply.status == 409 && reply.problem == "last_administrator")
      #expect(try await admin.get("me").status == 200)
      #expect(try await admin.post("accounts/999999/lock").status == 404)
    }
  }
}
