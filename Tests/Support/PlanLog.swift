import Cluster
import Foundation

/// How PostgreSQL ran one statement: its text and its plan, as auto_explain tells them.
public struct LoggedPlan: Sendable, CustomStringConvertible {
  /// The statement and below it the plan, a node a line.
  public let description: String
  /// Whether a function ran it rather than the client.
  public let isNested: Bool

  /// The lines that read a table of these names, be it whole or by an index.
  public func readings(of tables: Set<String>) -> [Substring] {
    description.split(separator: "\n").filter { line in
      guard let match = line.firstMatch(of: /\bScan\b.* on (\w+)/) else { return false }
      return tables.contains(String(match.output.1))
    }
  }

  /// How many nodes are led to their rows by the values of an index.
  public var conditions: Int { description.matches(of: /Index Cond:/).count }

  /// Whether rows are put in order after they were read.
  public var sorts: Bool {
    description.contains(/-> +(Incremental )?Sort|^ *Sort/.anchorsMatchLineEndings())
  }
}

extension TestDatabase {
  /// Runs statements in one transaction and answers the plans of all that ran, also inside of
  /// functions and row policies.
  ///
  /// - Parameter login: Whose grants and policies hold.
  /// - Throws: ``ClusterError/failed(program:status:output:)`` for a statement that fails.
  public func plans(of statements: [String], as login: String) async throws -> [LoggedPlan] {
    let psql = try Programs.find().path("psql")
    let settings = [
      "session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0",
      "auto_explain.log_nested_statements = on",
    ].map { "alter role \(login) in database \(name) set \($0)" }
    _ = try await Tool(
      psql, ["-X", "-q", "-d", superuser] + settings.flatMap { ["-c", $0] }
    ).output()
    let log = try await Tool(
      psql,
      ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-d", conninfo(as: login)]
        + statements.flatMap { ["-c", $0] },
      environment: ["PGOPTIONS": "-c client_min_messages=log"]
    ).output()
    let plans = log.components(separatedBy: "LOG:  duration:").dropFirst()
    return plans.map { text in
      let own = statements.contains { text.contains("Query Text: \($0)") }
      return LoggedPlan(description: text, isNested: !own)
    }
  }
}
