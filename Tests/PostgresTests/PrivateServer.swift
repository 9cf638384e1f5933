import Foundation

/// A PostgreSQL server of one test, which may stop, restart and kill it.
struct PrivateServer: Sendable {
  let directory: String
  let port: Int

  var conninfo: String { "host=\(directory) port=\(port) user=postgres dbname=postgres" }

  /// Makes a server, lends it, and removes it.
  static func with<T: Sendable>(
    _ settings: [String] = [], _ body: (PrivateServer) async throws -> T
  ) async throws -> T {
    let server = PrivateServer(
      directory: "/tmp/" + uniqueName("pg").prefix(20), port: Int.random(in: 20_000..<30_000))
    let result: Result<T, any Error>
    do {
      try await server.create(settings)
      try await server.start()
      result = .success(try await body(server))
    } catch {
      result = .failure(error)
    }
    await server.remove()
    return try result.get()
  }

  func start() async throws {
    try await postgres("pg_ctl", "-D", data, "-w", "-l", "\(directory)/log", "start")
  }
  func stop() async throws { try await postgres("pg_ctl", "-D", data, "-m", "fast", "-w", "stop") }
  func restart() async throws {
    try await postgres(
      "pg_ctl", "-D", data, "-m", "fast", "-w", "-l", "\(directory)/log", "restart")
  }

  /// Sends a signal to the postmaster and all its children.
  func signalAll(_ signal: String) async throws {
    let text = try String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8)
    let pid = String(text.prefix { $0 != "\n" })
    try await run(["sh", "-c", "kill -\(signal) \(pid) $(pgrep -P \(pid))"])
  }

  var data: String { "\(directory)/data" }

  private func create(_ settings: [String]) async throws {
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    if geteuid() == 0 { try await run(["chown", "postgres", directory]) }
    try await postgres(
      "initdb", "-D", data, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "--no-sync")
    let lines =
      [
        "port = \(port)", "unix_socket_directories = '\(directory)'", "fsync = off",
        "listen_addresses = ''", "max_connections = 50", "shared_buffers = 16MB",
      ] + settings
    let file = "\(data)/postgresql.auto.conf"
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: file, atomically: false, encoding: .utf8)
  }

  private func remove() async {
    _ = try? await postgres("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// Runs a program of PostgreSQL, which refuses to run as root.
  private func postgres(_ program: String, _ arguments: String...) async throws {
    let path = "/usr/lib/postgresql/15/bin/\(program)"
    let user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    try await run((geteuid() == 0 ? user : []) + [path] + arguments)
  }
}

/// A program ended with an error.
struct ProgramFailed: Error, CustomStringConvertible {
  let description: String
}

/// Runs a program to its end, without blocking Swift's threads.
func run(_ command: [String]) async throws {
  let status = await withCheckedContinuation { continuation in
    Thread { continuation.resume(returning: spawnAndWait(command)) }.start()
  }
  guard status == 0 else {
    throw ProgramFailed(description: "\(command.joined(separator: " ")): status \(status)")
  }
}

private func spawnAndWait(_ command: [String]) -> Int32 {
  var files = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&files)
  defer { posix_spawn_file_actions_destroy(&files) }
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDWR, 0)
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_RDWR, 0)
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_RDWR, 0)
  var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
  defer { for word in words { free(word) } }
  var child: pid_t = 0
  guard posix_spawnp(&child, command[0], &files, nil, &words, environ) == 0 else { return -1 }
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0 && errno == EINTR {}
  return status
}
