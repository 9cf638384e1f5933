import Foundation

/// The data directory of PostgreSQL: made by `initdb`, judged before every start.
struct ClusterFiles {
  let directories: Directories
  let user: UnixUser
  let programs: Programs

  private var draft: String { "\(directories.cluster).new" }

  /// Makes the cluster when it is missing, checks it when it is there, and writes its settings.
  ///
  /// - Returns: Whether it was made.
  func prepare(password: String) async throws -> Bool {
    let present = FileManager.default.fileExists(atPath: "\(directories.cluster)/PG_VERSION")
    if present { try judge() } else { try await make(password: password) }
    try writeSettings()
    return !present
  }

  private func judge() throws {
    let file = "\(directories.cluster)/PG_VERSION"
    guard let owner = UnixUser.owner(of: directories.cluster), owner.uid == user.uid else {
      let owner = UnixUser.owner(of: directories.cluster)?.name ?? "nobody"
      throw ClusterError.owner(path: directories.cluster, owner: owner, expected: user.name)
    }
    let found = (try? String(contentsOfFile: file, encoding: .utf8)) ?? "an unknown version"
    let version = found.trimmingCharacters(in: .whitespacesAndNewlines)
    guard version == "15" else {
      throw ClusterError.version(found: version, path: directories.cluster)
    }
  }

  /// Runs `initdb` beside the final place and renames: what is in the final place is whole.
  private func make(password: String) async throws {
    try demandRoom()
    if FileManager.default.fileExists(atPath: draft) {
      try FileManager.default.removeItem(atPath: draft)
    }
    try Directory.make(draft, owner: user, mode: 0o700)
    let arguments = [
      "-D", draft, "--username=postgres", "--auth=scram-sha-256", "--pwfile=/dev/stdin",
      "--data-checksums", "--encoding=UTF8", "--locale=C.UTF-8",
    ]
    _ = try await Tool(
      programs.path("initdb"), arguments, user: user, input: password + "\n"
    ).output()
    try append(ServerSettings.include, to: "\(draft)/postgresql.conf")
    guard rename(draft, directories.cluster) == 0 else {
      throw ClusterError.unwritable(
        path: directories.cluster, reason: String(cString: strerror(errno)))
    }
  }

  /// - Throws: ``ClusterError/foreign(path:)`` when something stands in the cluster's place.
  private func demandRoom() throws {
    let manager = FileManager.default
    guard manager.fileExists(atPath: directories.cluster) else { return }
    guard let names = try? manager.contentsOfDirectory(atPath: directories.cluster), names.isEmpty
    else { throw ClusterError.foreign(path: directories.cluster) }
  }

  private func writeSettings() throws {
    let preload = ["pg_stat_statements"].filter { programs.hasLibrary($0) }
    let memory = ProcessInfo.processInfo.physicalMemory
    let settings = ServerSettings(directories: directories, memory: memory, preload: preload)
    let path = "\(directories.cluster)/crm.conf"
    do {
      try settings.text.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw ClusterError.unwritable(path: path, reason: FileTrouble(error)?.reason ?? "\(error)")
    }
    chmod(path, 0o640)
    if geteuid() == 0 { chown(path, user.uid, user.gid) }
  }

  private func append(_ text: String, to path: String) throws {
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw ClusterError.unwritable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { try? file.close() }
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
  }
}
