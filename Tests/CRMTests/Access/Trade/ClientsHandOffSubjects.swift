import CRM
import Postgres
import Support

extension Subject {
  /// Offered to a department of nobody's in the matrix: it is seen by whose the client is.
  static let clientsHandOff: [String: Subject] = [
    "hand_offs": Subject(
      table: "clients.hand_off", madeInArchived: false,
      fields: { world, relation, mark in
        let department = try await world.insert(
          "access.department", ["name": .string("Offered \(mark)")])
        return [
          "party_id": .id(try await client(world, relation)), "to_department_id": .id(department),
          "external_source": .string(mark),
        ]
      }),
    "hand_off_items": Subject(
      table: "clients.hand_off_item", madeInArchived: false,
      fields: { world, relation, mark in
        let offer =
          relation == .absent ? World.nowhere : try await offered(world, relation, mark)
        let task = try await world.insert(
          "work.task",
          [
            "title": "Open", "owner_id": .id(world.caller.account),
            "department_id": .id(world.departments[.own]),
          ])
        return [
          "hand_off_id": .id(offer), "resource": "tasks", "record_id": .id(task),
          "external_source": .string(mark),
        ]
      }),
  ]

  /// A client of its own, since one is offered once at a time. What is offered is not archived.
  private static func client(_ world: World, _ relation: Relation) async throws -> Int {
    try await whole(
      world, relation == .archived ? .own : relation, "clients.party", ["name": "Handed"])
  }

  private static func offered(
    _ world: World, _ relation: Relation, _ mark: String
  ) async throws -> Int {
    let department = try await world.insert(
      "access.department", ["name": .string("Items \(mark)")])
    return try await world.insert(
      "clients.hand_off",
      [
        "party_id": .id(try await client(world, relation)), "to_department_id": .id(department),
      ])
  }
}

extension VerbCase {
  static let clientsHandOff: [String: VerbCase] = [
    // Offered to the caller by name; of his own clients he is the giver.
    "hand_offs.accept": VerbCase(
      prepare: offer, statement: { id, _ in accepting(id) }),
    "hand_offs.return": VerbCase(
      prepare: offer, body: { _, _ in ["reason": "Not ours"] },
      statement: { id, _ in
        "select from clients.return_hand_off(\(id), 'Not ours') as n where n is not null"
      }),
    "hand_offs.withdraw": VerbCase(
      statement: { id, _ in
        "select from clients.withdraw_hand_off(\(id)) as n where n is not null"
      }),
  ]

  private static func accepting(_ id: Int) -> SQL {
    "select from clients.accept_hand_off(\(id)) as n where n is not null"
  }

  /// From here on it is offered to the caller's own department.
  private static func offer(_ world: World, _ id: Int) async throws {
    _ = try await world.arranger.execute(
      """
      update clients.hand_off set to_department_id = \(world.departments[.own] ?? 0) where id = \(id)
      """)
  }
}

extension ScopeRow {
  static let clientsHandOff: [ScopeRow] = []
}
