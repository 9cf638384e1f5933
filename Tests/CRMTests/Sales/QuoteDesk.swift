import CRM
import Postgres
import Support

/// A seller, the head of her department and the administrator, with a client and a product of 10 dollars.
struct QuoteDesk: Sendable {
  let crm: TestCRM
  let chief: TestSession
  let head: TestSession
  let seller: TestSession
  let client: Int
  let product: Int
  private let unit: Int

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    chief = try await crm.as(.administrator)
    head = try await crm.as(.headOfDepartment)
    seller = try await crm.as(.sales)
    client = try await seller.create("parties", ["name": "Client"]).id
    unit = try await chief.get("units?code=pcs").data.first?["id"]?.int ?? 0
    product = try await chief.create(
      "products",
      [
        "code": "Ten", "name": "Ten", "unit_id": .id(unit), "list_price": "10", "currency": "USD",
        "vat_rate": "20",
      ]
    ).id
  }

  func product(_ code: String, category: Int? = nil, price: String? = nil) async throws -> Int {
    try await chief.create(
      "products",
      [
        "code": .string(code), "name": .string(code), "unit_id": .id(unit),
        "product_category_id": .id(category), "list_price": price.map { .string($0) } ?? .null,
        "currency": price == nil ? .null : "USD",
      ]
    ).id
  }

  /// A line of the product; more or other fields as said.
  func line(_ more: [String: JSON] = [:]) -> JSON {
    let fields: [String: JSON] = ["product_id": .id(product), "quantity": "1"]
    return .object(fields.merging(more) { $1 }.sorted { $0.key < $1.key }.map { .init($0, $1) })
  }

  func quote(
    _ lines: [JSON], by session: TestSession? = nil, _ more: [String: JSON] = [:]
  ) async throws -> Reply {
    let fields: [String: JSON] = [
      "party_id": .id(client), "currency": "USD", "lines": .array(lines),
    ]
    return try await (session ?? seller).post(
      "quotes", .object(fields.merging(more) { $1 }.map { .init($0.key, $0.value) }))
  }

  /// A quote of the seller's that the client has, in dollars at the list price.
  func sent() async throws -> Int {
    let quote = try await quote([line()])
    _ = try await seller.post("quotes/\(quote.id)/sending")
    return quote.id
  }

  /// The price of the only line of a quote.
  func price(_ quote: Reply) -> String? {
    quote["lines"]?.array?.first?["unit_price"]?.string
  }

  /// The constraint or SQLSTATE that refuses a statement of the service's log-in; "0" where it reached no row.
  func refusal(_ session: TestSession, _ statement: SQL) async throws -> String? {
    let attempt = try await crm.sql(session, statement)
    if let error = attempt.error { return error.constraint ?? error.sqlState }
    return attempt.results[0].affected == 0 ? "0" : nil
  }

  func text(_ sql: SQL) async throws -> String? { try await crm.observed(sql).string(0, 0) }

  func state(_ quote: Int) async throws -> String? {
    try await text("select state from sales.quote where id = \(quote)")
  }

  /// Lets the time pass until the quote was valid until yesterday.
  func outlive(_ quote: Int) async throws {
    for statement: SQL in [
      "alter table sales.quote disable trigger quote_frozen",
      """
      update sales.quote set quoted_on = current_date - 9, valid_until = current_date - 1
      where id = \(quote)
      """,
      "alter table sales.quote enable trigger quote_frozen",
    ] { try await crm.arrange(statement) }
  }
}

/// Gives the body a desk in a database of its own.
func withQuoteDesk(_ body: (QuoteDesk) async throws -> Void) async throws {
  try await withCRM { crm in try await body(QuoteDesk(crm)) }
}
