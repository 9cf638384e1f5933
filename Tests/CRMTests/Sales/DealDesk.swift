import CRM
import Postgres
import Support
import Testing

/// A seller with a pipeline of three open stages.
struct DealDesk: Sendable {
  let crm: TestCRM
  let chief: TestSession
  let seller: TestSession
  let pipeline: Int
  /// By name: New, Talks, Offer, Won, Lost.
  let stages: [String: Int]

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
    let made = try await chief.create(
      "pipelines",
      [
        "name": "Machines", "currency": "RUB",
        "stages": [
          ["name": "New", "place": 1, "probability": "10"],
          ["name": "Talks", "place": 2, "probability": "40", "rot_days": 14],
          ["name": "Offer", "place": 3, "probability": "75"],
          ["name": "Won", "place": 4, "kind": "won", "probability": "100"],
          ["name": "Lost", "place": 5, "kind": "lost"],
        ],
      ])
    pipeline = made.id
    let list = made["stages"]?.array ?? []
    stages = Dictionary(
      uniqueKeysWithValues: list.map { ($0["name"]?.string ?? "", $0["id"]?.int ?? 0) })
  }

  /// A deal of the seller's, in the first stage.
  func deal(_ more: JSON = [:]) async throws -> Int {
    try await seller.create("deals", JSON.object([.init("title", "Lathe")]).with(more)).id
  }

  func move(_ deal: Int, _ stage: String, as session: TestSession? = nil) async throws -> Reply {
    try await (session ?? seller).post("deals/\(deal)/stage", ["stage_id": .id(stages[stage])])
  }

  func reason(_ code: String = "price") async throws -> JSON {
    try await chief.get("lost-reasons?code=\(code)").data.first?["id"] ?? .null
  }

  /// Says more of a stage.
  func demand(_ stage: String, _ more: JSON) async throws {
    let reply = try await chief.patch("stages/\(stages[stage] ?? 0)", more)
    #expect(reply.status == 200, "\(reply.text)")
  }

  /// The constraint or SQLSTATE that refuses a statement of the service's log-in in the seller's name.
  func refusal(_ statement: SQL, as session: TestSession? = nil) async throws -> String? {
    let error = try await crm.sql(session ?? seller, statement).error
    return error.map { $0.constraint ?? $0.sqlState }
  }

  func text(_ sql: SQL) async throws -> String? { try await crm.observed(sql).string(0, 0) }
}

/// Gives the body a seller with a pipeline, in a database of its own.
func withDealDesk(_ body: (DealDesk) async throws -> Void) async throws {
  try await withCRM { crm in try await body(DealDesk(crm)) }
}
