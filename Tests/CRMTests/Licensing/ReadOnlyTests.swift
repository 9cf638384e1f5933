import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `READ_ONLY` {
  private static let working: [String] = [
    "insert into access.account (login, name) values ('gull', 'Gull')",
    "update access.account set name = 'Gull'",
    "select access.lock_account(id, false) from access.account where login = 'locked'",
    "update access.account set archived_at = null where archived_at is not null",
  ]

  /// Locking and archiving an account go on, so that its table is guarded row by row; grants and policies set aside,
  /// the licence alone refuses.
  @Test func `gives nobody work by SQL`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await crm.arrange(
        """
        insert into access.account (login, name, locked_at, archived_at)
        values ('locked', 'L', now(), null), ('archived', 'A', null, now())
        """)
      try await crm.database.endLicense()
      await each(Self.working) { statement in
        let attempt = try await crm.sql(chief, SQL(raw: statement))
        #expect(attempt.error?.sqlState == "CL001", "\(statement)")
        let accounts = try await crm.observed(
          """
          select login from access.account
          where name = 'Gull'
            or (login in ('locked', 'archived') and locked_at is null and archived_at is null)
          """)
        #expect(accounts.isEmpty, "\(statement)")
      }
    }
  }

  /// Each by its answer and by what it has done.
  @Test func `lets the administrator go on with accounts, sessions, seats and the licence`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let (sales, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      try await crm.database.endLicense()
      let role = try await crm.observed(
        "select id from access.account_role where account_id = \(buyer.account)"
      ).single.int("id")
      let done = [
        try await chief.put(
          "me/password", ["current": .string(TestCRM.password), "new": "another long password"]),
        try await chief.post("me/tokens", ["name": "mine"]),
        try await chief.put("license/lease", ["minutes": 20]),
        try await chief.put("license/modules", ["switched_off": ["reports"]]),
        try await chief.delete("license/holders/\(sales.account)", ifMatch: nil),
        try await chief.post(
          "accounts/\(buyer.account)/password-reset", ["password": "a new long password"]),
        try await chief.delete("account-roles/\(role)"),
        try await chief.post("accounts/\(sales.account)/lock"),
      ]
      let statuses = done.map(\.status)
      #expect(statuses == [204, 201, 200, 200, 200, 204, 204, 204], "\(done.map(\.text))")
      let left = try await crm.observed(
        """
        select (
            select lease = interval '20 minutes' and switched_off = '{reports}' from licensing.state)
          and not exists (select from access.account_role where account_id = \(buyer.account))
          and not exists (
            select from access.session where account_id in (\(sales.account), \(buyer.account)))
          and exists (
            select from access.account where id = \(sales.account) and locked_at is not null)
          and exists (
            select from access.session where account_id = \(chief.account) and kind = 'token')
          as answer
        """)
      #expect(try left.single.bool("answer"))
      #expect(try await chief.delete("sessions/current", ifMatch: nil).status == 204)
      let again = try await crm.anyone.post(
        "sessions", ["login": "administrator-office-1", "password": "another long password"])
      #expect(again.status == 201, "\(again.text)")
    }
  }

  @Test func `lets everybody in, to look and to take out all there is`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      for number in 1...20 {
        try await chief.create("parties", ["kind": "company", "name": .string("Gull \(number)")])
      }
      try await crm.database.endLicense()
      #expect(try await crm.as(.sales).get("parties").status == 200)
      let export = try await chief.get(
        "parties?fields=id,name&sort=id", headers: [("Accept", "text/csv")])
      #expect(export.status == 200)
      let lines = export.text.split(whereSeparator: \.isNewline).dropFirst()
      let rows = try await crm.observed("select id, name from clients.party order by id")
      let told = try rows.map { "\(try $0.int("id")),\(try $0.string("name"))" }
      #expect(lines.map(String.init) == told)
      #expect(try await chief.get("parties/summary?group=kind").status == 200)
      let logged = try await crm.observed("select from system.export where outcome = 'done'")
      #expect(logged.count == 1)
    }
  }

  /// Record by record, and the content byte by byte; many more than a page has.
  @Test func `lets who may take out everything do it, files and all`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let filing = Filing(session: chief)
      let party = try await chief.create("parties", ["kind": "company", "name": "Gull"]).id
      let bytes = Filing.bytes(300_000)
      try await filing.link(try await filing.send(bytes).id, party)
      for statement: SQL in [
        "insert into clients.party (name) select 'Tern ' || n from generate_series(1, 1200) as n",
        """
        insert into clients.interaction (party_id, kind, subject)
        select id, 'note', 'N' from clients.party
        """,
        """
        insert into clients.channel (party_id, kind, value)
        select id, 'email', 'p' || id || '@firm.example' from clients.party
        """,
        "update clients.party set archived_at = now() where name like 'Tern 1%'",
        "update clients.interaction set archived_at = now() where id % 2 = 0",
      ] { try await crm.arrange(statement) }
      let login = try await chief.get("me")["login"]?.string ?? ""
      try await crm.database.endLicense()
      try await withFolder { folder in
        try await withClient(crm.database.service, connections: 2, fast: 1) { service in
          try await withClient(crm.database.migrator) { migrator in
            _ = try await FileTransfer(service: service, migrator: migrator)
              .exportAll(to: folder, as: login) { _ in }
          }
        }
        // These show the rows of other tables.
        let shown: Set = ["timeline", "reachable_channels"]
        for (name, subject) in Subject.all
        where subject.table.hasPrefix("clients.") && !shown.contains(name) {
          let file = "\(folder)/\(name.replacing("_", with: "-")).csv"
          let text = try String(contentsOfFile: file, encoding: .utf8)
          let told = text.split(separator: "\r\n").dropFirst().map { line in
            String(line.prefix { $0 != "," })
          }
          let kept = try await crm.observed(
            "select id::text as id from \(identifier: subject.table)"
          ).map { try $0.string("id") }
          #expect(told.sorted() == kept.sorted(), "\(name)")
        }
        let content = URL(fileURLWithPath: "\(folder)/files/\(Digest.sha256(bytes))")
        #expect(try Array(Data(contentsOf: content)) == bytes)
      }
    }
  }

  @Test func `ends with a licence, at once and without a restart`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await crm.database.endLicense()
      let refused = try await chief.post("parties", ["kind": "company", "name": "Gull"])
      #expect(refused.status == 402 && refused.problem == "license_read_only", "\(refused.text)")
      let status = try await chief.get("license")
      #expect(status["mode"]?.string == "READ_ONLY")
      #expect(status["reasons"]?.array?.first?["code"]?.string == "ended", "\(status.text)")
      let installed = try await chief.send(
        "PUT", "license", headers: [("Content-Type", "text/plain")],
        body: try TestLicence.file(seats: 100, revision: 3))
      #expect(installed.status == 200, "\(installed.text)")
      // All that is left is that the believed time was moved to behind the end.
      let reasons = (installed["reasons"]?.array ?? []).map { $0["code"]?.string }
      #expect(reasons == ["clock_behind"] && installed["mode"]?.string == "WARN")
      #expect(try await chief.post("parties", ["kind": "company", "name": "Gull"]).status == 201)
    }
  }
}
