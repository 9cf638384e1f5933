import CRM
import Postgres
import Support

extension VerbCase {
  /// What posts, settles, takes back and makes documents of money.
  static let invoicing: [String: VerbCase] = invoices.merging(payments) { $1 }
    .merging(others) { $1 }

  private static let day: Subject.Fields = ["allocated_on": "2025-03-10"]
  private static let oldest = day.merging(["oldest_first": true]) { $1 }
  private static let paid: Subject.Fields = ["paid_on": "2025-03-10"]
  private static let given: Subject.Fields = ["written_off_on": "2025-03-10", "reason": "Lost"]
  private static let undone: Subject.Fields = ["reversed_on": "2025-03-10", "reason": "Wrong"]

  private static let invoices: [String: VerbCase] = [
    "invoices.post": verb("post_invoice(#, null)") { world, _ in
      try await InvoiceWorld.open(world)
    },
    "invoices.reverse": posted("reverse_invoice(#, date '2025-03-10', 'x')", undone),
    "invoices.credit": posted(
      "credit_invoice(#, date '2025-03-10', null, null)", ["credited_on": "2025-03-10"],
      makes: "finance.invoice"),
    "invoices.allocate": verb(
      "allocate_invoice(#, null, null, null, date '2025-03-10', true)", oldest,
      makes: "finance.allocation"
    ) { world, id in
      try await InvoiceWorld.post(invoice: id, world)
      try await InvoiceWorld.payment(of: id, world)
    },
    "invoices.pay": posted(
      "pay_invoice(#, null, date '2025-03-10', null, null)", paid, makes: "finance.payment"),
    "invoices.write_off": posted(
      "write_off_invoice(#, null, date '2025-03-10', 'x')", given, makes: "finance.allocation"),
  ]

  private static let payments: [String: VerbCase] = [
    "payments.post": verb("post_payment(#)") { world, _ in try await InvoiceWorld.open(world) },
    "payments.reverse": came("reverse_payment(#, date '2025-03-10', 'x')", undone),
    "payments.allocate": verb(
      "allocate_payment(#, null, null, null, date '2025-03-10', true)", oldest,
      makes: "finance.allocation"
    ) { world, id in
      try await InvoiceWorld.post(payment: id, world)
      _ = try await InvoiceWorld.invoice(of: id, world)
    },
    "payments.refund": came(
      "refund_payment(#, null, date '2025-03-10', null, null)", paid, makes: "finance.payment"),
    "payments.write_off": came(
      "write_off_payment(#, null, date '2025-03-10', 'x')", given, makes: "finance.allocation"),
    "allocations.reverse": verb(
      "reverse_allocation(#, date '2025-03-10', 'x')", undone, makes: "finance.allocation"),
  ]

  private static let others: [String: VerbCase] = [
    "revaluations.post": verb("post_revaluation(#)") {
      try await RevaluationWorld.prepare($0, $1)
    },
    "revaluations.reverse": verb("reverse_revaluation(#, null, 'x')", ["reason": "Wrong"]) {
      try await RevaluationWorld.post($0, $1)
    },
    "invoice_requests.invoice": verb("invoice_request(#, null, null)", makes: "finance.invoice"),
    "sales_orders.invoice": verb("invoice_sales_order(#, null, null)", makes: "finance.invoice") {
      try await OrderChain($0, $1).confirm()
    },
    "purchase_orders.invoice": verb(
      "invoice_purchase_order(#, 'A-1', null, null)", ["number_given": "A-1"],
      makes: "finance.invoice"
    ) { try await Procured.receive($0, $1) },
  ]

  /// Of an invoice that is posted.
  private static func posted(
    _ call: String, _ body: Subject.Fields, makes: String? = nil
  ) -> VerbCase {
    verb(call, body, makes: makes) { try await InvoiceWorld.post(invoice: $1, $0) }
  }

  /// Of a payment that is posted.
  private static func came(
    _ call: String, _ body: Subject.Fields, makes: String? = nil
  ) -> VerbCase {
    verb(call, body, makes: makes) { try await InvoiceWorld.post(payment: $1, $0) }
  }

  /// - Parameter call: The function in plain SQL, with # for the record.
  private static func verb(
    _ call: String, _ body: Subject.Fields = [:], makes: String? = nil,
    prepare: @escaping @Sendable (World, Int) async throws -> Void = { _, _ in }
  ) -> VerbCase {
    VerbCase(
      prepare: prepare, body: { _, _ in body }, makes: makes,
      statement: { id, _ in
        let done = call.replacing("#", with: String(id))
        return SQL(raw: "select from finance.\(done) as n where n is not null")
      })
  }
}
