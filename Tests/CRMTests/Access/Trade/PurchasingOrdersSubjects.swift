import CRM
import Postgres
import Support

extension Subject {
  static let purchasingOrders: [String: Subject] = [
    "purchase_orders": document("purchase_order") { world in
      ["party_id": .id(try await supplier(world)), "currency": "RUB"]
    },
    "requisitions": document("requisition") { _ in ["currency": "RUB"] },
    "requests_for_quotations": document("request_for_quotation") { _ in [:] },
    "purchase_order_lines": line("purchase_order", by: "order_id") { _, _, _ in
      ["quantity": "1", "unit_id": 1, "unit_price": "1"]
    },
    "requisition_lines": line("requisition", by: "requisition_id") { _, _, _ in
      ["quantity": "1", "unit_id": 1]
    },
    "rfq_lines": line("request_for_quotation", as: "rfq_line", by: "rfq_id") { _, _, _ in
      ["quantity": "1", "unit_id": 1]
    },
    "rfq_suppliers": line(
      "request_for_quotation", as: "rfq_supplier", by: "rfq_id", described: false
    ) { world, _, _ in ["party_id": .id(try await supplier(world))] },
    "supplier_quotes": line(
      "request_for_quotation", as: "supplier_quote", by: "rfq_id", described: false
    ) { world, relation, rfq in
      let party = try await supplier(world)
      if relation != .absent {
        _ = try await world.insert(
          "purchasing.rfq_supplier", ["rfq_id": .id(rfq), "party_id": .id(party)])
      }
      return ["party_id": .id(party), "currency": "RUB"]
    },
    "supplier_quote_lines": Subject(
      table: "purchasing.supplier_quote_line", relations: lasting,
      fields: { world, relation, mark in
        let place = relation == .absent ? Relation.own : relation
        let rfq = try await parent(world, place, "request_for_quotation")
        let quote = try await quote(world, rfq)
        let asked = try await world.insert(
          "purchasing.rfq_line",
          ["rfq_id": .id(rfq), "description": "Thing", "quantity": "1", "unit_id": 1])
        return [
          "supplier_quote_id": .id(relation == .absent ? World.nowhere : quote),
          "rfq_line_id": .id(asked), "quantity": "1", "unit_price": "1",
          "external_source": .string(mark),
        ]
      }),
    "quotation_comparisons": view("quotation_comparison") { world, relation in
      let rfq = try await parent(world, relation, "request_for_quotation")
      return try await quoted(world, try await quote(world, rfq), rfq)
    },
    "purchase_order_totals": view("purchase_order_total") { world, relation in
      try await parent(world, relation, "purchase_order")
    },
    "approvals": view("approval", audited: true) { world, relation in
      let id = try await parent(world, relation, "requisition")
      return try await approval(world, requisition: id).approval
    },
    "approval_steps": view("approval_step", audited: true) { world, relation in
      let id = try await parent(world, relation, "requisition")
      return try await approval(world, requisition: id).step
    },
    "approvals_to_decide": {
      var subject = view("approval_to_decide") { world, _ in
        let id = try await parent(world, .other, "requisition")
        return try await approval(world, requisition: id, by: world.caller.account).step
      }
      subject.relations = [.other, .absent]
      return subject
    }(),
    "approval_rules": Subject(
      table: "purchasing.approval_rule", relations: [.other, .archived, .absent], placed: false,
      fields: { world, _, mark in
        [
          "currency": "RUB", "approver_account_id": .id(world.spare),
          "external_source": .string(mark),
        ]
      }, away: ["archived_at": "2020-01-01T00:00:00Z"]),
  ]

  /// Documents are cancelled, not put away.
  private static let lasting = Set(Relation.allCases).subtracting([.archived])

  /// A supplier whom the caller sees.
  static func supplier(_ world: World) async throws -> Int {
    try await world.insert(
      "clients.party",
      [
        "name": "Supplier", "supplier": true, "owner_id": .id(world.caller.account),
        "department_id": .id(world.departments[.own]),
      ])
  }

  /// An order, requisition or request of the relation.
  private static func parent(_ world: World, _ relation: Relation, _ noun: String) async throws
    -> Int
  {
    var fields: Fields = noun == "request_for_quotation" ? [:] : ["currency": "RUB"]
    if noun == "purchase_order" { fields["party_id"] = .id(try await supplier(world)) }
    return try await whole(world, relation, "purchasing.\(noun)", fields)
  }

  private static func document(
    _ noun: String, _ more: @escaping @Sendable (World) async throws -> Fields
  ) -> Subject {
    Subject(
      table: "purchasing.\(noun)", relations: lasting,
      fields: { world, relation, mark in
        try await more(world).merging([
          "external_source": .string(mark), "owner_id": .id(world.accounts[relation]),
          "department_id": .id(world.departments[relation == .absent ? .own : relation]),
        ]) { $1 }
      })
  }

  private static func line(
    _ noun: String, as own: String? = nil, by column: String, described: Bool = true,
    _ more: @escaping @Sendable (World, Relation, Int) async throws -> Fields
  ) -> Subject {
    Subject(
      table: "purchasing.\(own ?? "\(noun)_line")", relations: lasting,
      fields: { world, relation, mark in
        let id = try await parent(world, relation, noun)
        var all = try await more(world, relation, id)
        all[column] = .id(id)
        all["external_source"] = .string(mark)
        if described { all["description"] = "Thing" }
        return all
      })
  }

  /// What the service only reads.
  private static func view(
    _ noun: String, audited: Bool = false,
    _ make: @escaping @Sendable (World, Relation) async throws -> Int
  ) -> Subject {
    Subject(
      table: "purchasing.\(noun)", relations: lasting, audited: audited, marked: false,
      make: { world, relation, _ in try await make(world, relation) })
  }

  static func quote(_ world: World, _ rfq: Int) async throws -> Int {
    let party = try await supplier(world)
    _ = try await world.insert(
      "purchasing.rfq_supplier", ["rfq_id": .id(rfq), "party_id": .id(party)])
    return try await world.insert(
      "purchasing.supplier_quote",
      ["rfq_id": .id(rfq), "party_id": .id(party), "currency": "RUB"])
  }

  /// Gives a quotation a line; its number.
  @discardableResult
  static func quoted(_ world: World, _ quote: Int, _ rfq: Int) async throws -> Int {
    let asked = try await world.insert(
      "purchasing.rfq_line",
      ["rfq_id": .id(rfq), "description": "Thing", "quantity": "1", "unit_id": 1])
    return try await world.insert(
      "purchasing.supplier_quote_line",
      [
        "supplier_quote_id": .id(quote), "rfq_line_id": .id(asked), "quantity": "1",
        "unit_price": "1",
      ])
  }

  /// Submits past every policy, for one approver.
  @discardableResult
  static func approval(
    _ world: World, order: Int? = nil, requisition: Int? = nil, by account: Int? = nil
  ) async throws -> (approval: Int, step: Int) {
    let applies = order == nil ? "requisition" : "order"
    let row = try await world.arranger.rows(
      """
      with rule as (
        insert into purchasing.approval_rule (applies_to, from_amount, currency, approver_account_id)
        values (\(applies), 1000000, 'RUB', \(account ?? world.spare)::bigint) returning id
      ), approval as (
        insert into purchasing.approval (order_id, requisition_id)
        values (\(order)::bigint, \(requisition)::bigint) returning id
      )
      insert into purchasing.approval_step (approval_id, place, approval_rule_id, approver_account_id)
      select approval.id, 1, rule.id, \(account ?? world.spare)::bigint from rule, approval
      returning approval_id, id
      """)[0]
    return (try row.int("approval_id"), try row.int("id"))
  }
}
