import Cluster
import Foundation
import Synchronization

/// The program `crm serve` as a process of its own, which a test may stop and kill.
public struct RunningService: Sendable {
  /// Where it listens on 127.0.0.1.
  public let port: Int
  private let pid: pid_t
  private let run: BackgroundRun

  /// The service ended before it listened.
  public struct Ended: Error, CustomStringConvertible {
    /// What it wrote.
    public let description: String
  }

  /// Starts the program and waits until it listens.
  ///
  /// - Parameter folder: An empty directory, for its log.
  /// - Throws: ``Ended``.
  fileprivate init(_ conninfo: String, clock: Duration?, folder: String) async throws {
    // Nothing of it outlives the tests, however they end.
    let tied = ["setpriv", "--pdeathsig", "KILL", "--"]
    let faked =
      clock.map {
        [
          "env", "CLOCK_FAULT=\($0.components.seconds)",
          "LD_PRELOAD=\(CommandRun.built("libClockFault.so"))",
        ]
      } ?? []
    let shell = ["sh", "-c", "echo $$ >\"$0/pid\"; exec \"$@\" >\"$0/log\" 2>&1", folder]
    let service = [
      CommandRun.program, "serve", "--database", conninfo, "--port", "0", "--sql",
      TestDatabase.files.directory,
    ]
    let words = tied + faked + shell + service
    run = BackgroundRun(Tool(words[0], Array(words.dropFirst())))
    (port, pid) = try await Self.listening(folder, run)
  }

  private static func listening(
    _ folder: String, _ run: BackgroundRun
  ) async throws -> (Int, pid_t) {
    while true {
      // Asked first, so that all that was written before the end is read.
      let end = run.end
      let log = text("\(folder)/log")
      if let match = log.firstMatch(of: /crm is ready at \S+:(\d+)\n/),
        let port = Int(match.output.1), let pid = pid_t(text("\(folder)/pid").prefix { $0 != "\n" })
      {
        return (port, pid)
      }
      if let end { throw Ended(description: "\(end)\n\(log)") }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  private static func text(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }

  /// Nobody who has signed in.
  public var anyone: TestSession {
    TestSession(account: 0, token: nil, client: HTTPClient(port: port))
  }

  /// Sends a signal unless it has ended.
  public func send(_ signal: Int32) {
    if run.end == nil { kill(pid, signal) }
  }

  /// Kills it, as `kill -9` does, and waits until it is gone.
  public func end() async {
    send(SIGKILL)
    await run.wait()
  }
}

/// Gives the body a service of its own process on a database that the test has, and kills it afterwards.
///
/// - Parameters:
///   - conninfo: How the service connects.
///   - clock: How far its clock is ahead, by whole seconds; nil for the machine's own.
/// - Throws: ``RunningService/Ended``, and whatever the body throws.
@discardableResult
public func withService<Answer: Sendable>(
  _ conninfo: String, clock: Duration? = nil, _ body: (RunningService) async throws -> Answer
) async throws -> Answer {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(at: folder) }
  let service = try await RunningService(conninfo, clock: clock, folder: folder.path)
  do {
    let answer = try await body(service)
    await service.end()
    return answer
  } catch {
    await service.end()
    throw error
  }
}

/// A program that runs beside the test.
private final class BackgroundRun: Sendable {
  private let outcome = Mutex<String?>(nil)

  init(_ tool: Tool) {
    Task {
      let text: String
      do { text = try await tool.output() } catch { text = "\(error)" }
      outcome.withLock { $0 = text }
    }
  }

  /// What it wrote, or how it failed; nil while it runs.
  var end: String? { outcome.withLock { $0 } }

  func wait() async {
    while end == nil { try? await Task.sleep(for: .milliseconds(5)) }
  }
}
