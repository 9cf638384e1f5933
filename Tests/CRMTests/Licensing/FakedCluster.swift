import CRM
import Cluster
import Foundation
import Postgres
import Support
import Testing

/// A server with the product's database `crm` whose clock a test sets while it runs; only its own clock, which is
/// what the database goes by.
struct FakedCluster: Sendable {
  private let cluster: SmallCluster

  /// How the service connects.
  var service: String { cluster.conninfo(as: "crm_service") }

  /// Lends a running server whose clock is right, with an administrator `chief`.
  static func lend(_ body: (FakedCluster) async throws -> Void) async throws {
    try await SmallCluster.lend { cluster in
      let faked = FakedCluster(cluster: cluster)
      try await cluster.make()
      try await faked.write(hours: 0)
      try await faked.start()
      try await withDatabase { try await cluster.restore($0.conninfo(as: "crm_backup")) }
      try await withClient(cluster.conninfo(as: "crm_migrator")) {
        try await AccountRegister($0).insert(
          login: "chief", name: "Chief", roles: ["administrator"],
          passwordHash: TestCRM.passwordHash)
      }
      try await body(faked)
    }
  }

  /// Starts the server by libfaketime, which reads the clock's fault anew whenever somebody asks what time it is.
  private func start() async throws {
    try await run(
      "env", "LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1",
      "FAKETIME_TIMESTAMP_FILE=\(cluster.directory)/clock", "FAKETIME_NO_CACHE=1",
      "FAKETIME_DONT_FAKE_MONOTONIC=1", Programs.find().path("pg_ctl"), "-D", cluster.data, "-o",
      "-k \(cluster.directory)", "-l", "\(cluster.directory)/log", "-w", "-s", "start")
  }

  private func run(_ program: String, _ arguments: String...) async throws {
    let user = try #require(UnixUser.owner(of: cluster.directory))
    _ = try await Tool(program, arguments, user: user).output()
  }

  private func write(hours: Int) async throws {
    let fault = hours < 0 ? "\(hours * 3600)" : "+\(hours * 3600)"
    // Put in its place at once: an empty file would be the right time.
    try await run(
      "sh", "-c", "echo \"$1\" >\"$0.new\" && mv \"$0.new\" \"$0\"", "\(cluster.directory)/clock",
      fault)
  }

  /// Lets the server's clock go wrong by so many hours.
  func set(hours: Int) async throws {
    try await write(hours: hours)
    let told = try await withClient(cluster.conninfo(as: "postgres")) { client in
      try await client.rows("select extract(epoch from clock_timestamp())::float8 as now").single
        .double("now")
    }
    let fault = (told - Date().timeIntervalSince1970) / 3600
    try #require(abs(fault - Double(hours)) < 1, "the clock is wrong by \(fault) hours")
  }

  /// Lets the database look at its clock.
  func look() async throws {
    try await withClient(service) {
      _ = try await $0.rows("select mode from licensing.judge(null, true)")
    }
  }

  /// Installs a licence that ends so many days from today.
  func license(days: Int, graceDays: Int = 30, revision: Int = 2) async throws {
    let file = try TestLicence.file(
      seats: 5, revision: revision, until: TestDatabase.day(days), graceDays: graceDays)
    try await withClient(cluster.conninfo(as: "crm_migrator")) {
      try await LicenseRegister($0).install(file)
    }
  }

  /// The administrator, signed in at a service.
  func chief(at service: RunningService) async throws -> TestSession {
    let reply = try await service.anyone.signIn("chief")
    let token = try #require(reply["token"]?.string, "\(reply.text)")
    return service.anyone.with(token: token)
  }
}
