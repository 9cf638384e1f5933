extension RecordVerb {
  /// Writes the invoice into the ledger and gives it its number; from then on it can only be reversed.
  static let invoicePosting = RecordVerb(
    id: "invoices.post", method: .post, resource: .invoices, noun: "posting",
    summary: Text("Post an invoice", ru: "Провести счёт"),
    permission: Permission("invoices", "post"),
    body: [.optional("posted_on", .date, "The day of the entry; the invoice's without it.")]
  ) { id, body in "finance.post_invoice(\(id), \(body["posted_on"]))" }

  /// Money into the ledger, as an advance until it is allocated.
  static let paymentPosting = RecordVerb(
    id: "payments.post", method: .post, resource: .payments, noun: "posting",
    summary: Text("Post a payment", ru: "Провести платёж"),
    permission: Permission("payments", "post"), movesMoney: true, members: ["posted_on": "paid_on"]
  ) { id, _ in "finance.post_payment(\(id))" }

  /// As much of a payment as both sides allow, or an amount in the invoice's currency.
  static let paymentAllocation = RecordVerb(
    id: "payments.allocate", method: .post, resource: .payments, noun: "allocations",
    summary: Text("Allocate a payment", ru: "Разнести платёж"),
    permission: Permission("payments", "allocate"), makes: .allocations, movesMoney: true,
    body: allocating, members: ["posted_on": "allocated_on"]
  ) { id, body in
    """
    finance.allocate_payment(\(id), \(body["invoice_id"]), \(body["payment_id"]), \(body["amount"]),
      \(body["allocated_on"]), \(body["oldest_first"]))
    """
  }

  /// What posts, settles, reverses and makes documents of money.
  static let invoicing =
    [invoicePosting, paymentPosting, paymentAllocation] + financeReversals + financeSettlement
    + documentInvoicing
}
