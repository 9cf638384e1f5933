import Foundation
import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A log-in for BI` {
  @Test func `made as the runbook says has every limit`() async throws {
    let recipe = try Self.recipe()
    #expect(try await Self.faults(after: recipe) == [])
  }

  @Test func `without limits is a fault of verify sql`() async throws {
    let faults = try await Self.faults(after: ["create role petrov login in role crm_report"])
    #expect(
      faults == [
        "role: petrov: is a member of crm_report without connection limit, "
          + "default_transaction_read_only, idle_in_transaction_session_timeout, statement_timeout"
      ])
  }

  @Test func `whose limit says there is none is a fault too`() async throws {
    let faults = try await Self.faults(
      after: Self.recipe() + ["alter role petrov set statement_timeout = 0"])
    #expect(faults == ["role: petrov: is a member of crm_report without statement_timeout"])
  }

  /// The statements that deploy/README.md shows.
  private static func recipe() throws -> [String] {
    let text = try String(
      contentsOfFile: TestDatabase.files.deploy("README.md"), encoding: .utf8)
    let section = text.components(separatedBy: "### A log-in for BI").last ?? ""
    let block = section.components(separatedBy: "```")[1].dropFirst("sql\n".count)
    return Script(String(block)).statements.map(\.text)
  }

  /// What verify.sql says within the transaction of the statements; roles belong to the whole server, so nothing
  /// of it is kept.
  private static func faults(after statements: [String]) async throws -> [String] {
    let rules = try Script(TestDatabase.files.deployText("verify.sql")).statements
    struct Found: Error { let faults: [String] }
    do {
      try await withDatabase { database in
        try await withClient(database.superuser) { client in
          try await client.transaction { transaction in
            for statement in statements {
              try await transaction.execute("\(raw: statement)")
            }
            var faults: [String] = []
            for rule in rules {
              let rows = try await transaction.rows("\(raw: rule.text)")
              faults += (0..<rows.count).map { row in
                (0..<rows.columnCount).map { rows.string(row, $0) ?? "" }.joined(separator: ": ")
              }
            }
            throw Found(faults: faults)
          }
        }
      }
    } catch let found as Found {
      return found.faults
    }
    return ["nothing was asked"]
  }
}
