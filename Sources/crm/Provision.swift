import CRM
import Cluster
import Foundation
import Logging

/// Makes what a private cluster needs beyond the server: roles, database, schema, data, `admin`.
struct Provision {
  let cluster: PrivateCluster
  let files: SQLFiles
  let logger: Logger

  /// The name of the database.
  static let database = "crm"

  /// Brings the cluster up to this release; what is done already is not done again.
  func run(demo: Bool) async throws {
    try await makeDatabase()
    try await makeRoles()
    try await Progress.step("migrating") { try await migrate() }
    try await makeAdministrator()
    let demonstration = Demonstration(cluster: cluster, files: files)
    if demo { try await demonstration.load() } else { try demonstration.decline() }
    try await demonstration.license()
  }

  /// Makes the account `admin` unless it is there, or unless there was one and it was renamed.
  private func makeAdministrator() async throws {
    let mark = "\(cluster.directories.data)/.admin"
    guard !FileManager.default.fileExists(atPath: mark) else { return }
    let given = ProcessInfo.processInfo.environment["CRM_ADMIN_PASSWORD"]
    let password = try given ?? cluster.secrets.password(for: "admin")
    let hash = try await Password.hash(password)
    let conninfo = try cluster.directories.conninfo(role: "crm_migrator", database: Self.database)
    try await CommandClient.run(conninfo) { client in
      let accounts = AccountRegister(client)
      if try await accounts.contains(login: "admin") { return }
      try await accounts.insert(
        login: "admin", name: "Administrator", roles: ["administrator"], passwordHash: hash)
      if given == nil { tell(password) }
    }
    try Data().write(to: URL(fileURLWithPath: mark))
  }

  private func tell(_ password: String) {
    Progress.say("account admin, password \(password)")
    Progress.say("it is kept in \(cluster.directories.secrets)/admin; change it after signing in")
  }

  private func makeDatabase() async throws {
    let present = try await cluster.psql(
      database: "postgres", input: "select 1 from pg_database where datname = '\(Self.database)'")
    guard present.isEmpty else { return }
    try await cluster.psql(database: "postgres", input: "create database \(Self.database)")
  }

  /// Runs roles.sql and gives the log-ins their passwords, unless neither changed.
  private func makeRoles() async throws {
    let secrets = cluster.secrets
    let roles = files.deploy("roles.sql")
    let passwords = try RolePasswords(secrets: secrets).environment()
    let text = try files.deployText("roles.sql")
    let stamp = Digest.sha256((text + passwords.values.sorted().joined()).utf8)
    let mark = "\(cluster.directories.data)/.roles"
    guard (try? String(contentsOfFile: mark, encoding: .utf8)) != stamp else { return }
    try await cluster.psql(
      database: Self.database, file: roles, variables: ["database": Self.database])
    try await cluster.psql(
      database: "postgres", file: files.deploy("passwords.sql"), environment: passwords)
    try stamp.write(toFile: mark, atomically: true, encoding: .utf8)
  }

  private func migrate() async throws {
    let conninfo = try cluster.directories.conninfo(role: "crm_migrator", database: Self.database)
    let migrator = Migrator(conninfo: conninfo, files: files)
    if let warning = try await migrator.version().warning {
      return Progress.say("warning: \(warning)")
    }
    let names = try await migrator.run()
    if let last = names.last {
      Progress.say("\(Progress.count(names.count, "migration")), up to \(last)")
    }
  }
}

/// The passwords of the log-ins under the names deploy/passwords.sql reads.
struct RolePasswords {
  let secrets: Secrets

  /// The roles that log in, without `crm_`.
  static let logins = [
    "migrator", "service", "limited", "reader", "report", "monitor", "backup", "license",
  ]

  /// `CRM_SERVICE_PASSWORD` and so on; a missing password is made.
  func environment() throws -> [String: String] {
    let pairs = try Self.logins.map {
      ("CRM_\($0.uppercased())_PASSWORD", try secrets.password(for: "crm_\($0)"))
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}
