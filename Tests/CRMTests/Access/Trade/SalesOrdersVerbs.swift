import CRM
import Postgres
import Support

extension VerbCase {
  static let salesOrders: [String: VerbCase] = [
    "quotes.order": VerbCase(
      prepare: { world, quote in
        try await offer(world, quote)
        for (state, column) in [("sent", "sent_at"), ("accepted", "decided_at")] {
          _ = try await world.arranger.execute(
            """
            update sales.quote set state = \(state), \(identifier: column) = now()
            where id = \(quote) and state in ('draft', 'sent')
            """)
        }
      }, makes: "sales.sales_order",
      statement: { id, _ in "select from sales.order_quote(\(id)) as n where n is not null" }),
    "sales_orders.confirm": VerbCase(
      prepare: { world, order in _ = try await OrderChain(world, order) },
      statement: { id, _ in "select from sales.confirm_order(\(id)) as n where n is not null" }),
    "sales_orders.cancel": VerbCase(
      body: { _, _ in reason },
      statement: { id, _ in
        "select from sales.cancel_order(\(id), 'No') as n where n is not null"
      }),
    "sales_orders.ship": VerbCase(
      prepare: { world, order in try await OrderChain(world, order).confirm() },
      makes: "sales.shipment",
      statement: { id, _ in
        """
        select from sales.ship_order(\(id), null, null, null, null) as n where n is not null
        """
      }),
    "sales_orders.request": VerbCase(
      prepare: { world, order in
        var chain = try await OrderChain(world, order)
        try await chain.confirm()
        try await chain.ship()
      }, makes: "sales.invoice_request",
      statement: { id, _ in
        "select from sales.request_invoice(\(id), null, null) as n where n is not null"
      }),
    "shipments.cancel": VerbCase(
      prepare: { try await free($0, $1) }, body: { _, _ in reason },
      statement: { id, _ in
        "select from sales.cancel_shipment(\(id), 'No') as n where n is not null"
      }),
    "shipments.request": VerbCase(
      prepare: { try await free($0, $1) }, makes: "sales.invoice_request",
      statement: { id, _ in
        """
        select from sales.request_shipment_invoice(\(id), null, null) as n where n is not null
        """
      }),
    "invoice_requests.cancel": VerbCase(
      body: { _, _ in reason },
      statement: { id, _ in
        "select from sales.cancel_invoice_request(\(id), 'No') as n where n is not null"
      }),
  ]

  private static let reason: Subject.Fields = ["reason": "Not wanted"]

  /// Takes back what was asked to be invoiced of a shipment.
  private static func free(_ world: World, _ shipment: Int) async throws {
    _ = try await world.arranger.execute(
      """
      update sales.invoice_request as q set state = 'cancelled', cancelled_at = now(), cancellation_reason = 'x'
      from sales.shipment as d
      where d.id = \(shipment) and q.sales_order_id = d.sales_order_id and q.state = 'open'
      """)
  }
}

extension ScopeRow {
  static let salesOrders: [ScopeRow] = [
    ScopeRow(
      "sales.sales_order", "party_id, currency", "(select min(id) from clients.party), 'USD'")
  ]
}
