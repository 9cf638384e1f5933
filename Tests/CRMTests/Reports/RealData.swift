import CRM
import Cluster
import Foundation
import Postgres
import Support
import Testing

/// Real files, loaded as `deploy/demo-import` loads them: by its mappings, with what the program `crm import` does.
struct RealData: Sendable {
  let crm: TestCRM
  /// Who loads them.
  let chief: TestSession
  /// For files that are made here.
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("crm-real-\(World.number())-\(getpid())").path

  private static let mappings = TestDatabase.files.deploy("demo-import.d")

  /// Loads every line of the lists of imports whose mapping has one of these names, in their order; what became of each.
  @discardableResult
  func load(_ names: String...) async throws -> [String: ImportReport] {
    let text = try ["imports.txt", "imports-all.txt"].map {
      try String(contentsOfFile: "\(Self.mappings)/\($0)", encoding: .utf8)
    }.joined(separator: "\n")
    var reports: [String: ImportReport] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      let name = words[2].replacing(".json", with: "")
      guard names.contains(name) else { continue }
      reports[name] = try await load(
        try #require(find(words[1]), "\(line)"), into: words[0],
        mapping: "\(Self.mappings)/\(words[2])")
    }
    try #require(reports.count == names.count, "\(reports.keys)")
    return reports
  }

  /// Loads a file by a mapping.
  func load(_ file: String, into resource: String, mapping: String) async throws -> ImportReport {
    let report = try await withClient(crm.database.service, connections: 2, fast: 1) { service in
      try await withClient(crm.database.migrator) { migrator in
        try await FileTransfer(service: service, migrator: migrator).load(
          file, into: resource, mapping: mapping, as: "administrator-office-1", dryRun: false,
          refusals: nil, progress: { _ in })
      }
    }
    #expect(report.refused == 0, "\(file): \(report)")
    return report
  }

  /// Makes a file; its path.
  func file(_ name: String, _ text: String) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    return "\(folder)/\(name)"
  }

  /// Unpacks the log of the help desk.
  func unpackHelpDesk() async throws {
    let log = SharedData.folder.appendingPathComponent("helpdesk-tickets/helpdesk.csv.gz").path
    _ = try await Tool("\(Self.mappings)/helpdesk", [log, "\(folder)/helpdesk"]).output()
  }

  private func find(_ path: String) -> String? {
    [SharedData.folder.path, Self.mappings, folder].map { "\($0)/\(path)" }
      .first { FileManager.default.fileExists(atPath: $0) }
  }

  /// What accounts are called, by their ids.
  func names() async throws -> [Int: String] {
    var names: [Int: String] = [:]
    for row in try await crm.observed("select id, name from access.account") {
      names[try row.int("id")] = try row.string("name")
    }
    return names
  }

  /// Gives an imported account a role and signs it in.
  func signIn(_ login: String, as role: String) async throws -> TestSession {
    let account = try #require(try await chief.get("accounts?login=\(login)").data.first?["id"])
    let known = try #require(try await chief.get("roles?code=\(role)").data.first?["id"])
    try await chief.create("account-roles", ["account_id": account, "role_id": known])
    try await crm.arrange(
      """
      insert into access.password (account_id, hash)
      values (\(account.int ?? 0), \(TestCRM.passwordHash)) returning account_id
      """)
    let signed = try await crm.anyone.post(
      "sessions", ["login": .string(login), "password": .string(TestCRM.password)])
    return crm.anyone.with(token: try #require(signed["token"]?.string, "\(signed.text)"))
  }
}

/// Gives the body an enterprise into which real data can be loaded.
func withRealData(_ body: (RealData) async throws -> Void) async throws {
  try await withCRM { crm in
    let data = RealData(crm: crm, chief: try await crm.as(.administrator))
    defer { try? FileManager.default.removeItem(atPath: data.folder) }
    try await body(data)
  }
}

extension JSON {
  /// An amount or share as people read it, with two places, halves rounded up.
  var cents: String? {
    guard let text = string ?? int.map(String.init), var exact = Decimal(string: text) else {
      return nil
    }
    var rounded = Decimal()
    NSDecimalRound(&rounded, &exact, 2, .plain)
    return "\(rounded)"
  }
}
