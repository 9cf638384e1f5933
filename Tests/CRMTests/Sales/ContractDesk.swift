import CRM
import Postgres
import Support
import Testing

/// A seller with a client, with whom she has contracts.
struct ContractDesk: Sendable {
  let crm: TestCRM
  let seller: TestSession
  let head: TestSession
  let party: Int

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    (seller, head) = (try await crm.as(.sales), try await crm.as(.headOfDepartment))
    party = try await seller.create("parties", ["name": "Firm"]).id
  }

  /// A draft of a year.
  func draft(_ more: [String: JSON] = [:]) async throws -> Reply {
    let all: [String: JSON] = [
      "title": "Service", "party_id": .id(party), "direction": "sale", "valid_from": "2026-01-01",
      "valid_until": "2030-12-31", "amount": "1000.00", "currency": "RUB", "renewal": "manual",
      "renewal_months": 12, "index_percent": "10",
    ].merging(more) { $1 }
    return try await seller.create("contracts", .object(all.map { .init($0.key, $0.value) }))
  }

  /// A contract in force.
  func active(_ more: [String: JSON] = [:]) async throws -> Int {
    let id = try await draft(more).id
    try await seller.post("contracts/\(id)/activation").expect(200)
    return id
  }

  /// The rule or state that refuses what plain SQL of the service tries.
  func refusal(_ session: TestSession, _ statement: SQL) async throws -> String? {
    let error = try await crm.sql(session, statement).error
    return error.map { $0.constraint ?? $0.sqlState }
  }

  /// The first cell that the owner of the tables sees.
  func text(_ sql: SQL) async throws -> String? { try await crm.observed(sql).string(0, 0) }
}
