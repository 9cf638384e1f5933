import Foundation
import Logging

/// What an earlier run may have left: a lock file, a server that is still shutting down, a zombie.
///
/// PostgreSQL refuses to start while the process named in `postmaster.pid` exists, even when that
/// is a zombie nobody has collected, or when the number now belongs to a stranger.
struct Leftover {
  let directories: Directories
  let logger: Logger

  private var lockFile: String { "\(directories.cluster)/postmaster.pid" }

  /// Waits until the old server is gone, asks it to stop when it does not, and removes a lock file
  /// that nobody holds.
  ///
  /// - Throws: ``ClusterError/notReady(reason:log:)`` when it is still there after 60 s.
  func clear() async throws {
    guard let pid = lockHolder() else { return }
    for attempt in 0..<1_200 {
      let users = processes()
      if users.isEmpty { break }
      if attempt == 20 { askToStop(pid, users) }
      try await Task.sleep(for: .milliseconds(50))
    }
    guard processes().isEmpty else {
      throw ClusterError.notReady(
        reason: "process \(pid) still works on \(directories.cluster); stop it (kill -INT \(pid))",
        log: "")
    }
    unlink(lockFile)
  }

  private func lockHolder() -> pid_t? {
    guard let text = try? String(contentsOfFile: lockFile, encoding: .utf8) else { return nil }
    return text.split(separator: "\n").first.flatMap { pid_t($0) } ?? 0
  }

  private func askToStop(_ pid: pid_t, _ users: [pid_t]) {
    logger.info("waiting for an earlier PostgreSQL to end", metadata: ["pid": "\(pid)"])
    if users.contains(pid) { kill(pid, SIGINT) }
  }

  /// The living processes whose working directory is the cluster: the server and its children.
  private func processes() -> [pid_t] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.compactMap { pid_t($0) }.filter { pid in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd"))
        == directories.cluster
    }
  }
}
