import Foundation
import Support

/// A running `crm work`.
final class WorkProcess: Sendable {
  private let process: Process
  private let log: String

  init(_ database: TestDatabase) throws {
    log =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("crm-work-\(UUID().uuidString).log").path
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("crm")
    process.arguments = [
      "work", "--database", database.service, "--sql", TestDatabase.files.directory,
    ]
    let output = FileHandle(forWritingAtPath: log)
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  deinit { unlink(log) }

  /// What it has printed so far.
  var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }
}

/// A `crm work` for as long as the body runs.
func withWork<Answer>(
  _ database: TestDatabase, _ body: () async throws -> Answer
) async throws -> Answer {
  let worker = try WorkProcess(database)
  defer { worker.send(SIGTERM) }
  return try await body()
}
