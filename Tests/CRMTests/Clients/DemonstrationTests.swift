import CRM
import Foundation
import Postgres
import Support
import Testing

/// The demonstration company, loaded as the program does it, against its known answers.
@Suite struct `The demonstration company` {
  private var folder: String { "\(TestDatabase.files.directory)/seed/demo" }

  private func answers() throws -> JSON {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/answers.json"))
    return try JSONParser.parse(Array(data))
  }

  /// Loads every file by its mapping, as `imports.txt` says.
  private func load(_ transfer: FileTransfer, as login: String) async throws -> [ImportReport] {
    let text = try String(contentsOfFile: "\(folder)/imports.txt", encoding: .utf8)
    var reports: [ImportReport] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      let report = try await transfer.load(
        "\(folder)/\(words[1])", into: String(words[0]), mapping: "\(folder)/\(words[2])",
        as: login, dryRun: false,
        refusals: nil, progress: { _ in })
      #expect(report.refused == 0, "\(line): \(report)")
      reports.append(report)
    }
    return reports
  }

  private func fill(
    _ database: TestDatabase, as login: String, requestID: String? = nil
  ) async throws -> [ImportReport] {
    try await withClient(database.service, connections: 2, fast: 1) { service in
      try await withClient(database.migrator) { migrator in
        try await load(
          FileTransfer(service: service, migrator: migrator, requestID: requestID), as: login)
      }
    }
  }

  @Test func `gives passwords to the accounts of its own making alone`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      // Two that were there before, one with the login of the demonstration's, and one without a password.
      try await chief.create(
        "accounts", ["login": "belov", "name": "Real", "email": "real@a.example"])
      try await chief.create("accounts", ["login": "real", "name": "Real"])
      try await crm.arrange(
        "insert into access.password (account_id, hash) select id, \(Self.hash("own")) from access.account where login = 'belov'"
      )
      let before = try await passwords(crm)
      _ = try await fill(crm.database, as: "administrator-office-1", requestID: "a seed")
      let given = try await withClient(crm.database.migrator) { migrator in
        let seeded = SeededAccounts(migrator, requestID: "a seed")
        return (
          try await seeded.givePassword(Self.hash("first")),
          try await seeded.givePassword(Self.hash("second"))
        )
      }
      let after = try await passwords(crm)
      #expect(given.0 > 10 && given.1 == 0)
      #expect(after.count == before.count + given.0)
      #expect(after.filter { before[$0.key] != nil } == before)
      #expect(after["belov"] == Self.hash("own") && after["real"] == nil)
      #expect(after["orlova"] == Self.hash("first") && !after.values.contains(Self.hash("second")))
      let belov = try await crm.observed(
        "select name, email from access.account where login = 'belov'")
      #expect(try belov[0].string("name") == "Real")
      #expect(try belov[0].string("email") == "real@a.example")
      #expect(try await chief.get("me").status == 200)
    }
  }

  private static func hash(_ word: String) -> String { "scrypt$ln=1,r=1,p=1$\(word)" }

  private func passwords(_ crm: TestCRM) async throws -> [String: String] {
    let rows = try await crm.observed(
      "select a.login, p.hash from access.account a join access.password p on p.account_id = a.id")
    return Dictionary(
      uniqueKeysWithValues: try rows.map { (try $0.string("login"), try $0.string("hash")) })
  }

  @Test func `has the answers that are known, and loading it again changes nothing`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let before = try await tables(crm)
      let first = try await fill(crm.database, as: "administrator-office-1")
      #expect(first.allSatisfy { $0.read > 0 })
      let answers = try answers()
      for (name, count) in try await tables(crm) {
        let known = answers["rows"]?[name]?.int
        #expect(count - (before[name] ?? 0) == known, "\(name)")
      }
      try await compareCounts(crm, answers)
      try await compareSearches(chief, answers)
      let changes = try await crm.observed("select count(*) as n from audit.change")[0].int("n")
      let second = try await fill(crm.database, as: "administrator-office-1")
      #expect(second.allSatisfy { $0.created == 0 && $0.updated == 0 }, "\(second)")
      #expect(
        try await crm.observed("select count(*) as n from audit.change")[0].int("n") == changes)
    }
  }

  private func tables(_ crm: TestCRM) async throws -> [String: Int] {
    let names = [
      "accounts": "access.account", "departments": "access.department",
      "addresses": "clients.address", "bank-accounts": "clients.bank_account",
      "channels": "clients.channel", "contacts": "clients.contact",
      "interactions": "clients.interaction", "parties": "clients.party",
      "party-groups": "clients.party_group", "party-tags": "clients.party_tag",
      "tags": "clients.tag",
    ]
    var counts: [String: Int] = [:]
    for (name, table) in names {
      counts[name] = try await crm.observed("select count(*) as n from \(identifier: table)")[0]
        .int("n")
    }
    return counts
  }

  /// Each group of each answer, by SQL of this test's own.
  private func compareCounts(_ crm: TestCRM, _ answers: JSON) async throws {
    let party: SQL = "clients.party as t"
    let interaction: SQL = "clients.interaction as t"
    let questions: [(path: [String], key: SQL, from: SQL)] = [
      (["parties", "kind"], "kind", party), (["parties", "country"], "country", party),
      (
        ["parties", "owner"], "a.login",
        "clients.party as t join access.account as a on a.id = t.owner_id"
      ),
      (
        ["parties", "department"], "d.code",
        "clients.party as t join access.department as d on d.id = t.department_id"
      ),
      (
        ["parties", "group"], "coalesce(g.code, '')",
        "clients.party as t left join clients.party_group as g on g.id = t.party_group_id"
      ),
      (["addresses", "city"], "city", "clients.address"),
      (["channels", "kind"], "kind", "clients.channel"),
      (["interactions", "kind"], "kind", interaction),
      (["interactions", "month"], "to_char(t.at at time zone 'UTC', 'YYYY-MM')", interaction),
      (
        ["interactions", "owner"], "a.login",
        "clients.interaction as t join access.account as a on a.id = t.owner_id"
      ),
      (
        ["interactions", "department"], "d.code",
        "clients.interaction as t join access.department as d on d.id = t.department_id"
      ),
    ]
    for (path, key, from) in questions {
      let rows = try await crm.observed(
        "select \(key) as key, count(*) as n from \(from) group by 1")
      let found = try rows.map { row in "\(try row.string("key"))=\(try row.int("n"))" }
      let known = path.reduce(answers as JSON?) { $0?[$1] }?.object ?? []
      #expect(
        Set(found) == Set(known.map { "\($0.name)=\($0.value.int ?? -1)" }),
        "\(path.joined(separator: "."))")
    }
    let sums = try await crm.observed(
      """
      select (select count(*) from clients.party where customer) as customer,
        (select count(*) from clients.party where supplier) as supplier,
        (select count(*) from clients.party where partner) as partner,
        (select count(*) from clients.party where parent_id is not null) as parent,
        (select count(*) from clients.channel where not valid) as invalid,
        (select sum(duration)::bigint from clients.interaction) as minutes
      """)[0]
    for role in ["customer", "supplier", "partner"] {
      #expect(try sums.int(role) == answers["parties"]?["role"]?[role]?.int, "\(role)")
    }
    #expect(try sums.int("parent") == answers["parties"]?["with_parent"]?.int)
    #expect(try sums.int("invalid") == answers["channels"]?["invalid"]?.int)
    #expect(try sums.int("minutes") == answers["interactions"]?["minutes"]?.int)
  }

  /// What `q` finds over HTTP.
  private func compareSearches(_ session: TestSession, _ answers: JSON) async throws {
    let searches = try #require(answers["search"]?.object)
    for search in searches {
      let page = try await session.get(
        "parties?q=\(search.name.escaped)&fields=external_key&limit=200")
      let found = page.data.compactMap { $0["external_key"]?.string }
      #expect(
        Set(found) == Set((search.value.array ?? []).compactMap(\.string)), "\(search.name)")
      #expect(found.count == Set(found).count)
    }
  }
}
