import Support
import Testing

/// What a person reads when a command cannot do its work.
@Suite struct `A command` {
  @Test(arguments: [
    ["migrate"], ["account", "list"],
  ])
  func `says as whom it must connect`(command: [String]) async throws {
    try await withDatabase { database in
      let run = try await CommandRun(
        command + ["--database", database.service], sql: command == ["migrate"])
      #expect(run.status == 1)
      #expect(run.output.contains("connect as crm_migrator"), "\(run.output)")
    }
  }
}
