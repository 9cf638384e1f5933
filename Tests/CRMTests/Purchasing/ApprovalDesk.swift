import CRM
import Postgres
import Support

/// A buyer, his head, and the accountant, with a supplier; nobody approves anything before a rule says so.
struct ApprovalDesk: Sendable {
  let crm: TestCRM
  let buyer: TestSession
  let head: TestSession
  let clerk: TestSession
  let chief: TestSession
  let supplier: Int

  init(_ crm: TestCRM) async throws {
    self.crm = crm
    buyer = try await crm.as(.purchasing)
    head = try await crm.as(.headOfDepartment, in: .purchasing)
    clerk = try await crm.as(.accountant)
    chief = try await crm.as(.administrator)
    supplier = try await buyer.create("parties", ["name": "Supplier", "supplier": true]).id
  }

  /// A rule by which a role or person approves from an amount on.
  @discardableResult
  func rule(
    _ place: Int, role: TestCRM.Role? = nil, account: TestSession? = nil, from amount: Int = 0,
    _ more: [JSON.Member] = []
  ) async throws -> Reply {
    let role = try await role.number(in: crm)
    let base: [JSON.Member] = [
      .init("place", .id(place)), .init("from_amount", .string("\(amount)")),
      .init("currency", "RUB"), .init("approver_role_id", .id(role)),
      .init("approver_account_id", .id(account?.account)),
    ]
    return try await chief.create("approval-rules", .object(base + more))
  }

  /// Three things at a price, and 20 % of VAT: 3.6 times the price.
  func order(_ price: String = "1000", by session: TestSession? = nil, product: Int? = nil)
    async throws -> Reply
  {
    try await (session ?? buyer).create(
      "purchase-orders",
      [
        "party_id": .id(supplier), "currency": "RUB",
        "lines": [
          [
            "description": "Thing", "product_id": .id(product), "quantity": "3", "unit_id": 1,
            "unit_price": .string(price), "vat_rate": "20",
          ]
        ],
      ])
  }

  /// A submitted order.
  func submitted(_ price: String = "1000", by session: TestSession? = nil) async throws -> Int {
    let order = try await order(price, by: session)
    let reply = try await (session ?? buyer).post("purchase-orders/\(order.id)/submission")
    guard reply.status == 200 else { throw NotSubmitted(answer: reply.text) }
    return order.id
  }

  func approve(_ order: Int, _ session: TestSession) async throws -> Reply {
    try await session.post("purchase-orders/\(order)/approval")
  }

  /// A requisition of ten things, in its state.
  func requisition(approved: Bool = true) async throws -> Reply {
    let made = try await buyer.create(
      "requisitions",
      [
        "currency": "RUB", "reason": "Needed",
        "lines": [
          ["description": "Thing", "quantity": "10", "unit_id": 1, "estimated_price": "5"]
        ],
      ])
    guard approved else { return made }
    _ = try await buyer.post("requisitions/\(made.id)/submission")
    return try await clerk.post("requisitions/\(made.id)/approval")
  }

  /// The constraint or SQLSTATE that refuses a statement of the service's log-in with somebody's context.
  func refusal(_ session: TestSession, _ statement: SQL) async throws -> String? {
    let error = try await crm.sql(session, statement).error
    return error.map { $0.constraint ?? $0.sqlState }
  }

  /// The same of the owner.
  func ownRefusal(_ statement: SQL) async throws -> String? {
    try await crm.ownerRefusal(statement)
  }

  /// The first cell that the owner sees.
  func text(_ sql: SQL) async throws -> String? { try await crm.observed(sql).string(0, 0) }

  func state(_ order: Int) async throws -> String? {
    try await text("select state from purchasing.purchase_order where id = \(order)")
  }
}

/// An order was not taken for approval.
private struct NotSubmitted: Error {
  let answer: String
}

extension TestCRM.Role? {
  fileprivate func number(in crm: TestCRM) async throws -> Int? {
    guard let self else { return nil }
    return try await crm.observed("select id from access.role where code = \(self.rawValue)")[0]
      .int("id")
  }
}

/// Gives the body a desk in a database of its own.
func withApprovalDesk(_ body: (ApprovalDesk) async throws -> Void) async throws {
  try await withCRM { crm in try await body(ApprovalDesk(crm)) }
}
