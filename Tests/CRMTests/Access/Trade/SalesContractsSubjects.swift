import CRM
import Postgres
import Support

extension Subject {
  static let salesContracts: [String: Subject] = [
    "contracts": Subject(
      table: "sales.contract", relations: placed,
      fields: { world, relation, mark in
        try await agreed(world).merging([
          "title": .string(mark), "owner_id": .id(world.accounts[relation]),
          "department_id": .id(world.departments[relation == .absent ? .own : relation]),
        ]) { $1 }
      }),
    "contract_obligations": part("sales.contract_obligation") { mark in
      ["side": "ours", "title": .string(mark), "due_on": "2030-01-01"]
    },
    "contract_points": part("sales.contract_point") { mark in
      ["kind": "pro", "body": .string(mark)]
    },
    "contract_amendments": part("sales.contract_amendment") { mark in
      [
        "kind": "renewal", "new_valid_until": "2031-01-01", "old_valid_until": "2030-01-01",
        "reason": .string(mark),
      ]
    },
    "contract_cash": Subject(
      table: "sales.contract_cash", relations: placed, audited: false, marked: false,
      make: { world, relation, mark in
        let contract = try await contract(world, relation, inForce: true)
        return try await world.insert(
          "sales.contract_obligation",
          [
            "contract_id": .id(contract), "side": "theirs", "title": .string(mark),
            "due_on": "2030-01-01", "amount": "1", "currency": "QQV",
          ]) * 1000
      }),
    "contract_renewals": Subject(
      table: "sales.contract_renewal", relations: placed, audited: false, marked: false,
      make: { world, relation, _ in
        try await contract(world, relation, inForce: true)
      }),
  ]

  /// A contract is never put away.
  private static let placed: Set<Relation> = [.own, .same, .below, .other, .absent]

  /// What a contract says, in a currency of the matrix.
  private static func agreed(_ world: World) async throws -> Fields {
    _ = try await world.arranger.execute(
      """
      insert into system.currency (code, name_en, name_ru) values ('QQV', 'Q', 'Q')
      on conflict do nothing
      """)
    return [
      "party_id": .id(world.parties[.own]), "direction": "sale", "valid_from": "2020-01-01",
      "valid_until": "2030-12-31", "amount": "100", "currency": "QQV", "notice_days": 3650,
    ]
  }

  private static func contract(
    _ world: World, _ relation: Relation, inForce: Bool = false
  ) async throws -> Int {
    var all = try await agreed(world)
    all["title"] = "Whole"
    if inForce { all["state"] = "active" }
    return try await whole(world, relation, "sales.contract", all)
  }

  /// A record that belongs to a contract, made with it.
  private static func part(
    _ table: String, _ more: @escaping @Sendable (String) -> Fields
  ) -> Subject {
    Subject(
      table: table, relations: placed,
      fields: { world, relation, mark in
        more(mark).merging(["contract_id": .id(try await contract(world, relation))]) { $1 }
      })
  }
}

extension VerbCase {
  static let salesContracts: [String: VerbCase] = [
    "contracts.activate": VerbCase(
      statement: { id, _ in done("sales.activate_contract(\(raw: String(id)))") }),
    "contracts.cancel": VerbCase(
      statement: { id, _ in done("sales.cancel_contract(\(raw: String(id)))") }),
    "contracts.terminate": VerbCase(
      prepare: { world, id in try await enforce(world, "id = \(raw: String(id))") },
      body: { _, _ in ["reason": "Over"] },
      statement: { id, _ in done("sales.terminate_contract(\(raw: String(id)), 'Over', null)") }),
    "contracts.renew": VerbCase(
      prepare: { world, id in try await enforce(world, "id = \(raw: String(id))") },
      body: { _, _ in ["until": "2031-12-31"] },
      statement: { id, _ in
        done("sales.renew_contract(\(raw: String(id)), '2031-12-31')")
      }),
    "contracts.index": VerbCase(
      prepare: { world, id in try await enforce(world, "id = \(raw: String(id))") },
      body: { _, _ in ["percent": "5"] },
      statement: { id, _ in done("sales.index_contract(\(raw: String(id)), 5)") }),
    "contract_obligations.fulfil": VerbCase(
      prepare: { world, id in
        try await enforce(
          world,
          """
          id = (select o.contract_id from sales.contract_obligation as o
            where o.id = \(raw: String(id)))
          """)
      },
      statement: { id, _ in done("sales.fulfil_obligation(\(raw: String(id)))") }),
  ]

  /// A row where the function has done it.
  private static func done(_ call: SQL) -> SQL {
    "select from \(call) as n where n is not null"
  }

  /// Puts a draft into force, past every policy.
  private static func enforce(_ world: World, _ which: SQL) async throws {
    _ = try await world.arranger.batch([
      """
      insert into sales.contract_amendment (contract_id, kind, new_amount, new_valid_until)
      select id, 'activation', amount, valid_until from sales.contract
      where state = 'draft' and \(which)
      """,
      """
      update sales.contract set state = 'active'
      where state = 'draft' and \(which)
      """,
    ])
  }
}

extension ScopeRow {
  static let salesContracts = [
    ScopeRow(
      "sales.contract", "title, party_id, direction, valid_from",
      "'Deed', (select min(p.id) from clients.party as p), 'sale', '2030-01-01'")
  ]
}
