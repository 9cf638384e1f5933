import CRM
import Postgres
import Support

extension Subject {
  /// Quotes, and what belongs to them.
  static let salesQuotes: [String: Subject] = [
    "quotes": Subject(
      table: "sales.quote",
      fields: { world, relation, mark in
        quote(world, relation).merging(["notes": .string(mark)]) { $1 }
      }, away: ["archived_at": "2020-01-01T00:00:00Z"]),
    "quote_lines": Subject(
      table: "sales.quote_line", madeInArchived: true,
      fields: { world, relation, mark in
        [
          "quote_id": .id(try await whole(world, relation, "sales.quote", offer(world))),
          "product_id": .id(try await ten(world)), "quantity": "1", "description": .string(mark),
        ]
      }),
    "quote_totals": Subject(
      table: "sales.quote_total", audited: false, marked: false,
      make: { world, relation, _ in
        try await whole(world, relation, "sales.quote", offer(world))
      }),
    "discount_approvals": Subject(
      table: "sales.discount_approval",
      make: { world, relation, mark in
        let quote = try await whole(world, relation, "sales.quote", offer(world))
        try await VerbCase.offer(world, quote, at: "9")
        return try await world.insert(
          "sales.discount_approval",
          [
            "quote_id": .id(quote), "approved_by": .id(try await approver(world)),
            "reason": .string(mark),
          ])
      }),
  ]

  private static func offer(_ world: World) -> Fields {
    ["party_id": .id(world.person), "currency": "USD"]
  }

  private static func quote(_ world: World, _ relation: Relation) -> Fields {
    offer(world).merging([
      "owner_id": .id(world.accounts[relation]),
      "department_id": .id(world.departments[relation == .absent ? .own : relation]),
    ]) { $1 }
  }

  /// An administrator who is not the caller.
  private static func approver(_ world: World) async throws -> Int {
    try await world.crm.as(.administrator, number: 0).account
  }
}

extension VerbCase {
  static let salesQuotes: [String: VerbCase] = [
    "quotes.send": VerbCase(
      prepare: { try await offer($0, $1) },
      statement: { id, _ in "select from sales.send_quote(\(id)) as n where n is not null" }),
    "quotes.accept": VerbCase(
      prepare: { try await send($0, $1) },
      statement: { id, _ in "select from sales.accept_quote(\(id)) as n where n is not null" }),
    "quotes.decline": VerbCase(
      prepare: { try await send($0, $1) }, body: { _, _ in ["reason": "Too dear"] },
      statement: { id, _ in
        "select from sales.decline_quote(\(id), 'No') as n where n is not null"
      }),
    "quotes.expire": VerbCase(
      prepare: { world, id in
        try await send(world, id)
        try await world.crm.database.force(
          """
          update sales.quote set quoted_on = '2020-01-01', valid_until = '2020-01-02'
          where id = \(id)
          """)
      },
      statement: { id, _ in "select from sales.expire_quote(\(id)) as n where n is not null" }),
    "quotes.revise": VerbCase(
      prepare: { try await send($0, $1) }, makes: "sales.quote",
      statement: { id, _ in "select from sales.revise_quote(\(id)) as n where n is not null" }),
    "quotes.approve_discount": VerbCase(
      prepare: { try await offer($0, $1, at: "9") }, makes: "sales.discount_approval",
      statement: { id, _ in
        "select from sales.approve_quote_discount(\(id), null) as n where n is not null"
      }),
  ]

  /// Gives a quote that is a draft a line, at ten dollars unless it is said.
  static func offer(_ world: World, _ quote: Int, at price: String = "10") async throws {
    let product = try await Subject.ten(world)
    _ = try await world.arranger.execute(
      """
      insert into sales.quote_line (quote_id, product_id, quantity, unit_price)
      select id, \(product), 1, \(price)::numeric from sales.quote
      where id = \(quote) and state = 'draft'
      """)
  }

  /// Brings a draft to the client.
  private static func send(_ world: World, _ quote: Int) async throws {
    try await offer(world, quote)
    _ = try await world.arranger.execute(
      """
      update sales.quote set state = 'sent', sent_at = now() where id = \(quote) and state = 'draft'
      """)
  }
}

extension ScopeRow {
  static let salesQuotes: [ScopeRow] = [
    ScopeRow(
      "sales.quote", "party_id, currency", "(select min(id) from clients.party), 'USD'")
  ]
}
