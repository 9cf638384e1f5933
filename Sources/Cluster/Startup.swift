import Foundation

/// Spawns the server and waits until it takes connections.
struct Startup {
  let directories: Directories
  let user: UnixUser
  let programs: Programs

  /// How long crash recovery may take.
  private static let patience = Duration.seconds(600)

  /// - Throws: ``ClusterError/notReady(reason:log:)`` with the last lines of the log.
  func run() async throws -> Postmaster {
    let descriptor = try openLog()
    defer { close(descriptor) }
    let arguments = ["-D", directories.cluster]
    let master = try await Postmaster.start(
      Spawn(
        program: programs.path("postgres"), arguments: arguments, user: user, deathSignal: "INT",
        output: descriptor))
    try await waitUntilReady(master)
    return master
  }

  private func waitUntilReady(_ master: Postmaster) async throws {
    let deadline = ContinuousClock.now + Self.patience
    while !isReady(master.pid) {
      if let status = master.status {
        throw ClusterError.notReady(reason: "it ended with status \(status)", log: lastLines())
      }
      guard ContinuousClock.now < deadline else {
        master.send(SIGINT)
        throw ClusterError.notReady(reason: "it was not ready after 10 min", log: lastLines())
      }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// The server's lock file names its process in line 1 and its state in line 8, as `pg_ctl` reads it.
  private func isReady(_ pid: pid_t) -> Bool {
    let file = "\(directories.cluster)/postmaster.pid"
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return false }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.count >= 8 && lines[0] == "\(pid)" && lines[7].hasPrefix("ready")
  }

  private func openLog() throws -> Int32 {
    let descriptor = open(
      directories.startLog, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else {
      throw ClusterError.unwritable(
        path: directories.startLog, reason: String(cString: strerror(errno)))
    }
    if geteuid() == 0 { fchown(descriptor, user.uid, user.gid) }
    return descriptor
  }

  /// The last lines of the newest log, where the reason stands.
  private func lastLines() -> String {
    let manager = FileManager.default
    let names = (try? manager.contentsOfDirectory(atPath: directories.log)) ?? []
    let newest = names.map { "\(directories.log)/\($0)" }.sorted { changed($0) < changed($1) }
    let texts = newest.suffix(2).map { (try? String(contentsOfFile: $0, encoding: .utf8)) ?? "" }
    return texts.flatMap { $0.split(separator: "\n") }.suffix(8).joined(separator: "\n")
  }

  private func changed(_ path: String) -> Date {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.modificationDate] as? Date ?? .distantPast
  }
}
