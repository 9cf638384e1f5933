import Foundation
import License
import Testing

@Suite struct `A command of crm-license` {
  private let serial = "CRM-2026-000001"

  private static let endings: [([String], Int32)] = [
    (["renew", "CRM-2026-000009"], 4), (["show", "CRM-2026-000009"], 4),
    (["history", "CRM-2026-000009"], 4), (["issue", "--quote", "Q-2026-0009"], 4),
    (["verify", "/nonexistent.lic"], 4), (["key", "export-public", "2030x"], 4),
    (["key", "generate", "2026a"], 5),
    (["maintain", "CRM-2026-000001"], 6), (["reseat", "CRM-2026-000001", "--seats", "4"], 6),
    (["extend", "CRM-2026-000001", "--days", "91", "--reason", "x"], 6),
    (["revoke", "CRM-2026-000001", "--effective", "2026-12-30", "--reason", "x"], 6),
    (["extend", "CRM-2026-000001", "--days", "1"], 1), (["renew"], 1), (["nonsense"], 1),
    (["renew", "CRM-2026-000001", "--years", "0"], 1), (["list", "--at", "2026-02-30"], 1),
    (["quote", "--customer", "X", "--site", "A:0"], 1), (["quote", "--site", "A:5"], 1),
    (["quote", "--customer", "X", "--site", "A:4", "--edition", "free-small"], 6),
    (["issue", "--customer", "X", "--site", "A:2", "--edition", "free-single"], 6),
    (["issue", "--customer", "X", "--site", "A:2", "--overdraft", "6"], 6),
    (["issue", "--customer", "X", "--site", "A:5", "--from", "2026-09-15"], 6),
    (["reseat", "CRM-2026-000001", "--seats", "5", "--overdraft", "6"], 6),
    (["extend", "CRM-2026-000001", "--days", "9", "--reason", "x", "--at", "2028-01-10"], 6),
    (["list", "--ledger", "host=/nonexistent user=x"], 1), (["--help"], 0), (["list"], 0),
  ]

  @Test(arguments: endings)
  func `ends with its code`(arguments: [String], status: Int32) async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let day = arguments.contains("--at") || arguments == ["--help"] || arguments == ["nonsense"]
      let run = try await ledger.run(arguments + (day ? [] : ["--at", "2026-12-15"]))
      #expect(run.status == status, "\(arguments): \(run.output)")
      #expect(!run.output.isEmpty)
      #expect(try await ledger.json(["ledger", "verify"])["events"] == 3)
    }
  }

  @Test func `does not send the vendor to the vendor`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let free = ["issue", "--customer", "X", "--site", "A:1", "--edition", "free-single"]
      let run = try await ledger.run(free + ["--overdraft", "1"])
      #expect(run.status == 6 && run.output.contains("seats.overdraft"), "\(run.output)")
      let russian = try await ledger.run(
        free + ["--overdraft", "1"], environment: ["LC_ALL": "ru_RU.UTF-8"])
      #expect(!run.output.contains("vendor") && !russian.output.contains("поставщик"))
    }
  }

  @Test func `says it in Russian where that is the language`() async throws {
    try await withLedger { ledger in
      let run = try await ledger.run(["show", serial], environment: ["LC_ALL": "ru_RU.UTF-8"])
      #expect(run.status == 4 && run.output.contains("Лицензии \(serial) нет"))
      let english = try await ledger.run(["show", serial, "--json"])
      #expect(
        english.output.contains("There is no licence") && english.output.contains("\"exit\":4"))
    }
  }

  @Test(arguments: [
    ("good.lic", 2), ("payload-bit.lic", 2), ("unknown-key.lic", 2), ("empty.lic", 2),
    ("no-seats.lic", 2),
  ])
  func `refuses a file of the vectors in production`(file: String, status: Int32) async throws {
    let path = Sample.vectors.appendingPathComponent(file).path
    let run = try await Run(["verify", path, "--json"])
    #expect(run.status == status)
    // The key is judged before what it has signed.
    let isOfTestKey = ["good.lic", "no-seats.lic"].contains(file)
    let expected = isOfTestKey ? "test_key" : Sample.code(Sample.bytes(file))?.rawValue ?? ""
    #expect(try run.json["error"]?.plain == expected)
  }

  @Test func `judges a file of the test key where it is told to`() async throws {
    let path = Sample.vectors.appendingPathComponent("good.lic").path
    let run = try await Run(["verify", path, "--test-key", "--at", "2026-12-01", "--json"])
    #expect(run.status == 0 && run.output.contains("\"mode\":\"FULL\""), "\(run.output)")
    let build = ["--build", "9.0.0", "--series-date", "2028-01-01"]
    let newer = try await Run(["verify", path, "--test-key", "--at", "2026-12-01"] + build)
    #expect(newer.status == 3 && newer.output.contains("9.0.0"))
    let facts = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: facts) }
    try #"{"seats_over_since": "2026-12-01"}"#.write(to: facts, atomically: true, encoding: .utf8)
    let over = try await Run([
      "verify", path, "--test-key", "--at", "2027-02-01", "--facts", facts.path, "--json",
    ])
    #expect(over.status == 0 && over.output.contains("\"mode\":\"CAPPED\""), "\(over.output)")
  }

  @Test func `inspects without a key and says so`() async throws {
    let path = Sample.vectors.appendingPathComponent("forged.lic").path
    let run = try await Run(["inspect", path])
    #expect(run.status == 0 && run.output.hasPrefix("NOT VERIFIED"))
    #expect(run.output.contains("Ромашка"))
  }

  @Test func `lists what ends soon, shows it and tells its history`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let at = ["--at", "2027-11-01"]
      #expect(try await ledger.json(["list", "--expiring", "60d"] + at).elements.count == 1)
      #expect(try await ledger.json(["list", "--expiring", "10d"] + at).elements.isEmpty)
      let row = try await ledger.json(["list", "--at", "2027-12-10"]).elements[0].texts
      #expect(row["state"] == "grace" && row["site"] == "Офис: Москва" && row["seats"] == "5")
      _ = try await ledger.json(["renew", serial, "--output", ledger.folder.path] + at)
      let shown = try await ledger.json(["show", serial, "--output", ledger.path("again.lic")])
      #expect(shown["revision"] == 2 && shown["supersedes"] == 1)
      let again = try String(contentsOfFile: ledger.path("again.lic"), encoding: .utf8)
      let first = try String(contentsOfFile: ledger.path("\(serial)-r2.lic"), encoding: .utf8)
      #expect(again == first)
      let history = try await ledger.json(["history", serial]).elements.map(\.texts)
      #expect(history.map { $0["kind"] } == ["issued", "renewed"])
    }
  }

  @Test func `revokes what a transfer leaves behind`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let target = UUID().uuidString.lowercased()
      let moved = try await ledger.json([
        "transfer", serial, "--to-instance", target, "--at", "2026-12-15", "--output",
        ledger.folder.path,
      ])
      #expect(moved["former_revoked_from"] == "2027-01-14" && moved["instance"]?.plain == target)
      let again = try await ledger.run(["transfer", serial, "--to-instance", target])
      #expect(again.status == 5)
      let back = ["revoke", serial, "--revision", "1", "--withdraw", "--reason", "x"]
      #expect(try await ledger.run(back + ["--at", "2026-12-15"]).status == 6)
      let rows = try await ledger.rows(
        "select revision::text, effective::text from ledger.revocation")
      #expect(rows == [["1", "2027-01-14"]])
    }
  }
}
