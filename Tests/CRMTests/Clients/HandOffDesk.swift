import CRM
import Postgres
import Support

/// A seller with a client, and those to whom she may hand it.
struct HandOffDesk: Sendable {
  let crm: TestCRM
  let seller: TestSession
  let buyer: TestSession
  let second: TestSession
  let sales: Int
  let purchasing: Int
  let party: Int

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
    second = try await crm.as(.purchasing, number: 2)
    (sales, purchasing) = (try await crm.id(of: .sales), try await crm.id(of: .purchasing))
    party = try await seller.create("parties", ["name": "Firm"]).id
  }

  func offer(_ more: [String: JSON] = [:]) async throws -> Reply {
    let all: [String: JSON] = [
      "party_id": .id(party), "to_department_id": .id(purchasing), "message": "They sell now",
    ].merging(more) { $1 }
    return try await seller.post("hand-offs", .object(all.map { .init($0.key, $0.value) }))
  }

  func task(_ title: String, of session: TestSession? = nil) async throws -> Int {
    try await (session ?? seller).create(
      "tasks",
      ["title": .string(title), "resource": "parties", "record_id": .id(party)]
    ).id
  }

  /// Attached work as it is sent.
  func items(_ tasks: Int...) -> JSON {
    .array(tasks.map { ["resource": "tasks", "record_id": .id($0)] })
  }

  /// The rule or state that refuses what plain SQL of the service tries.
  func refusal(_ session: TestSession, _ statement: SQL) async throws -> String? {
    let error = try await crm.sql(session, statement).error
    return error.map { $0.constraint ?? $0.sqlState }
  }

  /// The first cell that the owner of the tables sees.
  func text(_ sql: SQL) async throws -> String? { try await crm.observed(sql).string(0, 0) }

  /// Whose the client is, `account department`.
  func owner() async throws -> String? {
    try await text(
      "select concat_ws(' ', owner_id, department_id) from clients.party where id = \(party)")
  }
}
