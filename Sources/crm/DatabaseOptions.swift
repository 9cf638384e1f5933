import ArgumentParser
import Cluster
import Foundation

/// Which database an administrator's command works on: a server of one's own, or a private cluster.
struct DatabaseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A libpq connection string or postgres:// URI (CRM_DATABASE).", valueName: "conninfo"))
  var database: String?

  @Option(
    help: ArgumentHelp(
      "The data directory of a private cluster that is running, as `crm up` made it.",
      valueName: "directory"))
  var data: String?

  /// The connection string; for a private cluster as the role, with its own password.
  ///
  /// - Throws: ``Failure``: nothing is named (78), or nothing runs there (69).
  func conninfo(as role: String) throws -> String {
    if let database { return database }
    if let data { return try local(data, role) }
    if let named = ProcessInfo.processInfo.environment["CRM_DATABASE"] { return named }
    guard FileManager.default.fileExists(atPath: "var/postgres") else {
      throw Failure(
        "No database is named. Give --database or CRM_DATABASE, or --data for a private cluster.",
        code: Failure.misconfigured)
    }
    return try local("var", role)
  }

  private func local(_ data: String, _ role: String) throws -> String {
    let directories = Directories(data: data)
    guard FileManager.default.fileExists(atPath: "\(directories.socket)/.s.PGSQL.5432") else {
      throw Failure(
        "No cluster is running under \(directories.data). Start it: deploy/start --data \(data)",
        code: Failure.unavailable)
    }
    return try directories.conninfo(role: role, database: Provision.database)
  }
}
