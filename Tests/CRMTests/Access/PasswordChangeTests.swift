import CRM
import Support
import Testing

@Suite struct `Changing passwords` {
  private let old: JSON = "correct horse battery"
  private let new: JSON = "another horse battery"

  @Test func `one changes one's own with the old one, and other sessions end`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let input: JSON = ["login": "sales-sales-1", "password": old]
      let elsewhere = sales.with(
        token: try await crm.anyone.post("sessions", input)["token"]?.string)
      let wrong = try await sales.put("me/password", ["current": "nonsense nonsense", "new": new])
      #expect(wrong.status == 422 && wrong.pointers == ["/current"])
      let short = try await sales.put("me/password", ["current": old, "new": "short"])
      #expect(short.status == 422 && short.pointers == ["/new"])
      #expect(try await sales.put("me/password", ["current": old, "new": new]).status == 204)
      #expect(try await sales.get("me").status == 200)
      #expect(try await elsewhere.get("me").status == 401)
      #expect(try await crm.anyone.post("sessions", input).status == 401)
      let again = try await crm.anyone.post(
        "sessions", ["login": "sales-sales-1", "password": new])
      #expect(again.status == 201)
    }
  }

  @Test func `a reset ends all sessions, and the password must be changed`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let path = "accounts/\(sales.account)/password-reset"
      let given: JSON = "given by the admin"
      #expect(try await sales.post(path, ["password": given]).status == 403)
      #expect(
        try await crm.as(.administrator).post(path, ["password": given]).status == 204)
      #expect(try await sales.get("me").status == 401)
      let entered = try await crm.anyone.post(
        "sessions", ["login": "sales-sales-1", "password": given])
      #expect(entered["must_change_password"]?.bool == true)
      let person = sales.with(token: entered["token"]?.string)
      let refused = try await person.get("parties")
      #expect(refused.status == 403 && refused.problem == "password_change_required")
      #expect(try await person.put("me/password", ["current": given, "new": new]).status == 204)
      #expect(try await person.get("parties").status == 200)
    }
  }

  @Test func `a hash never leaves`() async throws {
    try await withCRM { crm in
      let admin = try await crm.as(.administrator)
      let list = try await admin.get("accounts")
      let history = try await admin.get("accounts/\(admin.account)/history")
      #expect(list.status == 200 && history.status == 200)
      #expect(!(list.text + history.text).contains("scrypt"))
      let attack = try await crm.sql(admin, "select hash from access.password")
      #expect(attack.error?.sqlState == "42501" || attack.results.first?.count == 0)
    }
  }
}
