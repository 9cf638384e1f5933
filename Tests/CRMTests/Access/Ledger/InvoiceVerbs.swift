import CRM
import Postgres
import Support

extension VerbCase {
  /// What posts, settles, takes back and makes documents of money.
  static let invoicing: [String: VerbCase] = invoices.merging(payments) { $1 }
    .merging(orders) { $1 }

  private static let day: Subject.Fields = ["allocated_on": "2025-03-10"]
  private static let paid: Subject.Fields = ["paid_on": "2025-03-10"]
  private static let given: Subject.Fields = ["written_off_on": "2025-03-10", "reason": "Lost"]
  private static let undone: Subject.Fields = ["reversed_on": "2025-03-10", "reason": "Wrong"]

  private static let invoices: [String: VerbCase] = [
    "invoices.post": verb({ world, _ in try await InvoiceWorld.open(world) }) {
      "post_invoice(\($0), null)"
    },
    "invoices.reverse": posted(undone) { "reverse_invoice(\($0), date '2025-03-10', 'x')" },
    "invoices.credit": posted(["credited_on": "2025-03-10"], makes: "finance.invoice") {
      "credit_invoice(\($0), date '2025-03-10', null, null)"
    },
    "invoices.allocate": verb(
      { world, id in
        try await InvoiceWorld.post(invoice: id, world)
        try await InvoiceWorld.payment(of: id, world)
      }, day, makes: "finance.allocation"
    ) { "allocate_invoice(\($0), null, null, null, date '2025-03-10')" },
    "invoices.pay": posted(paid, makes: "finance.payment") {
      "pay_invoice(\($0), null, date '2025-03-10', null, null)"
    },
    "invoices.write_off": posted(given, makes: "finance.allocation") {
      "write_off_invoice(\($0), null, date '2025-03-10', 'x')"
    },
  ]

  private static let payments: [String: VerbCase] = [
    "payments.post": verb({ world, _ in try await InvoiceWorld.open(world) }) {
      "post_payment(\($0))"
    },
    "payments.reverse": came(undone) { "reverse_payment(\($0), date '2025-03-10', 'x')" },
    "payments.allocate": verb(
      { world, id in
        try await InvoiceWorld.post(payment: id, world)
        _ = try await InvoiceWorld.invoice(of: id, world)
      }, day, makes: "finance.allocation"
    ) { "allocate_payment(\($0), null, null, null, date '2025-03-10')" },
    "payments.refund": came(paid, makes: "finance.payment") {
      "refund_payment(\($0), null, date '2025-03-10', null, null)"
    },
    "payments.write_off": came(given, makes: "finance.allocation") {
      "write_off_payment(\($0), null, date '2025-03-10', 'x')"
    },
    "allocations.reverse": verb({ _, _ in }, undone, makes: "finance.allocation") {
      "reverse_allocation(\($0), date '2025-03-10', 'x')"
    },
    "revaluations.post": verb({ try await RevaluationWorld.prepare($0, $1) }) {
      "post_revaluation(\($0))"
    },
    "revaluations.reverse": verb(
      { try await RevaluationWorld.post($0, $1) }, ["reason": "Wrong"]
    ) { "reverse_revaluation(\($0), null, 'x')" },
  ]

  private static let orders: [String: VerbCase] = [
    "invoice_requests.invoice": verb({ _, _ in }, makes: "finance.invoice") {
      "invoice_request(\($0), null, null)"
    },
    "sales_orders.invoice": verb(
      { world, order in try await OrderChain(world, order).confirm() }, makes: "finance.invoice"
    ) { "invoice_sales_order(\($0), null, null)" },
    "purchase_orders.invoice": verb(
      { world, order in try await Procured.receive(world, order) }, ["number_given": "A-1"],
      makes: "finance.invoice"
    ) { "invoice_purchase_order(\($0), 'A-1', null, null)" },
  ]

  /// Of an invoice that is posted.
  private static func posted(
    _ body: Subject.Fields, makes: String? = nil, _ call: @escaping @Sendable (Int) -> String
  ) -> VerbCase {
    verb({ try await InvoiceWorld.post(invoice: $1, $0) }, body, makes: makes, call)
  }

  /// Of a payment that is posted.
  private static func came(
    _ body: Subject.Fields, makes: String? = nil, _ call: @escaping @Sendable (Int) -> String
  ) -> VerbCase {
    verb({ try await InvoiceWorld.post(payment: $1, $0) }, body, makes: makes, call)
  }

  private static func verb(
    _ prepare: @escaping @Sendable (World, Int) async throws -> Void, _ body: Subject.Fields = [:],
    makes: String? = nil, _ call: @escaping @Sendable (Int) -> String
  ) -> VerbCase {
    VerbCase(
      prepare: prepare, body: { _, _ in body }, makes: makes,
      statement: { id, _ in SQL(raw: "select from finance.\(call(id)) as n where n is not null") })
  }
}
