import CRM
import Foundation
import Support
import Testing

/// What a person reads when a command cannot do its work.
@Suite struct `A command` {
  private static let commands: [[String]] = [
    ["migrate"], ["account", "list"],
  ]

  @Test func `says as whom it must connect`() async throws {
    try await withDatabase { database in
      await each(Self.commands) { command in
        let run = try await CommandRun(
          command + ["--database", database.service], sql: command == ["migrate"])
        #expect([1, 78].contains(run.status), "\(command)")
        #expect(run.output.contains("onnect as crm_migrator"), "\(command): \(run.output)")
      }
    }
  }

  private static let transfers: [String] = ["export", "import"]

  @Test func `asks whether another resource was meant`() async throws {
    try await withDatabase { database in
      try await withClient(database.migrator) {
        try await AccountRegister($0).insert(
          login: "boss", name: "Boss", roles: ["administrator"],
          passwordHash: Password.hash("correct horse battery"))
      }
      let mapping = "\(NSTemporaryDirectory())/\(UUID().uuidString).json"
      try "{}".write(toFile: mapping, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(atPath: mapping) }
      await each(Self.transfers) { command in
        let files = command == "import" ? [mapping, "--mapping", mapping] : []
        let run = try await CommandRun(
          [command, "bank_accounts"] + files + [
            "--as", "boss", "--database", database.migrator, "--service-database", database.service,
          ], sql: false)
        #expect(run.status == 1, "\(command)")
        #expect(run.output.contains("did you mean \"bank-accounts\"?"), "\(command): \(run.output)")
      }
    }
  }

  private static let unwritable: [(command: [String], option: String)] = [
    (["export", "tags", "--output", "/nonexistent/tags.csv"], "--output"),
    (
      [
        "import", "tags", "\(Self.demo)/tags.csv", "--mapping", "\(Self.demo)/tags.json",
        "--errors",
        "/nonexistent/tags.csv",
      ], "--errors"
    ),
  ]

  @Test func `says at once that it cannot write a file`() async throws {
    try await withDatabase { database in
      await each(Self.unwritable) { command, option in
        let run = try await CommandRun(
          command + [
            "--as", "boss", "--database", database.migrator, "--service-database", database.service,
          ], sql: false)
        #expect(run.status == 1, "\(option)")
        #expect(
          run.output.contains(
            "/nonexistent/tags.csv cannot be written: No such file or directory. Choose another \(option)."
          ), "\(option): \(run.output)")
      }
    }
  }

  private static let demo = TestDatabase.files.directory + "/seed/demo"

  @Test func `takes no password that the API would refuse`() async throws {
    try await withDatabase { database in
      for password in ["short", String(repeating: "x", count: 1001)] {
        let run = try await CommandRun(
          ["account", "create", "gull", "--database", database.migrator], sql: false,
          environment: ["CRM_PASSWORD": password])
        #expect(run.status == 64)
        #expect(run.output.contains("A password has at "), "\(run.output)")
      }
      let up = try await CommandRun(
        ["up", "--data", "/tmp/crm-never"], environment: ["CRM_ADMIN_PASSWORD": "short"])
      #expect(up.status == 64 && up.output.contains("CRM_ADMIN_PASSWORD has 5"))
      #expect(!FileManager.default.fileExists(atPath: "/tmp/crm-never"))
    }
  }

  @Test func `counts one fault as one`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) {
        _ = try await $0.execute("comment on column clients.party.name is null")
      }
      let run = try await CommandRun(["check", "--database", database.service])
      #expect(run.status == 2)
      #expect(run.output.hasSuffix("\n1 fault"), "\(run.output)")
    }
  }
}
