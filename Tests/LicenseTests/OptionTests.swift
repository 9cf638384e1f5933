import Foundation
import License
import Testing

@Suite struct `What crm-license is given` {
  private let serial = "CRM-2026-000001"

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
}
