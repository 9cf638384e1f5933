import Foundation
import Logging

/// A PostgreSQL 15 server of our own under a data directory, reached by a Unix socket only.
///
/// It runs as an unprivileged user even when started by root, and never outlives this process.
public actor PrivateCluster {
  /// Where its files lie.
  public nonisolated let directories: Directories
  /// The passwords of its roles.
  public nonisolated let secrets: Secrets
  /// The user PostgreSQL runs as.
  public nonisolated let user: UnixUser
  /// The server programs in use.
  public nonisolated let programs: Programs
  private let lock: DataLock
  private let logger: Logger
  private var master: Postmaster?
  private var stopping = false

  /// Takes hold of the data directory, making it when it is missing.
  ///
  /// - Parameter user: Whom to run PostgreSQL as; by default the owner of an existing cluster, this
  ///   process's user, or for root `crm`, else `postgres`.
  /// - Throws: ``ClusterError``.
  public init(data: String, user: UnixUser? = nil, logger: Logger) throws {
    programs = try Programs.find()
    directories = Directories(data: data)
    try Directory.makeData(directories.data)
    self.user = try user ?? Self.unprivileged(for: directories.cluster)
    lock = try DataLock(directories)
    try Directory.make(directories.secrets, owner: .current, mode: 0o700)
    try Directory.make(directories.log, owner: self.user, mode: 0o750)
    try Directory.make(directories.socket, owner: self.user, mode: 0o700)
    secrets = Secrets(directory: directories.secrets)
    self.logger = logger
  }

  /// Makes the cluster when there is none, starts the server and returns once it takes connections.
  ///
  /// - Returns: Whether the cluster was made by this call.
  /// - Throws: ``ClusterError``.
  @discardableResult
  public func start() async throws -> Bool {
    stopping = false
    try await reach()
    let layout = ClusterFiles(directories: directories, user: user, programs: programs)
    let fresh = try await layout.prepare(password: try secrets.password(for: "postgres"))
    try await Leftover(directories: directories, logger: logger).clear()
    master = try await Startup(directories: directories, user: user, programs: programs).run()
    return fresh
  }

  /// Stops the server: at once for clients, cleanly for data (`fast`), by force after 60 s.
  public func stop() async {
    stopping = true
    guard let master else { return }
    master.send(SIGINT)
    let force = Task {
      try await Task.sleep(for: .seconds(60))
      master.send(SIGQUIT)
    }
    _ = await master.ended()
    force.cancel()
    self.master = nil
  }

  /// Watches the server until ``stop()``; starts it again when it dies.
  ///
  /// - Throws: ``ClusterError/notReady(reason:log:)`` when it died five times within a minute.
  public func supervise() async throws {
    var deaths: [ContinuousClock.Instant] = []
    while let master, !stopping {
      let status = await master.ended()
      if stopping { return }
      deaths = deaths.filter { $0.duration(to: .now) < .seconds(60) } + [.now]
      logger.error(
        "PostgreSQL ended by itself, starting it again", metadata: ["status": "\(status)"])
      guard deaths.count < 5 else {
        throw ClusterError.notReady(reason: "it ended \(deaths.count) times", log: "")
      }
      try await start()
    }
  }

  /// Runs an SQL file by `psql` as the superuser; the first error stops it.
  ///
  /// - Parameters:
  ///   - variables: What `-v name=value` would say.
  ///   - input: SQL that is run in place of a file.
  ///   - environment: What the file reads by `\getenv`.
  /// - Throws: ``ClusterError/failed(program:status:output:)``.
  @discardableResult
  public nonisolated func psql(
    database: String, file: String? = nil, variables: [String: String] = [:], input: String = "",
    environment: [String: String] = [:]
  ) async throws -> String {
    let options = variables.sorted { $0.key < $1.key }.flatMap { ["-v", "\($0.key)=\($0.value)"] }
    let arguments =
      ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"] + options + ["-f", file ?? "-"]
    let connection = [
      "PGHOST": directories.socket, "PGPORT": "5432", "PGUSER": "postgres", "PGDATABASE": database,
      "PGPASSWORD": try secrets.password(for: "postgres"),
      "PGOPTIONS": "-c client_min_messages=warning",
    ]
    return try await Tool(
      programs.path("psql"), arguments, input: input,
      environment: connection.merging(environment) { $1 }
    ).output()
  }

  /// Whether the user PostgreSQL runs as can enter the data directory.
  private func reach() async throws {
    guard user.uid != geteuid() else { return }
    do {
      _ = try await Tool("test", ["-x", directories.data], user: user).output()
    } catch {
      throw ClusterError.unreachable(path: directories.data, user: user.name)
    }
  }

  private static func unprivileged(for cluster: String) throws -> UnixUser {
    if geteuid() != 0 { return .current }
    if let owner = UnixUser.owner(of: cluster), owner.uid != 0 { return owner }
    guard let user = UnixUser.find(name: "crm") ?? UnixUser.find(name: "postgres") else {
      throw ClusterError.user(tried: ["crm", "postgres"])
    }
    return user
  }
}
