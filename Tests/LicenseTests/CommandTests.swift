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

  @Test(arguments: [
    (["quote", "--customer", "X", "--site", "A:5", "--term", "perpetual"], "--years", "2"),
    (["quote", "--customer", "X", "--site", "A:5"], "--maintenance-years", "3"),
    (
      ["quote", "--customer", "X", "--site", "A:5", "--term", "annual"], "--maintenance-years", "3"
    ),
    (["issue", "--quote", "Q-2026-0001"], "--customer", "X"),
    (["issue", "--quote", "Q-2026-0001"], "--inn", "7700000000"),
    (["issue", "--quote", "Q-2026-0001"], "--edition", "enterprise"),
    (["issue", "--quote", "Q-2026-0001"], "--site", "A:5"),
    (["issue", "--quote", "Q-2026-0001"], "--term", "annual"),
    (["issue", "--quote", "Q-2026-0001"], "--years", "1"),
  ])
  func `overlooks no option`(arguments: [String], option: String, value: String) async throws {
    let run = try await Run(arguments + [option, value])
    let message = run.output.split(separator: "\n").first { $0.hasPrefix("Error:") } ?? ""
    #expect(run.status == 1 && message.contains(option), "\(run.output)")
  }

  @Test(arguments: [
    ("--customer", "A\u{1}B"), ("--customer", ""), ("--customer", "A\nB"), ("--site", "A\tB:5"),
    ("--site", "A:0"), ("--site", "A"), ("--site", "A:x"), ("--site", ":5"),
    ("--feature", "nonsense"), ("--reason", "A\u{85}B"), ("--operator", "A\u{2028}B"),
  ])
  func `takes no text that is not what the option asks for`(option: String, value: String)
    async throws
  {
    let good = ["issue", "--customer", "X", "--site", "A:5"]
    let run = try await Run(good + [option, value])
    let message = run.output.split(separator: "\n").first { $0.hasPrefix("Error:") } ?? ""
    #expect(run.status == 1 && message.contains(option), "\(run.output)")
  }

  @Test(arguments: [
    ["renew", "CRM-2026-000001"], ["issue", "--customer", "X", "--site", "A:5"],
    ["extend", "CRM-2026-000001", "--days", "1", "--reason", "x"], ["revocations", "build"],
  ])
  func `keeps no event whose file cannot be written`(arguments: [String]) async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let run = try await ledger.run(
        arguments + ["--at", "2026-12-15", "--output", ledger.path("not/there")])
      #expect(run.status == 1 && run.output.contains("cannot be written"), "\(run.output)")
      #expect(try await ledger.rows("select kind from ledger.event").count == 3)
      let left = try FileManager.default.contentsOfDirectory(atPath: ledger.folder.path).sorted()
      #expect(left == ["\(serial)-r1.lic", "keys"])
    }
  }

  @Test func `keeps no event whose file is a directory already`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      try FileManager.default.createDirectory(
        atPath: ledger.path("\(serial)-r2.lic"), withIntermediateDirectories: false)
      let renew = ["renew", serial, "--at", "2026-12-15", "--output", ledger.folder.path]
      #expect(try await ledger.run(renew).status == 1)
      #expect(try await ledger.rows("select kind from ledger.event").count == 3)
    }
  }

  @Test(arguments: [
    ["renew"], ["nonsense"], ["quote", "--site", "A:0"], ["issue", "--years", "x"],
  ])
  func `tells a program of wrong usage too`(arguments: [String]) async throws {
    let run = try await Run(arguments + ["--json"])
    let told = try run.json
    #expect(run.status == 1 && told["error"] == "usage" && told["exit"] == 1, "\(run.output)")
    #expect(told["message"]?["en"]?.plain.isEmpty == false)
  }

  @Test func `tells a program which files it has written`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let at = ["--at", "2026-12-15", "--output", ledger.folder.path]
      let sites = ["--customer", "X", "--site", "A:5", "--site", "B:5"]
      let issued = try await ledger.json(["issue"] + sites + at).elements.map(\.texts)
      var files = issued.compactMap { $0["file"] }
      for command in [["renew", serial], ["revocations", "build"]] {
        files.append(try await ledger.json(command + at)["file"]?.plain ?? "")
      }
      #expect(files.count == 4)
      #expect(files.allSatisfy { FileManager.default.fileExists(atPath: $0) }, "\(files)")
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

  @Test func `signs the tax number of the firm that a quote was made for`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let quote = ["quote", "--customer", "ООО «Вега»", "--site", "A:5", "--at", "2026-12-15"]
      for inn in [["--inn", "7811111111"], ["--inn", "7822222222"], []] {
        _ = try await ledger.json(quote + inn)
      }
      for number in 1...3 {
        _ = try await ledger.json([
          "issue", "--quote", "Q-2026-000\(number)", "--at", "2026-12-15", "--output",
          ledger.folder.path,
        ])
      }
      let signed = try (2...4).map { number in
        let bytes = try Data(
          contentsOf: URL(fileURLWithPath: ledger.path("CRM-2026-00000\(number)-r1.lic")))
        let armor = try Armor(Array(bytes), as: .license)
        return try LicenseGrant(bytes: armor.payload).licensee.inn
      }
      #expect(signed == ["7811111111", "7822222222", nil])
      let same = ["assign", "CRM-2026-000002", "--customer", "ООО «Вега»", "--reason", "sold"]
      #expect(try await ledger.run(same).status == 5)
      let other = same + ["--inn", "7822222222", "--output", ledger.folder.path]
      #expect(try await ledger.run(other).status == 0)
      #expect(try await ledger.json(["ledger", "verify"])["ok"] == true)
    }
  }

  @Test func `revokes once, and withdraws a revocation before its day`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let revoke = ["revoke", serial, "--reason", "unpaid", "--at", "2026-12-15"]
      #expect(try await ledger.run(revoke + ["--withdraw"]).status == 4)
      _ = try await ledger.json(revoke + ["--effective", "2027-02-01"])
      let again = try await ledger.run(revoke + ["--effective", "2027-03-01"])
      #expect(again.status == 5 && again.output.contains("revoked from 2027-02-01 on already"))
      let one = try await ledger.run(revoke + ["--revision", "1", "--effective", "2027-03-01"])
      #expect(one.status == 5 && !one.output.contains("["), "\(one.output)")
      let late = ["revoke", serial, "--withdraw", "--reason", "paid", "--at", "2027-02-01"]
      #expect(try await ledger.run(late).status == 6)
      _ = try await ledger.json(revoke + ["--withdraw"])
      #expect(try await ledger.rows("select from ledger.revocation").isEmpty)
      let list = try await ledger.json(["revocations", "build", "--output", ledger.folder.path])
      #expect(list["entries"] == 0)
      let history = try await ledger.json(["history", serial]).elements.map(\.texts)
      #expect(history.map { $0["kind"] } == ["issued", "revoked", "revocation_withdrawn"])
      #expect(try await ledger.json(["ledger", "verify"])["ok"] == true)
    }
  }

  @Test func `takes back what was given by mistake, but neither holder nor instance`()
    async throws
  {
    try await withLedger { ledger in
      try await ledger.begin()
      let at = ["--at", "2026-12-15", "--output", ledger.folder.path]
      _ = try await ledger.json(["renew", serial, "--years", "10"] + at)
      let target = UUID().uuidString.lowercased()
      _ = try await ledger.json(["transfer", serial, "--to-instance", target] + at)
      let correct = ["correct", serial, "--reason", "ten years for one", "--revision"]
      #expect(try await ledger.run(correct + ["3"] + at).status == 4)
      let late = ["--at", "2029-01-01", "--output", ledger.folder.path]
      #expect(try await ledger.run(correct + ["1"] + late).status == 6)
      let right = try await ledger.json(correct + ["1"] + at)
      #expect(right["until"] == "2027-12-01" && right["revision"] == 4)
      #expect(right["instance"]?.plain == target)
      let shown = try await ledger.json(["show", serial])
      #expect(shown["supersedes"] == 3 && shown["until"] == "2027-12-01")
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
