import CRM
import Postgres
import Support

extension VerbCase {
  static let purchasingOrders: [String: VerbCase] = [
    "purchase_orders.submit": order("draft", ruled: true) { "submit_order(\($0))" },
    "purchase_orders.withdraw": order("rejected") { "withdraw_order(\($0))" },
    "purchase_orders.approve": order("submitted") { "decide_order(\($0), 'approved', null)" },
    "purchase_orders.reject": order("submitted", reason) {
      "decide_order(\($0), 'rejected', 'No')"
    },
    "purchase_orders.send": order("approved") { "send_order(\($0))" },
    "purchase_orders.close": order("sent") { "close_order(\($0))" },
    "purchase_orders.cancel": order("approved", reason) { "cancel_order(\($0), 'No')" },
    "requisitions.submit": requisition("draft", ruled: true) { "submit_requisition(\($0))" },
    "requisitions.withdraw": requisition("rejected") { "withdraw_requisition(\($0))" },
    "requisitions.approve": requisition("submitted") {
      "decide_requisition(\($0), 'approved', null)"
    },
    "requisitions.reject": requisition("submitted", reason) {
      "decide_requisition(\($0), 'rejected', 'No')"
    },
    "requisitions.cancel": requisition("approved", reason) { "cancel_requisition(\($0), 'No')" },
    "requisitions.order": VerbCase(
      prepare: { world, id in try await fill(world, "requisition", id, "approved", false) },
      body: { world, _ in ["party_id": .id(try await Subject.supplier(world))] },
      makes: "purchasing.purchase_order",
      statement: { id, body in
        call("order_requisition(\(id), \(body["party_id"]?.int ?? 0))")
      }),
    "requests_for_quotations.close": request("open") { "move_request(\($0), 'closed')" },
    "requests_for_quotations.reopen": request("closed") { "move_request(\($0), 'open')" },
    "requests_for_quotations.cancel": request("open") { "move_request(\($0), 'cancelled')" },
    "supplier_quotes.award": VerbCase(
      prepare: { world, id in
        let rfq = try await world.arranger.rows(
          "select rfq_id as id from purchasing.supplier_quote where id = \(id)")[0].int("id")
        try await Subject.quoted(world, id, rfq)
      },
      makes: "purchasing.purchase_order", statement: { id, _ in call("award_quote(\(id))") }),
  ]

  private static let reason: Subject.Fields = ["reason": "No"]

  private static func call(_ function: String) -> SQL {
    SQL(raw: "select from purchasing.\(function) as n where n is not null")
  }

  private static func order(
    _ state: String, _ body: Subject.Fields = [:], ruled: Bool = false,
    _ function: @escaping @Sendable (Int) -> String
  ) -> VerbCase {
    document("purchase_order", state, body, ruled, function)
  }

  private static func requisition(
    _ state: String, _ body: Subject.Fields = [:], ruled: Bool = false,
    _ function: @escaping @Sendable (Int) -> String
  ) -> VerbCase {
    document("requisition", state, body, ruled, function)
  }

  private static func document(
    _ noun: String, _ state: String, _ body: Subject.Fields, _ ruled: Bool,
    _ function: @escaping @Sendable (Int) -> String
  ) -> VerbCase {
    VerbCase(
      prepare: { world, id in try await fill(world, noun, id, state, ruled) },
      body: { _, _ in body }, statement: { id, _ in call(function(id)) })
  }

  private static func request(
    _ state: String, _ function: @escaping @Sendable (Int) -> String
  ) -> VerbCase {
    VerbCase(
      prepare: { world, id in try await put(world, "request_for_quotation", id, state) },
      statement: { id, _ in call(function(id)) })
  }

  /// Gives a document a line, a rule for it or an approval that waits for the caller, and a state; twice does no harm.
  private static func fill(
    _ world: World, _ noun: String, _ id: Int, _ state: String, _ ruled: Bool
  ) async throws {
    let isOrder = noun == "purchase_order"
    try await put(world, noun, id, "draft")
    let filled: SQL =
      isOrder
      ? """
      insert into purchasing.purchase_order_line (order_id, description, quantity, unit_id, unit_price)
      select \(id), 'Thing', 1, 1, 1 where not exists (
        select from purchasing.purchase_order_line where order_id = \(id))
      """
      : """
      insert into purchasing.requisition_line (requisition_id, description, quantity, unit_id)
      select \(id), 'Thing', 1, 1 where not exists (
        select from purchasing.requisition_line where requisition_id = \(id))
      """
    _ = try await world.arranger.execute(filled)
    if ruled {
      _ = try await world.insert(
        "purchasing.approval_rule",
        [
          "applies_to": isOrder ? "order" : "requisition", "currency": "RUB",
          "approver_account_id": .id(world.spare),
        ])
    }
    let open = try await world.arranger.rows(
      """
      select id from purchasing.approval where outcome is null
        and case when \(isOrder) then order_id else requisition_id end = \(id)
      """)
    if state == "submitted", open.isEmpty {
      try await Subject.approval(
        world, order: isOrder ? id : nil, requisition: isOrder ? nil : id,
        by: world.caller.account)
    }
    try await put(world, noun, id, state)
  }

  /// Puts a document into a state, as no verb could.
  private static func put(_ world: World, _ noun: String, _ id: Int, _ state: String) async throws {
    try await world.crm.database.force(
      "update \(identifier: "purchasing.\(noun)") set state = \(state) where id = \(id)")
  }
}

extension ScopeRow {
  static let purchasingOrders = [
    ScopeRow("clients.party", "name, supplier", "'Supplier', true"),
    ScopeRow(
      "purchasing.purchase_order", "party_id, currency",
      "(select min(p.id) from clients.party as p where p.supplier), 'RUB'"),
    ScopeRow("purchasing.requisition", "currency", "'RUB'"),
    ScopeRow("purchasing.request_for_quotation", "notes", "'Ask'"),
  ]
}
