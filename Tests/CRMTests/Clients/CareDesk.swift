import CRM
import Postgres
import Support
import Testing

/// A seller with clients, and who attacks with the service's own log-in.
struct CareDesk: Sendable {
  let crm: TestCRM
  let seller: TestSession

  /// Enters a party; its id.
  func party(_ name: String, _ more: [String: JSON] = [:]) async throws -> Int {
    let fields = more.merging(["name": .string(name)]) { $1 }
    return try await seller.create(
      "parties", .object(fields.map { .init($0.key, $0.value) })
    ).id
  }

  @discardableResult
  func channel(_ party: Int, _ kind: String, _ value: String, _ more: [String: JSON] = [:])
    async throws -> Int
  {
    let fields = more.merging([
      "party_id": .id(party), "kind": .string(kind), "value": .string(value),
    ]) { $1 }
    return try await seller.create(
      "channels", .object(fields.map { .init($0.key, $0.value) })
    ).id
  }

  /// The constraint or SQLSTATE that refuses a statement of the service's log-in with somebody's context.
  func refusal(_ session: TestSession, _ statement: SQL) async throws -> String? {
    let error = try await crm.sql(session, statement).error
    return error.map { $0.constraint ?? $0.sqlState }
  }

  /// The first cell that the owner sees.
  func text(_ sql: SQL) async throws -> String? { try await crm.observed(sql).string(0, 0) }
}

/// Gives the body a seller in a database of his own.
func withCareDesk(_ body: (CareDesk) async throws -> Void) async throws {
  try await withCRM { crm in
    try await body(CareDesk(crm: crm, seller: try await crm.as(.sales)))
  }
}
