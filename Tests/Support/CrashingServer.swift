import Cluster
import Foundation
import Glibc
import Postgres

/// A PostgreSQL server of one test alone, which may kill it as `kill -9` does and start it again. Unlike the one that all
/// tests share, it keeps what it was told to commit.
public struct CrashingServer: Sendable {
  private let directory: String
  private let user: UnixUser
  private let programs: Programs

  /// Makes and starts a server with a migrated database, lends both, and removes them.
  public static func with<Answer: Sendable>(
    _ body: (CrashingServer, TestDatabase) async throws -> Answer
  ) async throws -> Answer {
    let server = try await CrashingServer()
    let databases = TestServer(directory: server.directory)
    let result: Result<Answer, any Error>
    do {
      try await server.start()
      result = .success(
        try await databases.withClone(of: databases.template()) { database in
          try await body(server, database)
        })
    } catch {
      result = .failure(error)
    }
    await databases.close()
    await server.remove()
    return try result.get()
  }

  private init() async throws {
    directory = "/tmp/crm-crash-\(UUID().uuidString.prefix(8).lowercased())"
    programs = try Programs.find()
    let others = UnixUser.find(name: "crm") ?? UnixUser.find(name: "postgres") ?? .current
    user = geteuid() == 0 ? others : .current
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: false)
    chown(directory, user.uid, user.gid)
    try await run(
      "initdb", "-D", data, "--auth=trust", "-U", "postgres", "--encoding=UTF8",
      "--locale=C.UTF-8", "--no-sync")
    let settings = """
      listen_addresses = ''
      unix_socket_directories = '\(directory)'
      max_connections = 120
      shared_buffers = 128MB
      timezone = 'UTC'
      jit = off
      shared_preload_libraries = 'pg_stat_statements'

      """
    try settings.write(
      toFile: "\(data)/postgresql.auto.conf", atomically: false, encoding: .utf8)
  }

  private var data: String { "\(directory)/data" }

  /// Starts it, and returns when it has recovered what a crash left.
  public func start() async throws {
    try await run("pg_ctl", "-D", data, "-w", "-t", "120", "-l", "\(directory)/log", "start")
  }

  /// Kills the server and every process of it at once.
  public func kill() async throws {
    let master = try master
    _ = try? await Tool("sh", ["-c", "kill -9 \(master) $(pgrep -P \(master))"]).output()
    while Glibc.kill(master, 0) == 0 { try await Task.sleep(for: .milliseconds(5)) }
  }

  private var master: pid_t {
    get throws {
      let text = try String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8)
      return pid_t(text.prefix { $0 != "\n" }) ?? 0
    }
  }

  private func remove() async {
    try? await run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    try? FileManager.default.removeItem(atPath: directory)
  }

  private func run(_ program: String, _ arguments: String...) async throws {
    _ = try await Tool(programs.path(program), arguments, user: user).output()
  }
}
