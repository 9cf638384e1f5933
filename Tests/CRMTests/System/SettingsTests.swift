import Foundation
import Support
import Testing

@testable import CRM

@Suite struct `The settings` {
  @Test(arguments: [
    (
      #"{"databse": "dbname=crm"}"#,
      #"has "databse", which is no setting; did you mean "database"?"#
    ),
    (#"{"pool": {"generall": 6}}"#, #"did you mean "pool": {"general": …}?"#),
    (#"{"smtp": {"hots": "mail"}}"#, #"did you mean "smtp": {"host": …}?"#),
    (#"{"pool.general": 6}"#, #"did you mean "pool": {"general": …}?"#),
    (#"{"port": "8080"}"#, #"has "port", which must be a whole number from 0 to 65535."#),
    (
      #"{"pool": {"general": 65}}"#,
      #"has "pool": {"general": …}, which must be a whole number from 1 to 64."#
    ), (#"{"deadline": 0}"#, #"has "deadline", which must be a whole number from 1 to 3600."#),
    (#"{"origins": "https://a.example"}"#, #"has "origins", which must be a list of texts."#),
    ("{\n\"port\": 1,\n}", "is no JSON (line 3): "),
    ("[]", "is no JSON object"),
  ])
  func `refuse a file with what is no setting, and name the nearest one`(
    text: String, sentence: String
  ) async throws {
    try await withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let file = "\(folder)/crm.json"
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      let run = try await CommandRun(["serve", "--config", file])
      #expect(run.status == 78)
      #expect(run.output.hasPrefix("crm: The file of settings \(file) "))
      #expect(run.output.contains(sentence), "\(run.output)")
    }
  }

  @Test func `refuse no setting that the runbook's file shows`() async throws {
    let file = TestDatabase.files.deploy("crm.json")
    let run = try await CommandRun([
      "serve", "--config", file, "--database", "host=/nonexistent", "--sql",
      TestDatabase.files.directory,
    ])
    #expect(run.status == 69, "\(run.output)")
  }

  @Test func `are told alike by the runbook and its file`() throws {
    let text = try String(contentsOfFile: TestDatabase.files.deploy("README.md"), encoding: .utf8)
    let list = try #require(
      text.split(separator: "Settings are read from").last?
        .split(separator: "\n### ").first)
    let told = Set(list.matches(of: /CRM_[A-Z_]+[A-Z]/).map { String($0.output) })
    let file = try JSONParser.parse(
      Array(Data(contentsOf: URL(fileURLWithPath: TestDatabase.files.deploy("crm.json")))))
    let shown = (file.object ?? []).flatMap { member in
      let inner = member.value.object?.map { "_\($0.name)" } ?? [""]
      return inner.map { "CRM_\(member.name)\($0)".uppercased() }
    }
    #expect(told.subtracting(["CRM_CONFIG", "CRM_LOG"]) == Set(shown))
  }

  @Test func `name a file that is not there, without names of domains`() async throws {
    let run = try await CommandRun(["serve", "--config", "/nonexistent/crm.json"])
    #expect(run.status == 78)
    #expect(run.output.hasPrefix("crm: /nonexistent/crm.json: No such file or directory. Check "))
    #expect(!run.output.contains("Domain"))
  }

  @Test func `warn of variables that nothing reads`() async throws {
    let run = try await CommandRun(
      ["serve"], environment: ["CRM_PROT": "80", "CRM_POOL_FAST": "2"])
    #expect(run.status == 78)
    #expect(
      run.output.contains("CRM_PROT is no setting of crm and is ignored; did you mean CRM_PORT"))
    #expect(!run.output.contains("CRM_POOL_FAST"))
    let instant = /{"at":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z",/
    #expect(run.output.firstMatch(of: instant) != nil, "\(run.output)")
  }

  @Test func `refuse a variable that is no number`() async throws {
    let run = try await CommandRun(["serve"], environment: ["CRM_PORT": "http"])
    #expect(run.status == 78)
    #expect(
      run.output.contains("CRM_PORT is \"http\"; it must be a whole number from 0 to 65535."))
  }

  @Test(arguments: [
    ("CRM_POOL_FAST", "65", "a whole number from 0 to 64"), ("CRM_IDLE", "0", "from 1 to 86400"),
    ("CRM_LOG", "verbose", "one of trace, debug, info, notice, warning, error, critical"),
  ])
  func `refuse a variable out of bounds`(name: String, value: String, words: String) async throws {
    let run = try await CommandRun(["serve"], environment: [name: value])
    #expect(run.status == 78)
    #expect(run.output.contains("\(name) is \"\(value)\"; it must be "), "\(run.output)")
    #expect(run.output.contains(words), "\(run.output)")
  }
}
