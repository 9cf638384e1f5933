import Foundation
import Support
import Testing

@Suite struct `The settings` {
  @Test(arguments: [
    (
      #"{"databse": "dbname=crm"}"#,
      #"has "databse", which is no setting; did you mean "database"?"#
    ),
    (#"{"pool": {"generall": 6}}"#, #"did you mean "pool": {"general": …}?"#),
    (#"{"pool.general": 6}"#, #"did you mean "pool": {"general": …}?"#),
    (#"{"port": "8080"}"#, #"has "port", which must be a whole number."#),
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
    let run = try await CommandRun(["serve", "--config", file, "--database", "host=/nonexistent"])
    #expect(run.status == 69, "\(run.output)")
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
    #expect(run.output.contains("CRM_PORT is \"http\"; it must be a whole number."))
  }
}
