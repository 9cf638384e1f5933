import CRM
import Postgres
import Support

/// A buyer with a supplier, his head, and the accountant who enters invoices.
struct ReceivingDesk: Sendable {
  let crm: TestCRM
  let buyer: TestSession
  let head: TestSession
  let clerk: TestSession
  let supplier: Int

  /// An order that was sent, and its lines.
  struct Order: Sendable {
    let id: Int
    let lines: [Int]
  }

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    buyer = try await crm.as(.purchasing)
    head = try await crm.as(.headOfDepartment, in: .purchasing)
    clerk = try await crm.as(.accountant)
    supplier = try await buyer.create("parties", ["name": "Supplier", "supplier": true]).id
  }

  /// Orders so much of things at 100 roubles and 20 % of VAT, and sends the order.
  func order(
    _ quantities: String..., tolerance: String? = nil, state: String = "sent"
  ) async throws -> Order {
    let lines: [JSON] = quantities.enumerated().map { place, quantity in
      [
        "place": .id(place + 1), "description": "Thing", "quantity": .string(quantity),
        "unit_id": 1, "unit_price": "100", "vat_rate": "20",
      ]
    }
    let order = try await buyer.create(
      "purchase-orders",
      [
        "party_id": .id(supplier), "currency": "RUB", "ordered_on": "2025-03-01",
        "expected_on": "2025-03-10",
        "over_receipt_percent": tolerance.map { .string($0) } ?? .null, "lines": .array(lines),
      ])
    try await crm.put(order: order.id, into: state)
    let rows = try await crm.observed(
      "select id from purchasing.purchase_order_line where order_id = \(order.id) order by place")
    return Order(id: order.id, lines: try rows.map { try $0.int("id") })
  }

  /// Receives so much of the first line, or all that is open.
  func receive(_ order: Order, _ quantity: String? = nil, on day: String = "2025-03-08")
    async throws -> Reply
  {
    try await buyer.post(
      "purchase-orders/\(order.id)/receipts", Self.receipt(order, quantity, on: day))
  }

  static func receipt(_ order: Order, _ quantity: String?, on day: String) -> JSON {
    guard let quantity else { return ["received_on": .string(day)] }
    return [
      "received_on": .string(day),
      "lines": [["order_line_id": .id(order.lines[0]), "quantity": .string(quantity)]],
    ]
  }

  /// An invoice of the first line, as the accountant enters it.
  func invoice(
    _ order: Order, _ quantity: Int, price: Int = 100, vat: Int? = nil,
    as session: TestSession? = nil
  ) async throws -> Reply {
    let net = quantity * price
    let tax = vat ?? net / 5
    return try await (session ?? clerk).post(
      "invoices",
      [
        "party_id": .id(supplier), "invoiced_on": "2025-03-09", "currency": "RUB",
        "net_given": .string("\(net)"), "vat_given": .string("\(tax)"),
        "gross_given": .string("\(net + tax)"),
        "lines": [
          [
            "order_line_id": .id(order.lines[0]), "quantity": .string("\(quantity)"),
            "unit_price": .string("\(price)"), "vat": .string("\(tax)"),
          ]
        ],
      ])
  }

  /// Enters an invoice of the first line and matches it.
  func matched(_ order: Order, _ quantity: Int, price: Int = 100, vat: Int? = nil)
    async throws -> Reply
  {
    let invoice = try await invoice(order, quantity, price: price, vat: vat)
    return try await clerk.post("invoices/\(invoice.id)/match")
  }

  /// The constraint or SQLSTATE that refuses a statement of the service's log-in with somebody's context.
  func refusal(_ session: TestSession, _ statement: SQL) async throws -> String? {
    let error = try await crm.sql(session, statement).error
    return error.map { $0.constraint ?? $0.sqlState }
  }

  /// The constraint or SQLSTATE that refuses a statement even of the owner.
  func ownRefusal(_ statement: SQL) async throws -> String? {
    try await crm.ownerRefusal(statement)
  }

  /// The first cell that the owner sees.
  func text(_ sql: SQL) async throws -> String? { try await crm.observed(sql).string(0, 0) }
}

/// Gives the body a desk in a database of its own.
func withReceivingDesk(_ body: (ReceivingDesk) async throws -> Void) async throws {
  try await withCRM { crm in try await body(ReceivingDesk(crm)) }
}

extension TestCRM {
  /// Puts an order into a state past its approval, as no verb could.
  func put(order: Int, into state: String) async throws {
    try await arrange("alter table purchasing.purchase_order disable trigger user")
    try await arrange(
      """
      update purchasing.purchase_order set state = \(state),
        cancellation_reason = case \(state) when 'cancelled' then 'Test' end where id = \(order)
      """)
    try await arrange("alter table purchasing.purchase_order enable trigger user")
  }
}
