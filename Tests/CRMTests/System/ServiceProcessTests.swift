import Foundation
import Support
import Testing

/// The program itself, as a process with its private cluster.
@Suite(.serialized) struct `crm up` {
  @Test func `is ready from nothing, and after kill -9, and ends cleanly`() async throws {
    try await withFolder { folder in
      let first = try ServiceProcess(data: folder)
      try await first.ready()
      first.send(SIGKILL)
      let second = try ServiceProcess(data: folder)
      try await second.ready()
      second.send(SIGTERM)
      let status = await second.ended()
      #expect(status == 0, "\(second.output)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/postgres/postmaster.pid"))
    }
  }

  @Test func `left empty, stays so when it is started without a word`() async throws {
    try await withFolder { folder in
      for content in [["--empty"], []] {
        let process = try ServiceProcess(data: folder, content: content)
        try await process.ready()
        #expect(!process.output.contains("demonstration"), "\(process.output)")
        process.send(SIGTERM)
        _ = await process.ended()
      }
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/secrets/demo"))
    }
  }

  @Test func `says when its port is taken`() async throws {
    try await withFolder { folder in
      let first = try ServiceProcess(data: folder)
      try await first.ready()
      let second = try ServiceProcess(data: "\(folder)-other", port: first.port)
      let status = await second.ended()
      first.send(SIGTERM)
      _ = await first.ended()
      try? FileManager.default.removeItem(atPath: "\(folder)-other")
      #expect(status == 1)
      #expect(second.output.contains("Port \(first.port) is taken"))
    }
  }
}

/// A running `crm`.
final class ServiceProcess: Sendable {
  let port: Int
  private let process: Process
  private let log: String

  /// `crm up`.
  convenience init(
    data: String, content: [String] = ["--empty"], port: Int = .random(in: 20_000..<30_000)
  ) throws {
    try self.init(
      ["up", "--data", data, "--port", "\(port)"] + content, port: port,
      log: "\(data).\(UUID().uuidString.prefix(4)).log")
  }

  /// - Parameter arguments: The command and its options.
  init(_ arguments: [String], port: Int = 0, log: String) throws {
    self.port = port
    self.log = log
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    process = Process()
    let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.executableURL = folder.deletingLastPathComponent().appendingPathComponent("crm")
    process.arguments = arguments + ["--sql", TestDatabase.files.directory]
    let output = FileHandle(forWritingAtPath: log)
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  deinit { unlink(log) }

  /// What it has printed so far.
  var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

  /// Waits for the line that says that it has started.
  func ready(_ words: String = "crm is ready") async throws {
    while !output.contains(words) {
      try #require(status == nil, "\(output)")
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for its end; the exit status.
  func ended() async -> Int32 {
    while true {
      if let status { return status }
      try? await Task.sleep(for: .milliseconds(10))
    }
  }

  /// The exit status, nil while it runs. Foundation learns of an end only when no process that
  /// another test has started meanwhile holds its pipe; the kernel knows at once.
  private var status: Int32? {
    var end = siginfo_t()
    let options = WEXITED | WNOHANG | WNOWAIT
    guard waitid(P_PID, id_t(process.processIdentifier), &end, options) == 0 else {
      return process.isRunning ? nil : process.terminationStatus
    }
    return end._sifields._sigchld.si_pid == 0 ? nil : end._sifields._sigchld.si_status
  }
}
