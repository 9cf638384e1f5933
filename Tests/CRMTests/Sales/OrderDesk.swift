import CRM
import Postgres
import Support

/// A seller who takes orders of a client for goods and services of 10 dollars, and an accountant.
struct OrderDesk: Sendable {
  let crm: TestCRM
  let books: QuoteDesk
  let accountant: TestSession
  /// A service of 10 dollars, beside the goods of the books.
  let service: Int

  var chief: TestSession { books.chief }
  var seller: TestSession { books.seller }
  var client: Int { books.client }
  var product: Int { books.product }

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    books = try await QuoteDesk(crm)
    accountant = try await crm.as(.accountant)
    service = try await books.product("Hour", price: "10")
    _ = try await chief.patch("products/\(service)", ["kind": "service"])
  }

  /// A draft of the seller's.
  func order(
    _ lines: [JSON]? = nil, of client: Int? = nil, _ more: [String: JSON] = [:],
    by session: TestSession? = nil
  ) async throws -> Reply {
    let fields: [String: JSON] = [
      "party_id": .id(client ?? self.client), "currency": "USD",
      "lines": .array(lines ?? [books.line(["quantity": "10"])]),
    ]
    return try await (session ?? seller).post(
      "sales-orders",
      .object(
        fields.merging(more) { $1 }.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }))
  }

  /// An order of ten of the goods that was confirmed.
  func confirmed(_ lines: [JSON]? = nil, of client: Int? = nil) async throws -> Reply {
    let draft = try await order(lines, of: client)
    let reply = try await seller.post("sales-orders/\(draft.id)/confirmation")
    guard reply.status == 200 else { throw TestSession.Refused(reply: reply) }
    return reply
  }

  /// Ships so much of the first line of an order; all that is open without it.
  func ship(_ order: Reply, _ quantity: String? = nil) async throws -> Reply {
    let line = order["lines"]?.array?.first?["id"] ?? .null
    let body: JSON? = quantity.map {
      ["lines": [["sales_order_line_id": line, "quantity": .string($0)]]]
    }
    return try await seller.post("sales-orders/\(order.id)/shipments", body)
  }

  func accepted(_ quantity: String = "10") async throws -> Int {
    let quote = try await books.quote([books.line(["quantity": .string(quantity)])])
    for verb in ["sending", "acceptance"] {
      let reply = try await seller.post("quotes/\(quote.id)/\(verb)")
      guard reply.status == 200 else { throw TestSession.Refused(reply: reply) }
    }
    return quote.id
  }

  func state(_ order: Int) async throws -> String? {
    try await text("select state from sales.sales_order where id = \(order)")
  }

  func text(_ sql: SQL) async throws -> String? { try await crm.observed(sql).string(0, 0) }

  /// The constraint or SQLSTATE that refuses a statement of the service's log-in; "0" where it reached no row.
  func refusal(_ session: TestSession, _ statement: SQL) async throws -> String? {
    try await books.refusal(session, statement)
  }

  /// The rule that refuses a statement of the owner of the tables; nil where none does.
  func ownerRefusal(_ statement: SQL) async throws -> String? {
    try await crm.ownerRefusal(statement)
  }

  /// The statuses of as many posts of the same at once.
  func rush(_ path: String, _ times: Int, _ body: JSON? = nil) async throws -> [Int: Int] {
    let seller = seller
    return try await atOnce(times) { _ in try await seller.post(path, body) }
  }
}

/// Gives the body a desk in a database of its own.
func withOrderDesk(_ body: (OrderDesk) async throws -> Void) async throws {
  try await withCRM { crm in try await body(OrderDesk(crm)) }
}
