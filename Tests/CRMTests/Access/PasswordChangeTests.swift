import CRM
import Postgres
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

  @Test func `guessing one's own counts like signing in`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let guess: JSON = ["current": "nonsense nonsense", "new": new]
      for _ in 1...3 { #expect(try await sales.put("me/password", guess).status == 422) }
      #expect(
        try await sales.put("me/password", ["current": old, "new": old]).status == 204)
      let counted: SQL = "select from access.sign_in_attempt where not succeeded"
      #expect(try await crm.observed(counted).count == 0)
      for _ in 1...10 { #expect(try await sales.put("me/password", guess).status == 422) }
      let waiting = try await sales.put("me/password", ["current": old, "new": new])
      #expect(waiting.status == 429 && waiting[header: "retry-after"] != nil)
      let entering = try await crm.anyone.post(
        "sessions", ["login": "sales-sales-1", "password": old])
      #expect(entering.status == 429)
    }
  }

  @Test func `nobody resets his own, nor anybody's with a token`() async throws {
    try await withCRM { crm in
      let admin = try await crm.as(.administrator)
      let sales = try await crm.as(.sales)
      let given: JSON = ["password": "given by the admin"]
      let own = try await admin.post("accounts/\(admin.account)/password-reset", given)
      #expect(own.status == 409 && own.problem == "own_password")
      let made = try await admin.post("me/tokens", ["name": "All"])
      let token = admin.with(token: made["token"]?.string)
      for account in [admin.account, sales.account] {
        let reply = try await token.post("accounts/\(account)/password-reset", given)
        #expect(reply.status == 403 && reply.problem == "session_required")
      }
      #expect(try await sales.get("me").status == 200)
    }
  }

  @Test func `one's tokens stay when one changes it, and end when another resets it`() async throws
  {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let made = try await sales.post("me/tokens", ["name": "Site"])
      let token = sales.with(token: made["token"]?.string)
      #expect(try await sales.put("me/password", ["current": old, "new": new]).status == 204)
      #expect(try await token.get("parties").status == 200)
      let reset = try await crm.as(.administrator).post(
        "accounts/\(sales.account)/password-reset", ["password": "given by the admin"])
      #expect(reset.status == 204)
      #expect(try await token.get("parties").status == 401)
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
