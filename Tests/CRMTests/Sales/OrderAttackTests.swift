import CRM
import Postgres
import Support
import Testing

@Suite struct `The chain of an order` {
  /// An order of a quote with a shipment of 4 of 10, of which 3 are in a request.
  struct Chain: Sendable {
    let order: Int
    let line: Int
    let shipment: Int
    let shipmentLine: Int
    let request: Int

    init(_ desk: OrderDesk) async throws {
      let made = try await desk.seller.post("quotes/\(try await desk.accepted())/order")
      order = made.id
      line = made["lines"]?.array?.first?["id"]?.int ?? 0
      _ = try await desk.seller.post("sales-orders/\(order)/confirmation")
      let shipped = try await desk.ship(made, "4")
      shipment = shipped.id
      shipmentLine = shipped["lines"]?.array?.first?["id"]?.int ?? 0
      request = try await desk.seller.post(
        "shipments/\(shipment)/invoice-requests",
        ["lines": [["shipment_line_id": .id(shipmentLine), "quantity": "3"]]]
      ).id
    }
  }

  @Test func `is broken by no SQL of the service`() async throws {
    try await withOrderDesk { desk in
      let chain = try await Chain(desk)
      let before = try await Self.sums(desk)
      for (attack, rule) in Self.service(chain, desk) {
        #expect(try await desk.refusal(desk.chief, attack) == rule, "\(attack)")
      }
      #expect(try await Self.sums(desk) == before)
    }
  }

  private static func service(_ chain: Chain, _ desk: OrderDesk) -> [(SQL, String)] {
    let (order, line) = (chain.order, chain.line)
    let columns = [
      "state = 'closed'", "confirmed_at = null", "cancelled_at = now()",
      "cancellation_reason = 'x'",
      "quote_id = null", "number = 'SO-1'",
    ]
    return columns.map {
      ("update sales.sales_order set \(raw: $0) where id = \(order)", "42501")
    } + [
      ("update sales.sales_order set currency = 'RUB' where id = \(order)", "sales_order_frozen"),
      ("update sales.sales_order set freight = 9 where id = \(order)", "sales_order_frozen"),
      ("delete from sales.sales_order where id = \(order)", "42501"),
      (
        "update sales.sales_order_line set quantity = 11 where id = \(line)",
        "sales_order_line_kept"
      ),
      (
        "update sales.sales_order_line set unit_price = 1 where id = \(line)",
        "sales_order_line_kept"
      ),
      (
        "update sales.sales_order_line set unit_price = 'NaN' where id = \(line)",
        "sales_order_line_numbers"
      ),
      ("delete from sales.sales_order_line where id = \(line)", "shipment_line_order_line_fkey"),
      (
        """
        insert into sales.sales_order_line (sales_order_id, product_id, quantity)
        values (\(order), \(desk.product), 1)
        """, "sales_order_line_open"
      ),
      ("update sales.sales_order_line set net = 1 where id = \(line)", "428C9"),
      ("update sales.sales_order_line set quote_line_id = null where id = \(line)", "42501"),
      (
        "insert into sales.sales_order (party_id, currency, state) values (\(desk.client), 'USD', 'shipped')",
        "42501"
      ),
      ("update sales.shipment set state = 'cancelled' where id = \(chain.shipment)", "42501"),
      (
        """
        insert into sales.shipment_line (shipment_id, sales_order_line_id, quantity)
        values (\(chain.shipment), \(line), 1)
        """, "42501"
      ),
      ("update sales.shipment_line set quantity = 1", "42501"),
      ("delete from sales.invoice_request_line", "42501"),
      ("update sales.invoice_request set state = 'cancelled'", "42501"),
      ("select sales.settle_order(\(order))", "42501"),
      ("select sales.make_invoice_request(\(order), null, null, null)", "42501"),
      ("select sales.ship_order(\(order), 'goods', null, null, '[]')", "shipment_has_lines"),
      ("select sales.request_invoice(\(order), null, '[]')", "invoice_request_has_lines"),
      ("select sales.confirm_order(\(order))", "CJ010"),
      ("select sales.cancel_order(\(order), 'No')", "sales_order_unshipped"),
      ("select sales.cancel_shipment(\(chain.shipment), 'No')", "shipment_unrequested"),
    ]
  }

  @Test func `is broken by no SQL of the owner of its tables`() async throws {
    try await withOrderDesk { desk in
      let chain = try await Chain(desk)
      let before = try await Self.sums(desk)
      for (attack, rule) in Self.owner(chain) {
        #expect(try await desk.ownerRefusal(attack) == rule, "\(attack)")
      }
      #expect(try await Self.sums(desk) == before)
    }
  }

  private static func owner(_ chain: Chain) -> [(SQL, String)] {
    let (order, line, shipment) = (chain.order, chain.line, chain.shipment)
    return [
      ("update sales.sales_order set state = 'closed' where id = \(order)", "sales_order_moves"),
      ("update sales.sales_order set state = 'shipped' where id = \(order)", "sales_order_moves"),
      ("update sales.sales_order set quote_id = null where id = \(order)", "sales_order_frozen"),
      ("update sales.sales_order set number = 'X' where id = \(order)", "sales_order_frozen"),
      (
        """
        update sales.sales_order set state = 'cancelled', cancelled_at = now(), cancellation_reason = 'x'
        where id = \(order)
        """, "sales_order_unshipped"
      ),
      (
        "update sales.sales_order_line set quantity = 11 where id = \(line)",
        "sales_order_line_kept"
      ),
      (
        """
        insert into sales.shipment_line (shipment_id, sales_order_line_id, quantity)
        values (\(shipment), \(line), 1)
        """, "shipment_line_once"
      ),
      (
        """
        with made as (
          insert into sales.shipment (sales_order_id, kind) values (\(order), 'goods') returning id)
        insert into sales.shipment_line (shipment_id, sales_order_line_id, quantity)
        select id, \(line), 6.000001 from made
        """, "shipment_line_within_order"
      ),
      (
        "update sales.shipment_line set quantity = 5 where shipment_id = \(shipment)",
        "shipment_line_kept"
      ),
      (
        "delete from sales.shipment_line where shipment_id = \(shipment)",
        "invoice_request_line_shipment_line_fkey"
      ),
      (
        """
        update sales.shipment set state = 'cancelled', cancelled_at = now(), cancellation_reason = 'x'
        where id = \(shipment)
        """, "shipment_unrequested"
      ),
      (
        """
        with made as (
          insert into sales.invoice_request (sales_order_id) values (\(order)) returning id)
        insert into sales.invoice_request_line (invoice_request_id, shipment_line_id, quantity)
        select id, \(chain.shipmentLine), 1.5 from made
        """, "invoice_request_line_within_shipment"
      ),
      (
        "update sales.invoice_request_line set quantity = 1 where invoice_request_id = \(chain.request)",
        "invoice_request_line_kept"
      ),
      (
        "update sales.invoice_request set requested_on = '2020-01-01' where id = \(chain.request)",
        "invoice_request_kept"
      ),
    ]
  }

  private static func sums(_ desk: OrderDesk) async throws -> String? {
    try await desk.text(
      """
      select (select string_agg(state, ' ') from sales.sales_order) || ' '
        || (select sum(quantity * unit_price) from sales.sales_order_line) || ' '
        || (select sum(quantity) from sales.shipment_line) || ' '
        || (select sum(quantity) from sales.invoice_request_line)
      """)
  }

  @Test func `holds a draft within its quote`() async throws {
    try await withOrderDesk { desk in
      let quote = try await desk.accepted()
      let order = try await desk.seller.post("quotes/\(quote)/order")
      let line = order["lines"]?.array?.first?["id"]?.int ?? 0
      let changes = [
        "quantity = 10.000001", "unit_price = 9", "discount_percent = 1", "vat_rate = 0",
        "product_id = \(desk.service)",
      ]
      for change in changes {
        let attack: SQL =
          "update sales.sales_order_line set \(raw: change) where id = \(line)"
        #expect(
          try await desk.refusal(desk.chief, attack) == "sales_order_line_within_quote", "\(change)"
        )
        #expect(
          try await desk.ownerRefusal(attack) == "sales_order_line_within_quote", "\(change)")
      }
      let more = try await desk.seller.post(
        "sales-order-lines",
        ["sales_order_id": .id(order.id), "product_id": .id(desk.product), "quantity": "1"])
      #expect(more.status == 422 && more.text.contains("no more of them"), "\(more.text)")
      let other = try await desk.seller.create("parties", ["name": "Other"]).id
      let moved = try await desk.seller.patch(
        "sales-orders/\(order.id)", ["party_id": .id(other)])
      #expect(moved.status == 422 && moved.text.contains("for its client"), "\(moved.text)")
      let less = try await desk.seller.patch("sales-order-lines/\(line)", ["quantity": "2"])
      #expect(less.status == 200, "\(less.text)")
      #expect(try await desk.seller.post("sales-orders/\(order.id)/confirmation").status == 200)
    }
  }
}
