import CRM
import Postgres
import Support
import Testing

/// Whoever has the service's log-in can say by plain SQL who he is and what he may, without having signed in.
@Suite struct `A context that no session stands behind` {
  /// Every right on parties, accounts and jobs as the account, with a token or none.
  private static func forge(_ account: Int?, _ token: String = "") -> SQL {
    let rights = " parties=5 accounts=5 jobs=5 account_roles=5 "
    let team = account.map { "{\($0)}" } ?? "{}"
    return """
      select set_config('crm.account', \(account.map(String.init) ?? ""), true),
        set_config('crm.token', \(token), true), set_config('crm.team', \(team), true),
        set_config('crm.read', \(rights), true), set_config('crm.create', \(rights), true),
        set_config('crm.update', \(rights), true), set_config('crm.delete', \(rights), true)
      """
  }

  private static let writings: [SQL] = [
    "insert into clients.party (name) values ('Forged')",
    "update clients.party set name = 'Forged'",
    "delete from clients.party",
    "insert into access.account (login, name) values ('forged', 'Forged')",
    "update access.account set name = 'Forged'",
    "insert into system.job (kind, input) values ('forged', '{}')",
  ]

  @Test func `writes nothing, whoever it names and whatever token it brings`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let chief = try await crm.as(.administrator)
      let sales = try await crm.as(.sales)
      try await sales.create("parties", ["kind": "company", "name": "Gull"])
      let foreign = Digest.sha256(try #require(sales.token).utf8)
      let contexts = [
        Self.forge(chief.account), Self.forge(nil), Self.forge(chief.account, "x"),
        Self.forge(chief.account, Digest.sha256("nobody's".utf8)),
        Self.forge(chief.account, foreign),
      ]
      try await withClient(crm.database.service) { client in
        for context in contexts {
          for writing in Self.writings {
            let state = try await client.attempt([context, writing]).error?.sqlState
            #expect(state == "CL005", "\(writing.text): \(state ?? "done")")
          }
        }
      }
      let left = try await crm.observed(
        """
        select name from clients.party union all
        select name from access.account where name = 'Forged' union all
        select kind from system.job where kind = 'forged'
        """)
      #expect(try left.map { try $0.string("name") } == ["Gull"])
    }
  }

  @Test func `is one also when the session has ended, or has lost its seat`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let writing: SQL = "insert into clients.party (name) values ('Forged')"
      let token = Digest.sha256(try #require(sales.token).utf8)
      let attempt = {
        try await withClient(crm.database.service) { client in
          try await client.attempt([Self.forge(sales.account, token), writing]).error?.sqlState
        }
      }
      let living = try await attempt()
      #expect(living == nil)
      let endings: [SQL] = ["seat_until = now()", "seat_until = 'infinity', expires_at = now()"]
      for ending in endings {
        try await crm.arrange(
          "update access.session set \(sql: ending) where account_id = \(sales.account)")
        let refused = try await attempt()
        #expect(refused == "CL005", "\(ending.text)")
      }
      try await crm.arrange("delete from access.session where account_id = \(sales.account)")
      let gone = try await attempt()
      #expect(gone == "CL005")
    }
  }
}
