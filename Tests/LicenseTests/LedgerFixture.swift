import Cluster
import Foundation
import License
import Postgres
import Support

/// A ledger of one test with its own keys, on the throwaway cluster.
struct LedgerFixture: Sendable {
  /// The directory of keys and files.
  let folder: URL
  /// The database.
  let database: String

  private static let socket = ProcessInfo.processInfo.environment["CRM_TEST_SOCKET_DIR"] ?? ""

  func conninfo(_ role: String) -> String { "host=\(Self.socket) user=\(role) dbname=\(database)" }

  /// One run of `crm-license` to its end.
  func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Run {
    var set = [
      "CRM_LICENSE_LEDGER": conninfo("license_operator"), "CRM_LICENSE_OPERATOR": "Анна",
      "CRM_LICENSE_KEYS": folder.appending(path: "keys").path,
      "CRM_LICENSE_PASSPHRASE": "correct horse battery", "LANG": "C",
    ]
    set.merge(environment) { $1 }
    return try await Run(arguments, environment: set)
  }

  /// A run that must end with 0, read as JSON.
  func json(_ arguments: [String]) async throws -> Value {
    let run = try await run(arguments + ["--json"])
    guard run.status == 0 else { throw Unexpected(run: run, arguments: arguments) }
    return try run.json
  }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Makes two keys and one annual licence of five seats: CRM-2026-000001, for the day 2026-12-01.
  func begin() async throws {
    for kid in ["2026a", "2026b"] { _ = try await json(["key", "generate", kid]) }
    _ = try await json([
      "issue", "--customer", "ООО «Ромашка»", "--inn", "7700000000", "--edition", "enterprise",
      "--site", "Офис: Москва:3", "--at", "2026-12-01", "--output", folder.path,
    ])
  }

  /// The rows that an SQL text yields, asked as superuser.
  func rows(_ text: String) async throws -> [[String?]] {
    try await withClient(conninfo("postgres")) { client in
      let rows = try await client.rows("\(raw: text)")
      return rows.map { row in (0..<rows.columnCount).map { row[$0] } }
    }
  }

  /// Lets the superuser do something to the ledger.
  func execute(_ texts: [String]) async throws {
    try await withClient(conninfo("postgres")) { client in
      for text in texts { try await client.execute("\(raw: text)") }
    }
  }

  struct Unexpected: Error, CustomStringConvertible {
    let run: Run
    let arguments: [String]
    var description: String { "\(arguments) ended with \(run.status): \(run.output)" }
  }
}

/// One run of `crm-license` to its end.
struct Run: Sendable {
  let status: Int32
  let output: String

  init(_ arguments: [String], environment: [String: String] = [:]) async throws {
    let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    let tool = Tool(
      folder.appending(path: "crm-license").path, arguments, environment: environment)
    do {
      output = try await tool.output()
      status = 0
    } catch ClusterError.failed(_, let status, let output) {
      self.status = status
      self.output = output
    }
  }

  /// The last line that is an object or array.
  var json: Value {
    get throws {
      let line = output.split(separator: "\n").last { $0.hasPrefix("{") || $0.hasPrefix("[") } ?? ""
      let text = line.hasPrefix("[") ? "{\"rows\":\(line)}" : String(line)
      return try ValueParser.parse(Array(text.utf8))
    }
  }
}

extension Value {
  subscript(_ name: String) -> Value? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  var texts: [String: String] {
    guard case .object(let members) = self else { return [:] }
    return Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value.plain) })
  }

  var elements: [Value] {
    guard case .array(let values) = self["rows"] ?? self else { return [] }
    return values
  }

  var plain: String {
    switch self {
    case .string(let text): text
    default: json
    }
  }
}

/// Runs psql as superuser on the throwaway cluster.
private func psql(_ database: String, _ arguments: [String]) async throws {
  let socket = ProcessInfo.processInfo.environment["CRM_TEST_SOCKET_DIR"] ?? ""
  _ = try await Tool(
    Programs.find().path("psql"),
    ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", socket, "-U", "postgres", "-d", database]
      + arguments
  ).output()
}

/// The database that every test's ledger is a clone of.
private actor LedgerTemplate {
  static let shared = LedgerTemplate()
  private var making: Task<String, any Error>?

  func name() async throws -> String {
    if let making { return try await making.value }
    let task = Task { try await Self.make() }
    making = task
    return try await task.value
  }

  private static func make() async throws -> String {
    let socket = ProcessInfo.processInfo.environment["CRM_TEST_SOCKET_DIR"] ?? ""
    let name = "ledger_template_\(getpid())"
    let sql = Sample.root.appendingPathComponent("sql").path
    try await psql("postgres", ["-c", "create database \(name)"])
    try await psql(name, ["-v", "database=\(name)", "-f", "\(sql)/ledger/roles.sql"])
    let run = try await Run([
      "ledger", "migrate", "--sql", sql, "--ledger",
      "host=\(socket) user=license_migrator dbname=\(name)",
    ])
    guard run.status == 0 else {
      throw LedgerFixture.Unexpected(run: run, arguments: ["ledger", "migrate"])
    }
    return name
  }
}

/// Gives the body an empty ledger of its own.
func withLedger(_ body: (LedgerFixture) async throws -> Void) async throws {
  let template = try await LedgerTemplate.shared.name()
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let name = "ledger_\(UUID().uuidString.prefix(8).lowercased())"
  let fixture = LedgerFixture(folder: folder, database: name)
  defer { try? FileManager.default.removeItem(at: folder) }
  // A clone has its rights, but not those on the database itself.
  try await psql(
    "postgres",
    [
      "-c", "create database \(name) template \(template) strategy file_copy", "-c",
      "grant connect on database \(name) to license_operator, license_migrator",
    ])
  let result: Result<Void, any Error>
  do { result = .success(try await body(fixture)) } catch { result = .failure(error) }
  try await psql("postgres", ["-c", "drop database \(name) with (force)"])
  try result.get()
}

/// Lends a client of that log-in.
func withLedgerClient(_ conninfo: String, _ body: (Client) async throws -> Void) async throws {
  try await withClient(conninfo, body)
}
